// Whether samples go on where those before them ended: of one channel, and of two that are
// sampled together.
//
//   SampleStream stream;
//   stream.Clear();
//   if (!stream.Take(block)) Forget(Reason::kDataGap);                     // each usable block
//   if (stream.HasCeased(now, Seconds(2))) Forget(Reason::kDataGap);       // after the blocks
//
//   PairedStream light;
//   light.Clear();
//   const PairedStream::Taken taken = light.Take(in, kRed, kInfrared, 20'000);  // each activation
//   if (taken.status != Status::kOk) return taken.status;
//   if (taken.broken != Reason::kNone) Forget(taken.broken);               // what was before
//   if (taken.first != nullptr) Use(*taken.first, *taken.second);
//
// As the kernel has it, half a period is jitter, and what is further off is another sample.
//
// Integers only, nothing blocks; not safe for use from several threads.
#ifndef VIGIL_PLUGINS_ALGORITHM_SAMPLE_STREAM_SAMPLE_STREAM_H_
#define VIGIL_PLUGINS_ALGORITHM_SAMPLE_STREAM_SAMPLE_STREAM_H_

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {

// Whether two times are those of one sample, of this period.
constexpr bool AreTogether(Timestamp a, Timestamp b, std::uint32_t period_us) {
  const Duration half = Microseconds(period_us / 2);
  return a - b <= half && b - a <= half;
}

class SampleStream {
 public:
  // Forgets everything: what follows is a beginning, no gap.
  void Clear() { *this = SampleStream(); }

  // `block`: usable, with at least one sample. False: samples are missing before it, or it
  // is not the one that is due.
  bool Take(const SampleBlock& block);

  // Whether samples that are later than `longest` are missing: true once.
  bool HasCeased(Timestamp now, Duration longest);

  bool has_signal() const { return has_signal_; }
  // Of the next sample; means nothing without a signal.
  Timestamp due() const { return due_; }

 private:
  bool has_signal_ = false;  // due_ holds
  Timestamp due_;
};

class PairedStream {
 public:
  // Samples later than this are missing, not merely late.
  static constexpr Duration kLongestSilence = Milliseconds(500);

  struct Taken {
    Status status = Status::kOk;    // kInvalidArgument: another channel, unit or period, more
                                    // samples than there is room for, or a part of a moment
    Reason broken = Reason::kNone;  // why what was before does not go on
    // With as many moments, of the same times; nullptr: none can be used. They live as long
    // as the inbox.
    const SampleBlock* first = nullptr;
    const SampleBlock* second = nullptr;
  };

  void Clear() { *this = PairedStream(); }

  // The blocks of an activation: at most one of each channel counts, the last.
  Taken Take(const Inbox& in, ChannelId first, ChannelId second, std::uint32_t period_us);

  bool HasCeased(Timestamp now) { return stream_.HasCeased(now, kLongestSilence); }

 private:
  Reason Join(Taken& taken, bool is_gap, std::uint32_t period_us);

  SampleStream stream_;  // of the first channel
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_SAMPLE_STREAM_SAMPLE_STREAM_H_
