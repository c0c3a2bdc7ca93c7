// Gives the health monitor, and the algorithms that it does not have, a signal without a
// patient for hours, and counts what they show.
//
//   absl::StatusOr<Shown> shown = RunNoise(noise, Seconds(24 * 3600), 1);
//   EXPECT_TRUE(shown->vitals.empty());
//
// ECG goes through the kernel's runtime with the product's plugins and alarms; the beats
// found there go on to the rhythm, light and motion to their algorithms, each held to its
// manifest, without alarms: a program holds the plugins of one product. What the wrist monitor
// alarms is for firmware/wrist_monitor/product_test.cc. One run at a time.
#ifndef VIGIL_TEST_QUALITY_GATE_GATE_RUN_H_
#define VIGIL_TEST_QUALITY_GATE_GATE_RUN_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"
#include "test/quality_gate/noises.h"

namespace vigil::quality_gate {

struct Shown {
  // How often something was told that only a patient has, by what it was.
  std::map<std::string, std::int64_t> vitals;
  // Physiological alarms that were raised.
  std::map<std::string, std::int64_t> alarms;
  // How often the ECG was called readable.
  std::int64_t readable = 0;
  // Seconds in which the light said that something is wrong, whatever it was.
  std::int64_t lit_s = 0;
};

// True when `said` shows a vital sign or an event of a patient: a valid rate,
// temperature or saturation, a rhythm, a fall, an apnea or sleep that is there. Steps are none: the
// motion of some noises is motion.
bool IsOfAPatient(const Observation& said);

// Internal: the kernel refused or stopped something; it is a defect.
absl::StatusOr<Shown> RunNoise(const Noise& noise, Duration length, std::uint64_t seed);

}  // namespace vigil::quality_gate

#endif  // VIGIL_TEST_QUALITY_GATE_GATE_RUN_H_
