#include "test/sim/tours.h"

namespace vigil::sim {
namespace {

Scene Lasting(double seconds) {
  Scene scene;
  scene.seconds = seconds;
  return scene;
}

}  // namespace

std::vector<Scene> ChestTour() {
  Scene premature = Lasting(90);
  premature.rhythm = Rhythm::kPrematureBeats;
  Scene fast = Lasting(60);
  fast.rate_per_minute = 150;
  Scene fibrillation = Lasting(30);
  fibrillation.rhythm = Rhythm::kVentricularFibrillation;
  return {premature, fast, fibrillation};
}

std::vector<Scene> WristTour() {
  const Scene rest = Lasting(30);
  Scene low_oxygen = Lasting(85);
  low_oxygen.spo2_percent = 86;
  Scene fall = Lasting(20);
  fall.motion = Motion::kFall;
  Scene walk = Lasting(70);
  walk.motion = Motion::kWalking;
  walk.rate_per_minute = 132;
  Scene sleep = Lasting(280);
  sleep.motion = Motion::kSleep;
  sleep.rate_per_minute = 58;
  return {rest, low_oxygen, fall, walk, sleep, OnDesk(20)};
}

std::vector<Scene> NightTour() {
  Scene quiet = Lasting(240);
  quiet.sinus_arrhythmia = 0.08;
  quiet.breaths_per_minute = 12;
  Scene apnea = Lasting(600);
  apnea.apnea_cycle_seconds = 50;
  return {quiet, apnea};
}

}  // namespace vigil::sim
