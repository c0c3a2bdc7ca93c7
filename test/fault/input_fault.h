// Faults of the input: between a source and the kernel, each for a while what a
// broken sensor, driver or clock does. Freestanding, so that it is the same on
// every target.
//
//   FaultyInput input;
//   input.Start(source, InputFault::kStuckValue, 100, 150);
//   while (...) runtime.RunFrame(now, input, sink);
#ifndef VIGIL_TEST_FAULT_INPUT_FAULT_H_
#define VIGIL_TEST_FAULT_INPUT_FAULT_H_

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/acquisition/sample_source.h"
#include "safety_kernel/base/status.h"

namespace vigil::fault {

enum class InputFault : std::uint32_t {
  kNone = 0,
  kDamagedBlock,      // a bit of the samples flipped after they were sealed
  kSilentSource,      // nothing converted
  kUnreadableSource,  // the driver lost its data
  kRepeatedBlock,     // the last block again and again
  kReorderedBlocks,   // each pair in the wrong order
  kLostBlocks,        // each second one never comes
  kStuckValue,        // one value, with fresh time stamps
  kOutOfRangeValue,   // a count that no converter gives
  kSaturatedInput,    // the end of the converter's range
  kLeadOff,
  kNotWorn,
  kSlowRate,          // 15 samples in the time of 25
  kFastRate,          // 30 samples in the time of 25
  kTimeJumpsAhead,    // samples of 10 s later
  kTimeRunsBack,      // samples of 10 s ago
  kLateBlocks,        // samples of 1.5 s ago
  kWrongChannel,
  kWrongUnit,
  kWrongPeriod,
  kCountBeyondBlock,  // more samples than a block has room for
  kCount,
};

class FaultyInput final : public SampleSource {
 public:
  // Commits `fault` in the frames first..last-1, counted from 0. `source` must
  // outlive this object.
  void Start(SampleSource& source, InputFault fault, std::uint32_t first,
             std::uint32_t last);

  // Commits each fault in turn, for 5 s after 10 s without one.
  void StartAll(SampleSource& source);

  Status Read(ChannelId channel, SampleBlock& block) override;

 private:
  void Advance();
  Status ReadFaulty(ChannelId channel, SampleBlock& block);
  Status Repeat(ChannelId channel, SampleBlock& block);
  Status Reorder(ChannelId channel, SampleBlock& block);
  Status Shorten(SampleBlock& block, std::uint16_t count);
  void Spoil(SampleBlock& block) const;

  SampleSource* source_ = nullptr;
  InputFault fault_ = InputFault::kNone;
  std::uint32_t first_ = 0;
  std::uint32_t last_ = 0;
  std::uint32_t frame_ = 0;
  bool all_in_turn_ = false;
  bool has_held_ = false;
  SampleBlock held_;         // to be repeated, or that changes its place
  Timestamp shortened_due_;  // of the next sample at a wrong rate
};

}  // namespace vigil::fault

#endif  // VIGIL_TEST_FAULT_INPUT_FAULT_H_
