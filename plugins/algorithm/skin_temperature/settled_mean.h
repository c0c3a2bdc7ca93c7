// The mean of a thermometer's last minute, and whether it has come to rest.
//
//   SettledMean mean;
//   mean.Clear();
//   mean.Add(milli_celsius);                     // once a second
//   if (mean.is_settled()) Use(mean.milli_celsius());
//
// A thermometer on the skin follows with a delay: for a sensor with a time constant of 3
// minutes, what it still changes in a minute is a third of its error. It is settled when the
// mean of the last minute differs from that of the minute before by 0.05 C or less (0.15 C of
// error), and no longer when by more than 0.2 C: skin does not change so fast (distal skin
// warms by 1 to 2 C in half an hour before sleep: Kraeuchi and others, Am. J. Physiol. 278,
// 2000), a device that is taken off does.
#ifndef VIGIL_PLUGINS_ALGORITHM_SKIN_TEMPERATURE_SETTLED_MEAN_H_
#define VIGIL_PLUGINS_ALGORITHM_SKIN_TEMPERATURE_SETTLED_MEAN_H_

#include <cstdint>

namespace vigil::plugins {

class SettledMean {
 public:
  static constexpr std::int32_t kMinute = 60;  // samples
  static constexpr std::int32_t kSettles = 50;    // thousandths of a degree in a minute
  static constexpr std::int32_t kUnsettles = 200;

  // Forgets everything.
  void Clear();

  // Thousandths of a degree, within +-1,000,000.
  void Add(std::int32_t milli_celsius);

  // Whether there are two minutes.
  bool is_full() const { return count_ == kSamples; }
  bool is_settled() const { return is_settled_; }
  // Whether it was settled since Clear.
  bool was_settled() const { return was_settled_; }

  // Of the last minute; only when it is full.
  std::int32_t milli_celsius() const { return (last_ + kMinute / 2) / kMinute; }

 private:
  static constexpr std::int32_t kSamples = 2 * kMinute;

  std::int32_t ring_[kSamples] = {};
  std::int32_t next_ = 0;
  std::int32_t count_ = 0;
  std::int32_t last_ = 0;    // sum of the last minute
  std::int32_t before_ = 0;  // sum of the minute before
  bool is_settled_ = false;
  bool was_settled_ = false;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_SKIN_TEMPERATURE_SETTLED_MEAN_H_
