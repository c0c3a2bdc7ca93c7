// Trains a net of one hidden layer, with a direct path from its inputs to its score, to
// tell two classes: logistic loss, Adam (Kingma and Ba, ICLR 2015), weight decay.
//
//   Net net = Train(rows, {.inputs = 39, .hidden = 10, .passes = 4, .decay = 1e-5F});
//   const float score = ScoreOf(net, rows[0]);   // logarithm of the odds
//
// The same rows and options give the same net, bit for bit: nothing here depends on the
// library's random numbers, on its exponential, or on how many threads there are.
#ifndef VIGIL_TEST_TRAINING_NET_TRAINER_H_
#define VIGIL_TEST_TRAINING_NET_TRAINER_H_

#include <array>
#include <cstdint>
#include <vector>

namespace vigil::training {

inline constexpr int kMostInputs = 48;
// Unit 0 is the direct path: its sum is the score, without a bend. The others are hidden.
inline constexpr int kUnits = 16;
inline constexpr int kDirect = 0;

// An input of 32 counts as 1.
inline constexpr float kInputUnit = 32;

struct Row {
  std::int16_t group = 0;    // its record
  float target = 0;          // 1 of the class, 0 of none; between, of both
  float weight = 1;
  std::array<std::int16_t, kMostInputs> inputs = {};
};

struct Net {
  std::array<float, kUnits> offsets = {};
  std::array<std::array<float, kUnits>, kMostInputs> weights = {};
  std::array<float, kUnits> outputs = {};  // of the hidden units
};

struct TrainingOptions {
  int inputs = 0;             // of each row, at most kMostInputs
  int hidden = 0;             // below kUnits
  int passes = 4;             // over all rows
  float decay = 1e-5F;        // of the weights, L2
  std::uint64_t seed = 1;
};

Net Train(const std::vector<Row>& rows, const TrainingOptions& options);

float ScoreOf(const Net& net, const std::array<std::int16_t, kMostInputs>& inputs);

// 1 / (1 + e^-score), to 1e-6.
float OddsToShare(float score);

}  // namespace vigil::training

#endif  // VIGIL_TEST_TRAINING_NET_TRAINER_H_
