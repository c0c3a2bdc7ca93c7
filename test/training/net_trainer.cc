#include "test/training/net_trainer.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "test/training/random.h"

namespace vigil::training {
namespace {

constexpr std::size_t kBatch = 64;
constexpr float kRate = 0.01F;
constexpr float kFirstDecay = 0.9F;
constexpr float kSecondDecay = 0.999F;
constexpr float kSmallest = 1e-7F;
constexpr float kWarmUp = 200;  // batches, at most a tenth of all
// A row that is as good as right teaches nothing.
constexpr float kAsGoodAsRight = 0.0005F;
constexpr double kFirstWeights = 0.25;
constexpr double kFirstOutputs = 0.3;

using Sums = std::array<float, kUnits>;

// Of all units: their sums over the inputs.
Sums SumsOf(const Net& net, const std::array<std::int16_t, kMostInputs>& inputs) {
  Sums sums = net.offsets;
  for (std::size_t i = 0; i < kMostInputs; ++i) {
    const float value = static_cast<float>(inputs[i]) / kInputUnit;
    for (std::size_t unit = 0; unit < kUnits; ++unit) sums[unit] += net.weights[i][unit] * value;
  }
  return sums;
}

float ScoreOf(const Net& net, const Sums& sums) {
  float score = sums[kDirect];
  for (std::size_t unit = kDirect + 1; unit < kUnits; ++unit) {
    if (sums[unit] > 0) score += sums[unit] * net.outputs[unit];
  }
  return score;
}

// Adds what `row` says about the weights.
void AddGradient(const Net& net, const Row& row, Net& gradient) {
  const Sums sums = SumsOf(net, row.inputs);
  const float error = OddsToShare(ScoreOf(net, sums)) - row.target;
  if (std::fabs(error) < kAsGoodAsRight) return;
  const float share = error * row.weight / static_cast<float>(kBatch);
  Sums slopes = {};
  slopes[kDirect] = share;
  for (std::size_t unit = kDirect + 1; unit < kUnits; ++unit) {
    const bool is_active = sums[unit] > 0;
    gradient.outputs[unit] += is_active ? share * sums[unit] : 0;
    slopes[unit] = is_active ? share * net.outputs[unit] : 0;
  }
  for (std::size_t unit = 0; unit < kUnits; ++unit) gradient.offsets[unit] += slopes[unit];
  for (std::size_t i = 0; i < kMostInputs; ++i) {
    const float value = static_cast<float>(row.inputs[i]) / kInputUnit;
    for (std::size_t unit = 0; unit < kUnits; ++unit) gradient.weights[i][unit] += slopes[unit] * value;
  }
}

// Adam's memory, and its step.
class Adam {
 public:
  void Step(const Net& gradient, float rate, float decay, Net& net) {
    first_left_ *= kFirstDecay;
    second_left_ *= kSecondDecay;
    const Scale scale = {rate / (1 - first_left_), 1 / (1 - second_left_), decay};
    StepRow(gradient.offsets, scale, first_.offsets, second_.offsets, net.offsets);
    StepRow(gradient.outputs, scale, first_.outputs, second_.outputs, net.outputs);
    for (std::size_t i = 0; i < kMostInputs; ++i) {
      StepRow(gradient.weights[i], scale, first_.weights[i], second_.weights[i], net.weights[i]);
    }
  }

 private:
  struct Scale {
    float rate;
    float second;
    float decay;
  };

  static void StepRow(const Sums& gradient, const Scale& scale, Sums& first, Sums& second, Sums& weights) {
    for (std::size_t unit = 0; unit < kUnits; ++unit) {
      const float slope = gradient[unit] + scale.decay * weights[unit];
      first[unit] = kFirstDecay * first[unit] + (1 - kFirstDecay) * slope;
      second[unit] = kSecondDecay * second[unit] + (1 - kSecondDecay) * slope * slope;
      weights[unit] -= scale.rate * first[unit] / (std::sqrt(second[unit] * scale.second) + kSmallest);
    }
  }

  Net first_;
  Net second_;
  float first_left_ = 1;
  float second_left_ = 1;
};

// Small, so that no unit is like another. What is not used stays 0.
Net FirstNet(const TrainingOptions& options, Random& random) {
  Net net;
  for (int unit = kDirect + 1; unit <= options.hidden; ++unit) {
    const auto place = static_cast<std::size_t>(unit);
    for (std::size_t i = 0; i < static_cast<std::size_t>(options.inputs); ++i) {
      net.weights[i][place] = static_cast<float>(kFirstWeights * random.Normal());
    }
    net.outputs[place] = static_cast<float>(kFirstOutputs * random.Normal());
  }
  return net;
}

void Shuffle(std::vector<std::uint32_t>& places, Random& random) {
  for (std::size_t left = places.size(); left > 1; --left) {
    std::swap(places[left - 1], places[random.Below(static_cast<std::uint32_t>(left))]);
  }
}

// Rises at first, then falls along a parabola to a hundredth.
float RateAt(float batch, float batches) {
  const float left = 1 - batch / batches;
  return kRate * std::min(1.0F, (batch + 1) / std::min(kWarmUp, batches / 10 + 1)) * (left * left * 0.99F + 0.01F);
}

}  // namespace

float OddsToShare(float score) {
  const float bounded = std::clamp(score, -30.0F, 30.0F);
  // e^-x = (e^(-x / 64))^64, and of so small an exponent by its series.
  const float small = -bounded / 64;
  float power = 1 + small * (1 + small / 2 * (1 + small / 3 * (1 + small / 4 * (1 + small / 5))));
  for (int n = 0; n < 6; ++n) power *= power;
  return 1 / (1 + power);
}

float ScoreOf(const Net& net, const std::array<std::int16_t, kMostInputs>& inputs) {
  return ScoreOf(net, SumsOf(net, inputs));
}

Net Train(const std::vector<Row>& rows, const TrainingOptions& options) {
  Random random(options.seed);
  Net net = FirstNet(options, random);
  Adam adam;
  std::vector<std::uint32_t> places(rows.size());
  std::iota(places.begin(), places.end(), 0U);
  const std::size_t batches = places.size() / kBatch;
  const float all = static_cast<float>(batches) * static_cast<float>(options.passes);
  float done = 0;
  for (int pass = 0; pass < options.passes; ++pass) {
    Shuffle(places, random);
    for (std::size_t batch = 0; batch < batches; ++batch) {
      Net gradient;
      for (std::size_t n = 0; n < kBatch; ++n) AddGradient(net, rows[places[batch * kBatch + n]], gradient);
      adam.Step(gradient, RateAt(done, all), options.decay, net);
      ++done;
    }
  }
  return net;
}

}  // namespace vigil::training
