#include "test/fault/input_fault.h"

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"

namespace vigil::fault {
namespace {

constexpr std::uint32_t kFramesWithout = 100;
constexpr std::uint32_t kFramesOfFault = 50;

constexpr std::int32_t kFullScale = (1 << 23) - 1;

void Mark(SampleBlock& block, QualityFlag flag) {
  block.quality = static_cast<std::uint16_t>(block.quality | flag);
}

void Fill(SampleBlock& block, std::int32_t value) {
  for (std::uint32_t i = 0; i < block.count; ++i) block.samples[i] = value;
}

}  // namespace

void FaultyInput::Start(SampleSource& source, InputFault fault,
                        std::uint32_t first, std::uint32_t last) {
  source_ = &source;
  fault_ = fault;
  first_ = first;
  last_ = last;
  frame_ = 0;
  all_in_turn_ = false;
  has_held_ = false;
  shortened_due_ = Timestamp();
}

void FaultyInput::StartAll(SampleSource& source) {
  Start(source, static_cast<InputFault>(1), kFramesWithout,
        kFramesWithout + kFramesOfFault);
  all_in_turn_ = true;
}

// The next fault, once this one is over.
void FaultyInput::Advance() {
  const auto next = static_cast<std::uint32_t>(fault_) + 1;
  if (frame_ != last_ || !all_in_turn_) return;
  if (next == static_cast<std::uint32_t>(InputFault::kCount)) return;
  fault_ = static_cast<InputFault>(next);
  first_ = last_ + kFramesWithout;
  last_ = first_ + kFramesOfFault;
  has_held_ = false;
}

Status FaultyInput::Read(ChannelId channel, SampleBlock& block) {
  Advance();
  const bool faulty = frame_ >= first_ && frame_ < last_;
  ++frame_;
  return faulty ? ReadFaulty(channel, block) : source_->Read(channel, block);
}

Status FaultyInput::ReadFaulty(ChannelId channel, SampleBlock& block) {
  if (fault_ == InputFault::kRepeatedBlock) return Repeat(channel, block);
  if (fault_ == InputFault::kReorderedBlocks) return Reorder(channel, block);
  SampleBlock good;
  const Status status = source_->Read(channel, good);
  if (status != Status::kOk) return status;
  if (fault_ == InputFault::kSilentSource) return Status::kUnavailable;
  if (fault_ == InputFault::kUnreadableSource) return Status::kDataLoss;
  if (fault_ == InputFault::kLostBlocks && frame_ % 2 == 0) {
    return Status::kUnavailable;
  }
  block = good;
  if (fault_ == InputFault::kSlowRate) return Shorten(block, 15);
  if (fault_ == InputFault::kFastRate) return Shorten(block, 30);
  Spoil(block);
  return Status::kOk;
}

Status FaultyInput::Repeat(ChannelId channel, SampleBlock& block) {
  SampleBlock good;
  const Status status = source_->Read(channel, good);
  if (!has_held_) held_ = good;
  has_held_ = true;
  block = held_;
  return status;
}

// The second block of a pair first, then the one before it.
Status FaultyInput::Reorder(ChannelId channel, SampleBlock& block) {
  SampleBlock good;
  const Status status = source_->Read(channel, good);
  if (status != Status::kOk) return status;
  if (!has_held_) {
    held_ = good;
    has_held_ = true;
    return Status::kUnavailable;
  }
  // From here on always one behind the newest, in pairs the wrong way round.
  const bool newest = good.sequence % 2 == 0;
  block = newest ? good : held_;
  if (newest) return Status::kOk;
  held_ = good;
  return Status::kOk;
}

// Samples that follow one another in time, but too few or too many in a frame.
Status FaultyInput::Shorten(SampleBlock& block, std::uint16_t count) {
  if (!has_held_) shortened_due_ = block.first_sample;
  has_held_ = true;
  block.count = count;
  block.first_sample = shortened_due_;
  shortened_due_ = SampleTime(block, count);
  vigil::Seal(block);
  return Status::kOk;
}

void FaultyInput::Spoil(SampleBlock& block) const {
  switch (fault_) {
    case InputFault::kStuckValue: Fill(block, 1234); break;
    case InputFault::kOutOfRangeValue: block.samples[3] = kFullScale * 2; break;
    case InputFault::kSaturatedInput: Fill(block, kFullScale); break;
    case InputFault::kLeadOff: Mark(block, kQualityLeadOff); break;
    case InputFault::kNotWorn: Mark(block, kQualityNotWorn); break;
    case InputFault::kTimeJumpsAhead:
      block.first_sample = block.first_sample + Seconds(10);
      break;
    case InputFault::kTimeRunsBack:
      block.first_sample = block.first_sample - Seconds(10);
      break;
    case InputFault::kLateBlocks:
      block.first_sample = block.first_sample - Milliseconds(1500);
      break;
    case InputFault::kWrongChannel: block.channel = ChannelId::kEcg; break;
    case InputFault::kWrongUnit: block.unit = Unit::kMicrovolt; break;
    case InputFault::kWrongPeriod: block.period_us /= 2; break;
    default: break;
  }
  vigil::Seal(block);
  // Behind the seal's back.
  if (fault_ == InputFault::kDamagedBlock) block.samples[0] ^= 1 << 9;
  if (fault_ == InputFault::kCountBeyondBlock) block.count = 0xFFFF;
}

}  // namespace vigil::fault
