#include "plugins/algorithm/skin_temperature/settled_mean.h"

#include <cstdint>

namespace vigil::plugins {

void SettledMean::Clear() {
  for (std::int32_t& sample : ring_) sample = 0;
  next_ = 0;
  count_ = 0;
  last_ = 0;
  before_ = 0;
  is_settled_ = false;
  was_settled_ = false;
}

// Where no sample is yet, there is a 0: sums are those of the samples.
void SettledMean::Add(std::int32_t milli_celsius) {
  const std::int32_t from_last = ring_[(next_ + kMinute) % kSamples];
  before_ += from_last - ring_[next_];
  last_ += milli_celsius - from_last;
  ring_[next_] = milli_celsius;
  next_ = (next_ + 1) % kSamples;
  if (count_ < kSamples) ++count_;
  if (!is_full()) return;
  const std::int32_t change = last_ < before_ ? before_ - last_ : last_ - before_;
  if (change <= kSettles * kMinute) is_settled_ = true;
  if (change > kUnsettles * kMinute) is_settled_ = false;
  was_settled_ = was_settled_ || is_settled_;
}

}  // namespace vigil::plugins
