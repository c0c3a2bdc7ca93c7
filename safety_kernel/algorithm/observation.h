// What an algorithm says about the patient: a value or an event, always with
// its unit, its time, how long it may be used, and whether it may be used at
// all. "I cannot tell" is an answer like any other: validity kUndeterminable
// with the reason.
//
//   Observation rate;
//   rate.code = ObservationCode::kHeartRate;
//   rate.value = 72;
//   rate.unit = Unit::kPerMinute;
//   rate.time = beat_time;
//   rate.valid_until = beat_time + Seconds(5);
//   rate.validity = Validity::kValid;
//   out.observations.Add(rate);       // the kernel numbers and seals it
#ifndef VIGIL_SAFETY_KERNEL_ALGORITHM_OBSERVATION_H_
#define VIGIL_SAFETY_KERNEL_ALGORITHM_OBSERVATION_H_

#include <cstdint>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/base/time.h"

namespace vigil {

// Codes of ISO/IEEE 11073-10101 where it has one (partition 2, as 32 bits);
// otherwise from its private range 0xF000. On the wire.
enum class ObservationCode : std::uint32_t {
  kNone = 0,
  kHeartRate = 147842,      // MDC_ECG_HEART_RATE, unit kPerMinute
  kPulseRate = 149530,      // MDC_PULS_OXIM_PULS_RATE, unit kPerMinute
  kSkinTemperature = 150388,  // MDC_TEMP_SKIN, unit kMilliCelsius
  kSpo2 = 150456,             // MDC_PULS_OXIM_SAT_O2, unit kPercent
  kPerfusionIndex = 150488,   // MDC_BLD_PERF_INDEX: what pulses of the infrared light
                              // to what does not, unit kPartsPerMillion
  kRespirationRate = 151562,  // MDC_RESP_RATE, unit kPerMinute
  kQrsDetected = 0x2F000,   // event at the R peak; value: its height over the
                            // baseline, unit kMicrovolt, may be negative
  kFallDetected = 0x2F001,  // event at the impact of a fall; value: the greatest
                            // acceleration of it, unit kMilliG
  kAtrialFibrillation = 0x2F002,  // whether the rhythm at `time` is one, unit kOne
  kApneaMinute = 0x2F003,   // whether breathing stopped in the minute that begins
                            // at `time`, unit kOne
  kEcgQuality = 0x2F004,    // whether an algorithm can read the ECG of the second
                            // that ends at `time`, unit kOne
  kVentricularBeat = 0x2F005,  // whether the beat with its R peak at `time` comes
                               // from a ventricle, unit kOne
  kVentricularFibrillation = 0x2F006,  // or flutter; whether the rhythm at `time` is
                                       // one, unit kOne
  kVentricularTachycardia = 0x2F007,   // the same, unit kOne
  kAsystole = 0x2F008,      // whether the heart stands still at `time`, unit kOne
  kStepRate = 0x2F009,      // steps in the minute that ends at `time`, unit kPerMinute
  kSleepMinute = 0x2F00A,   // whether asleep in the minute that begins at `time`,
                            // unit kOne
  kForTest = 0x2FFFF,       // what only plugins of tests give, unit kPerMinute
};

// The one unit of a code's values; kNone for a code that does not exist.
constexpr Unit UnitOf(ObservationCode code) {
  switch (code) {
    case ObservationCode::kHeartRate:
    case ObservationCode::kPulseRate:
    case ObservationCode::kForTest: return Unit::kPerMinute;
    case ObservationCode::kQrsDetected: return Unit::kMicrovolt;
    case ObservationCode::kFallDetected: return Unit::kMilliG;
    case ObservationCode::kSpo2: return Unit::kPercent;
    case ObservationCode::kPerfusionIndex: return Unit::kPartsPerMillion;
    case ObservationCode::kSkinTemperature: return Unit::kMilliCelsius;
    case ObservationCode::kAtrialFibrillation:
    case ObservationCode::kApneaMinute: return Unit::kOne;
    case ObservationCode::kRespirationRate:
    case ObservationCode::kStepRate: return Unit::kPerMinute;
    case ObservationCode::kEcgQuality:
    case ObservationCode::kVentricularBeat:
    case ObservationCode::kVentricularFibrillation:
    case ObservationCode::kVentricularTachycardia:
    case ObservationCode::kAsystole:
    case ObservationCode::kSleepMinute: return Unit::kOne;
    case ObservationCode::kNone: break;
  }
  return Unit::kNone;
}

enum class Validity : std::uint8_t {
  kUndeterminable = 0,  // there is no value; `value` is 0 and means nothing
  kValid = 1,
  kQuestionable = 2,    // shown with a mark, never used for a decision alone
};

// Why a value is questionable or absent.
enum class Reason : std::uint8_t {
  kNone = 0,
  kStarting = 1,       // not enough data since start or reset
  kLeadOff = 2,        // an electrode has no contact
  kNoise = 3,          // the signal is too disturbed
  kNoBeats = 4,        // no beat was found for too long
  kDataGap = 5,        // samples are missing
  kDamaged = 6,        // an input failed its integrity check
  kOutOfRange = 7,     // the result is outside of what the method can tell
  kStuck = 8,          // the input has not moved for too long
  kStale = 9,          // it was valid, and came after its validity had ended
  kNoEvent = 10,       // nothing is wrong: it is watched for, and did not happen
  kWrongRate = 11,     // samples come faster or slower than declared
  kNotWorn = 12,       // the sensor is on nobody
};

// Why nothing can be told from samples of this quality (QualityFlag bits); kNone
// when something can. kQualityGap alone leaves the samples usable. Where several
// things are wrong, the one that explains the others.
constexpr Reason WhyUnusable(std::uint16_t quality) {
  constexpr struct {
    QualityFlag flag;
    Reason reason;
  } kReasons[] = {
      {kQualityDamaged, Reason::kDamaged},
      {kQualityNotWorn, Reason::kNotWorn},
      {kQualityLeadOff, Reason::kLeadOff},
      {kQualityWrongRate, Reason::kWrongRate},
      {kQualityStuck, Reason::kStuck},
      {kQualityOutOfRange, Reason::kOutOfRange},
      {kQualitySaturated, Reason::kNoise},
  };
  for (const auto& known : kReasons) {
    if ((quality & known.flag) != 0) return known.reason;
  }
  return Reason::kNone;
}

struct Observation {
  ObservationCode code = ObservationCode::kNone;
  std::int32_t value = 0;
  Unit unit = Unit::kNone;
  Validity validity = Validity::kUndeterminable;
  Reason reason = Reason::kNone;
  std::uint32_t sequence = 0;   // set by the kernel: one count for each code
  Timestamp time;               // when it was true
  Timestamp valid_until;        // from then on it is history
  std::uint32_t integrity = 0;  // set by the kernel: CRC-32 of the fields above
};

// As for SampleBlock. The kernel calls Seal; consumers call IsIntact.
void Seal(Observation& observation);
bool IsIntact(const Observation& observation);

// True when `observation` may be used as current at `now`.
constexpr bool IsCurrent(const Observation& observation, Timestamp now) {
  return observation.validity == Validity::kValid &&
         now <= observation.valid_until;
}

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_ALGORITHM_OBSERVATION_H_
