#include "plugins/acquisition/ecg/ecg_acquisition.h"

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

bool IsSaturated(std::int32_t count) {
  return count >= kFullScaleCount || count <= -kFullScaleCount;
}

std::int32_t Clamped(std::int32_t count) {
  if (count > kFullScaleCount) return kFullScaleCount;
  if (count < -kFullScaleCount) return -kFullScaleCount;
  return count;
}

// Half a microvolt is rounded away from zero, so that the sign makes no
// difference.
std::int32_t ToMicrovolts(std::int32_t count) {
  constexpr std::int32_t kCountsPerMicrovolt = 1000 / kNanovoltsPerCount;
  constexpr std::int32_t kHalf = kCountsPerMicrovolt / 2;
  const std::int32_t in_range = Clamped(count);
  return (in_range < 0 ? in_range - kHalf : in_range + kHalf) /
         kCountsPerMicrovolt;
}

void Mark(SampleBlock& block, QualityFlag flag) {
  block.quality = static_cast<std::uint16_t>(block.quality | flag);
}

SampleBlock Convert(const SampleBlock& raw) {
  SampleBlock ecg;
  ecg.channel = ChannelId::kEcg;
  ecg.unit = Unit::kMicrovolt;
  ecg.quality = raw.quality;
  ecg.count = raw.count;
  ecg.sequence = raw.sequence;
  ecg.period_us = raw.period_us;
  ecg.first_sample = raw.first_sample;
  for (std::uint32_t i = 0; i < raw.count; ++i) {
    const std::int32_t count = raw.samples[i];
    ecg.samples[i] = ToMicrovolts(count);
    if (IsSaturated(count)) Mark(ecg, kQualitySaturated);
  }
  Seal(ecg);
  return ecg;
}

}  // namespace

Status EcgAcquisition::Init(const Settings&) { return Status::kOk; }

Status EcgAcquisition::Process(const Inbox& in, Outbox& out) {
  for (const SampleBlock& raw : in.blocks) {
    if (out.blocks.Add(Convert(raw)) != Status::kOk) return Status::kInternal;
  }
  return Status::kOk;
}

}  // namespace vigil::plugins
