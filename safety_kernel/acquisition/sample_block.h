// A run of samples of one channel, with everything that tells whether they may
// be used: who made them, their place in the sequence, their time, their
// quality, and a check over all of it.
//
//   SampleBlock block;
//   block.channel = ChannelId::kEcg;
//   block.sequence = next_sequence;
//   block.first_sample = time;
//   block.count = 25;
//   ...
//   Seal(block);                 // by the producer, last
//   if (!IsIntact(block)) ...    // by whoever receives it, first
#ifndef VIGIL_SAFETY_KERNEL_ACQUISITION_SAMPLE_BLOCK_H_
#define VIGIL_SAFETY_KERNEL_ACQUISITION_SAMPLE_BLOCK_H_

#include <cstdint>

#include "safety_kernel/base/time.h"

namespace vigil {

// What is sampled. The numbers are on the wire: they never change their meaning.
enum class ChannelId : std::uint16_t {
  kNone = 0,
  kEcgAdc = 1,  // ECG front end, as the converter gives it; unit kAdcCount
  kEcg = 2,     // ECG lead, unit kMicrovolt
  kPpgGreen = 3,  // green light that comes back from the skin, unit kAdcCount
  kAcceleration = 4,  // along the axes x, y and z of the sensor, gravity included,
                      // unit kMilliG
  kPpgRed = 5,       // red light (about 660 nm) that comes back, unit kAdcCount
  kPpgInfrared = 6,  // infrared light (about 940 nm) that comes back, unit kAdcCount
  kSkinTemperature = 7,  // of the skin under the device, unit kMilliCelsius
};

// Units after UCUM; on the wire, so they never change their meaning.
enum class Unit : std::uint16_t {
  kNone = 0,
  kAdcCount = 1,
  kMicrovolt = 2,      // uV
  kPerMinute = 3,      // /min
  kMillisecond = 4,    // ms
  kMilliG = 5,         // m[g], thousandth of the standard acceleration of free fall
  kOne = 6,            // 1: of what is there (1) or is not (0)
  kPercent = 7,        // %
  kPartsPerMillion = 8,  // [ppm]
  kMilliCelsius = 9,   // mCel, thousandth of a degree Celsius
};

// The one unit of a channel's samples; kNone for a channel that does not exist.
constexpr Unit UnitOf(ChannelId channel) {
  switch (channel) {
    case ChannelId::kEcgAdc:
    case ChannelId::kPpgGreen: return Unit::kAdcCount;
    case ChannelId::kEcg: return Unit::kMicrovolt;
    case ChannelId::kAcceleration: return Unit::kMilliG;
    case ChannelId::kPpgRed:
    case ChannelId::kPpgInfrared: return Unit::kAdcCount;
    case ChannelId::kSkinTemperature: return Unit::kMilliCelsius;
    case ChannelId::kNone: break;
  }
  return Unit::kNone;
}

// How many values a channel has of one moment. They stand behind one another in
// `samples`: x, y, z, x, y, z (as in FHIR's SampledData with its `dimensions`).
inline constexpr std::uint32_t kMaxDimensions = 3;
constexpr std::uint32_t DimensionsOf(ChannelId channel) {
  return channel == ChannelId::kAcceleration ? kMaxDimensions : 1;
}

// What is known about a block's samples. Bits; none set means usable.
enum QualityFlag : std::uint16_t {
  kQualityGood = 0,
  kQualityLeadOff = 1u << 0,      // an electrode has no contact
  kQualitySaturated = 1u << 1,    // a sample is at an end of the input range
  kQualityGap = 1u << 2,          // samples before this block are missing
  kQualityStuck = 1u << 3,        // the value has not moved for too long
  kQualityDamaged = 1u << 4,      // the integrity check failed; samples unusable
  kQualityOutOfRange = 1u << 5,   // a sample that no such sensor gives
  kQualityWrongRate = 1u << 6,    // samples come faster or slower than declared
  kQualityNotWorn = 1u << 7,      // the sensor is on nobody
};

// 25 samples at 250 Hz fill one frame of 100 ms; the rest is room for a rate
// of 320 Hz.
inline constexpr std::uint32_t kMaxSamplesPerBlock = 32;

struct SampleBlock {
  ChannelId channel = ChannelId::kNone;
  Unit unit = Unit::kNone;
  std::uint16_t quality = kQualityGood;  // QualityFlag bits
  std::uint16_t count = 0;               // values in use, 0..kMaxSamplesPerBlock, a
                                         // multiple of DimensionsOf(channel)
  std::uint32_t sequence = 0;            // one more than the block before, wraps
  std::uint32_t period_us = 0;           // from moment to moment, > 0
  Timestamp first_sample;                // when samples[0] was taken
  std::int32_t samples[kMaxSamplesPerBlock] = {};
  std::uint32_t integrity = 0;           // CRC-32 of the fields above; see Seal
};

// Writes the integrity check. Call it last; any change afterwards breaks it.
void Seal(SampleBlock& block);

// True when nothing changed since Seal and `count` is within its bounds and whole
// moments. False for a block that was never sealed.
bool IsIntact(const SampleBlock& block);

// When samples[index] was taken; index may lie one past the end, which gives
// the time at which the next block is due.
Timestamp SampleTime(const SampleBlock& block, std::uint32_t index);

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_ACQUISITION_SAMPLE_BLOCK_H_
