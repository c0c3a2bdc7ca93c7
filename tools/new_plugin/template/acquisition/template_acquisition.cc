#include "tools/new_plugin/template/acquisition/template_acquisition.h"

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/plugin/plugin.h"

namespace vigil::plugins {
namespace {

constexpr std::int32_t kFullScale = TemplateAcquisition::kFullScaleCount;

bool IsSaturated(std::int32_t count) {
  return count >= kFullScale || count <= -kFullScale;
}

std::int32_t Clamped(std::int32_t count) {
  if (count > kFullScale) return kFullScale;
  return count < -kFullScale ? -kFullScale : count;
}

// Halves are rounded away from zero, so that the sign makes no difference.
std::int32_t ToMicrovolts(std::int32_t count) {
  constexpr std::int32_t kCounts = 1000 / TemplateAcquisition::kNanovoltsPerCount;
  const std::int32_t in_range = Clamped(count);
  const std::int32_t half = in_range < 0 ? -kCounts / 2 : kCounts / 2;
  return (in_range + half) / kCounts;
}

// The kernel gives no block with a greater count.
std::uint16_t CountOf(const SampleBlock& raw) {
  return raw.count <= kMaxSamplesPerBlock ? raw.count : std::uint16_t{0};
}

SampleBlock Convert(const SampleBlock& raw) {
  SampleBlock block;
  block.channel = ChannelId::kEcg;
  block.unit = Unit::kMicrovolt;
  block.quality = raw.quality;
  block.count = CountOf(raw);
  block.sequence = raw.sequence;
  block.period_us = raw.period_us;
  block.first_sample = raw.first_sample;
  bool saturated = false;
  for (std::uint32_t i = 0; i < block.count; ++i) {
    block.samples[i] = ToMicrovolts(raw.samples[i]);
    saturated = saturated || IsSaturated(raw.samples[i]);
  }
  if (saturated) {
    block.quality = static_cast<std::uint16_t>(block.quality | kQualitySaturated);
  }
  Seal(block);
  return block;
}

}  // namespace

Status TemplateAcquisition::Init(const Settings&) { return Status::kOk; }

Status TemplateAcquisition::Process(const Inbox& in, Outbox& out) {
  for (const SampleBlock& raw : in.blocks) {
    if (out.blocks.Add(Convert(raw)) != Status::kOk) return Status::kInternal;
  }
  return Status::kOk;
}

}  // namespace vigil::plugins
