// A synthetic patient: signals of known truth, the same from a seed on each machine.
//
//   Scene rest, run;
//   run.motion = Motion::kRunning;
//   run.rate_per_minute = 150;
//   const Recording recording = Simulate({rest, run}, {.seed = 7});
//   for (const Beat& beat : recording.beats) ...            // what is true
//   bench.Give(BlockOf(recording, ChannelId::kEcg, bench.now(), Milliseconds(100)));
//
// It shows what an algorithm does with a signal that fits its model, and with noise. It
// proves no accuracy on people: their hearts, vessels and motions are richer than this.
//
// All functions are pure. An hour of all channels takes some seconds and 50 MB.
#ifndef VIGIL_TEST_SIM_PATIENT_H_
#define VIGIL_TEST_SIM_PATIENT_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/base/time.h"
#include "test/sim/body.h"
#include "test/sim/channels.h"
#include "test/sim/plan.h"

namespace vigil::sim {

// Samples a second: whole parts of a million us.
struct Options {
  std::uint64_t seed = 1;
  int ecg_hz = 250;
  int light_hz = 50;
  int motion_hz = 50;
};

struct Recording {
  Options options;
  // What is true.
  Plan plan{{}};
  std::vector<Beat> beats;      // times in seconds, rising, as in all lists
  std::vector<double> blocked_p_waves;  // peaks of those that lead to no beat
  std::vector<double> breaths;  // begins of inspirations
  std::vector<double> steps;
  std::vector<double> falls;    // impacts
  // What the sensors give.
  std::vector<std::int32_t> ecg_uv;
  Light light;
  std::vector<Moment> motion;
  std::vector<std::int32_t> temperature;  // thousandths of a degree, 1 Hz
};

Recording Simulate(std::vector<Scene> scenes, const Options& options = {});

// Per minute: the mean of all intervals between beats in these seconds; nullopt: there are
// fewer than two.
std::optional<double> RateOf(const Recording& recording, double begin, double end);

// How many of `times` lie in these seconds, the end not with them.
int CountIn(const std::vector<double>& times, double begin, double end);

// The moments of a channel that lie in `length` from `begin` on, as a block; at most as
// many as it holds. Behind the end the last value lasts. Its quality says kQualityLeadOff
// and kQualityNotWorn as the scene has it at `begin`; its sequence counts blocks of this
// length. A channel that is not simulated gives an empty block. kEcgAdc are converter
// counts of half a microvolt.
SampleBlock BlockOf(const Recording& recording, ChannelId channel, Timestamp begin, Duration length = Milliseconds(100));

}  // namespace vigil::sim

#endif  // VIGIL_TEST_SIM_PATIENT_H_
