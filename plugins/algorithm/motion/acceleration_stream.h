// The moments of an accelerometer as they come: which may be used, and whether samples are
// missing before them.
//
//   AccelerationStream stream;
//   stream.Clear();
//   const AccelerationStream::Taken taken = stream.Take(block);   // each block
//   if (taken.status != Status::kOk) return taken.status;
//   if (taken.broken != Reason::kNone) Forget(taken.broken);      // what was before it
//   for (n < taken.moments) Use(MomentAt(block, n));
//   if (stream.HasCeased(now)) Forget(Reason::kDataGap);          // after the blocks
//
// Integers only, nothing blocks; not safe for use from several threads.
#ifndef VIGIL_PLUGINS_ALGORITHM_MOTION_ACCELERATION_STREAM_H_
#define VIGIL_PLUGINS_ALGORITHM_MOTION_ACCELERATION_STREAM_H_

#include <cstdint>

#include "plugins/algorithm/sample_stream/sample_stream.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"

namespace vigil::plugins {

// What an accelerometer shows in one moment, gravity included, in thousandths of g.
struct Acceleration {
  std::int32_t x = 0;
  std::int32_t y = 0;
  std::int32_t z = 0;
};

class AccelerationStream {
 public:
  static constexpr std::uint32_t kPeriodUs = 20'000;  // 50 Hz
  // Samples later than this are missing, not merely late.
  static constexpr Duration kLongestSilence = Milliseconds(500);

  struct Taken {
    Status status = Status::kOk;      // kInvalidArgument: another channel, unit or period, or
                                      // a part of a moment
    Reason broken = Reason::kNone;    // why what was before does not go on in this block
    std::uint32_t moments = 0;        // that can be used; 0 of an unusable or empty block
  };

  // Forgets everything.
  void Clear() { *this = AccelerationStream(); }

  // `borne`: QualityFlag bits with which the samples are still of use to who asks.
  Taken Take(const SampleBlock& block, std::uint16_t borne = kQualityGood);
  // Whether moments have come to an end without a word: true once.
  bool HasCeased(Timestamp now);

  bool has_signal() const { return stream_.has_signal(); }

 private:
  SampleStream stream_;
};

// moment: below Taken::moments.
Acceleration MomentAt(const SampleBlock& block, std::uint32_t moment);
Timestamp MomentTime(const SampleBlock& block, std::uint32_t moment);

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_MOTION_ACCELERATION_STREAM_H_
