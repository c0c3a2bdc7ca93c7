// Signals with no patient in them: a device that lies on a desk, and noise of each kind.
#ifndef VIGIL_TEST_QUALITY_GATE_NOISES_H_
#define VIGIL_TEST_QUALITY_GATE_NOISES_H_

#include <vector>

#include "test/sim/scene.h"

namespace vigil::quality_gate {

struct Noise {
  const char* name;
  sim::Scene scene;  // of any length
  // The front end tells what is off; of the others nothing is told, so that the signal itself
  // has to show it.
  bool is_told = false;
};

// A sensor on a body whose heart shows nothing at all.
inline sim::Scene Nobody() {
  sim::Scene scene;
  scene.rhythm = sim::Rhythm::kAsystole;
  scene.breaths_per_minute = 0.001;
  scene.motion = sim::Motion::kDesk;
  scene.noise = {.white_uv = 0, .wander_uv = 0};
  return scene;
}

inline std::vector<Noise> AllNoises() {
  sim::Scene hum = sim::OnDesk(60);
  hum.noise.mains_uv = 300;
  sim::Scene white = Nobody();
  white.noise.white_uv = 100;
  white.light_noise_counts = 3000;
  sim::Scene muscle = Nobody();
  muscle.noise = {.white_uv = 5, .muscle_uv = 150, .wander_uv = 100};
  muscle.motion = sim::Motion::kBusy;
  muscle.artefact = 3;
  sim::Scene wander = Nobody();
  wander.noise = {.white_uv = 5, .wander_uv = 1500};
  sim::Scene loose = Nobody();
  loose.noise = {.white_uv = 5, .mains_uv = 50, .wander_uv = 100, .loose_uv = 2000};
  loose.motion = sim::Motion::kBusy;
  loose.light_noise_counts = 500;
  sim::Scene very_loose = loose;
  very_loose.noise.loose_uv = 6000;
  sim::Scene lead = loose;
  lead.noise = {.white_uv = 2, .wander_uv = 300, .loose_uv = 1000};
  lead.motion = sim::Motion::kRunning;
  sim::Scene off = Nobody();
  off.contact = sim::Contact::kLeadOff;
  off.light_noise_counts = 500;
  sim::Scene steps = Nobody();
  steps.noise = {.white_uv = 10, .muscle_uv = 50, .wander_uv = 500};
  steps.motion = sim::Motion::kWalking;
  return {{"on a desk, told", sim::OnDesk(60), true}, {"on a desk", sim::OnDesk(60)}, {"on a desk, with hum", hum},
          {"white noise", white},                     {"muscle, busy arm", muscle},   {"wander", wander},
          {"loose electrode", loose},                 {"very loose electrode", very_loose},
          {"loose lead, 1 mV", lead},                 {"steps alone", steps},
          {"electrode off, told", off, true},         {"electrode off", off}};
}

}  // namespace vigil::quality_gate

#endif  // VIGIL_TEST_QUALITY_GATE_NOISES_H_
