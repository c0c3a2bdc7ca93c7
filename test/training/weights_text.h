// Weights of nets as integers, and as C++.
#ifndef VIGIL_TEST_TRAINING_WEIGHTS_TEXT_H_
#define VIGIL_TEST_TRAINING_WEIGHTS_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "test/training/net_trainer.h"

namespace vigil::training {

// To the nearest that 16 bits hold with their sign; offsets are wider.
std::int32_t RoundedWeight(float weight);

// The hidden units, that which moves the score most first.
std::vector<std::size_t> UnitsByEffect(const Net& net);

// "1, 2, 3" in lines of at most 96 columns that begin with `indent`.
std::string WeightLines(std::span<const std::int32_t> weights, std::size_t indent);
std::string WeightLines(std::span<const std::int16_t> weights, std::size_t indent);

}  // namespace vigil::training

#endif  // VIGIL_TEST_TRAINING_WEIGHTS_TEXT_H_
