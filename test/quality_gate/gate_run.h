// Gives the products a signal without a patient for hours, and counts what they show.
//
//   absl::StatusOr<std::vector<Shown>> all = RunNoise(noise, {.length = Seconds(24 * 3600)});
//   for (const Shown& shown : *all) EXPECT_TRUE(shown.IsClean());
//
// The health monitor, the wrist monitor and the sleep study run side by side, each in a
// runtime of its own with all of its plugins and alarms, from the sensors of one body. One
// run at a time: the plugins are the objects of the products' tables.
//
// What counts:
// - A vital, for as long as a screen would show it: until something else is told of it, or
//   until it is no longer valid. Not while what comes after a patient settles; not a minute of
//   sleep or apnea that began with the patient, however late it is told; not the temperature
//   of the skin that is there.
// - A physiological alarm, each time it is raised, also of the patient, who is well. One of a
//   standstill or of a low rate is none of them where the heart of a patient went before and
//   nobody told what is off: what the ECG shows is an arrest.
#ifndef VIGIL_TEST_QUALITY_GATE_GATE_RUN_H_
#define VIGIL_TEST_QUALITY_GATE_GATE_RUN_H_

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"
#include "test/quality_gate/noises.h"

namespace vigil::quality_gate {

enum class Order {
  kNoiseAlone,
  // Each half hour begins with kWorn of a patient who is well; then comes the noise, and
  // what is left of the patient's values has to be gone within kSettles.
  kAfterAPatient,
};

inline constexpr Duration kPiece = Seconds(1800);
inline constexpr Duration kWorn = Seconds(600);
inline constexpr Duration kSettles = Seconds(30);

struct Course {
  Order order = Order::kNoiseAlone;
  Duration length = kPiece;
  std::uint64_t seed = 1;  // of the first half hour
};

struct Count {
  std::int64_t count = 0;
  Timestamp first;
};

// What one product told.
struct Shown {
  const char* product = "";
  // Whether it is one of those that tell by their light when a value is missing.
  bool is_monitor = false;
  // Frames of noise in which a screen showed what only a patient has, by what it was.
  std::map<std::string, Count> vitals;
  // Physiological alarms that were raised, but for those of a standstill.
  std::map<std::string, Count> alarms;
  // Of a standstill, or a low rate, where a heart went before and nobody told what is off: the
  // ECG is that of an arrest.
  std::map<std::string, Count> standstills;
  // What was shown of the patient.
  std::set<std::string> of_patient;
  // Frames of noise in which the ECG was called readable.
  std::int64_t readable = 0;
  // Seconds of noise, but for those in which it settles, and in how many of them the light
  // said that something is wrong, whatever it was.
  std::int64_t noise_s = 0;
  std::int64_t lit_s = 0;

  bool IsClean() const { return vitals.empty() && alarms.empty() && readable == 0; }
};

// True when `said` shows a vital sign or an event of a patient: a valid rate,
// temperature or saturation, a rhythm, a fall, an apnea or sleep that is there. Steps are none: the
// motion of some noises is motion.
bool IsOfAPatient(const Observation& said);

// One for each product. `on_hour` is called with the hours that are done. Internal: the
// kernel refused or stopped something; it is a defect.
absl::StatusOr<std::vector<Shown>> RunNoise(const Noise& noise, const Course& course,
                                            const std::function<void(int hours)>& on_hour = nullptr);

}  // namespace vigil::quality_gate

#endif  // VIGIL_TEST_QUALITY_GATE_GATE_RUN_H_
