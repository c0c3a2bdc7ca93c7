// What a synthetic patient does for a while: a stretch of time in which nothing changes
// but what its rhythm, its breathing and its motion change by themselves.
//
//   Scene scene;
//   scene.seconds = 120;
//   scene.rhythm = Rhythm::kAtrialFibrillation;
//   scene.rate_per_minute = 95;
//   scene.motion = Motion::kWalking;
#ifndef VIGIL_TEST_SIM_SCENE_H_
#define VIGIL_TEST_SIM_SCENE_H_

namespace vigil::sim {

enum class Rhythm {
  kSinus,               // slow and fast ones by their rate; it follows the breathing
  kAtrialFibrillation,  // intervals without order, fibrillation waves in place of P waves
  kPrematureBeats,      // sinus rhythm with premature ventricular beats and their pauses
  kBigeminy,            // each second beat is one
  kPauses,              // sinus rhythm that stands still for pause_seconds now and then
  kVentricularTachycardia,   // wide beats, regular
  kVentricularFlutter,       // one large oscillation, no beats to tell apart
  kVentricularFibrillation,  // no beats: oscillations that drift from 3.5 to 7 Hz
  kSecondDegreeBlock,        // each second P wave leads to no beat; rate_per_minute is of the beats
  kCompleteBlock,            // slow wide escape beats; P waves at a pace of their own
  kVentricularStandstill,    // P waves alone
  kAsystole,                 // nothing but noise
};

enum class Motion {
  kStill,    // sits, moves the arm a little now and then
  kWalking,
  kRunning,
  kBusy,     // the arm is used without any rhythm
  kSleep,    // lies, breathes, turns over now and then
  kFall,     // stands, falls fall_after_seconds after the scene's begin, and lies
  kDesk,     // the sensor lies on something that does not move
};

enum class Contact {
  kWorn,
  kLeadOff,  // an electrode has come off; the rest is worn
  kNotWorn,  // the device is on nobody: no heart, no breath, no skin
};

// Amplitudes in uV: standard deviations of the noises, half of the swing of the others.
struct EcgNoise {
  double white_uv = 4;
  double muscle_uv = 0;  // above 20 Hz, in bursts
  double mains_uv = 0;
  double mains_hz = 50;
  double wander_uv = 60;  // below 0.6 Hz
  double loose_uv = 0;    // steps of an electrode that moves, one a second, dying away
};

// Of a pacemaker, as an amplifier of 65 Hz passes them: 1 mV is a pulse of 5 mV and 1 ms.
struct PacerPulses {
  double uv = 0;          // height; below 0: downwards
  double per_minute = 70;  // 1 and more, where no beat answers; those that are answered precede beats by 80 ms
  double after_p_wave = 0;  // above 0: so many seconds after each P wave that leads to no beat, instead of at a pace
  double overshoot = 0;   // share of the height by which it swings back, dying away in 50 ms
};

struct Scene {
  double seconds = 60;

  Rhythm rhythm = Rhythm::kSinus;
  double rate_per_minute = 70;      // of kVentricularFlutter: its oscillations
  double sinus_arrhythmia = 0.03;   // share of an interval by which breathing changes it
  double premature_share = 0.1;     // of the beats of kPrematureBeats
  double pause_seconds = 3;         // of kPauses, each 8 to 12 beats
  double fibrillation_uv = 400;     // half of the swing of kVentricularFibrillation and flutter
  double r_uv = 1000;               // height of a sinus beat; the rest is in proportion
  double p_share = 0.12;            // height of a P wave, of r_uv
  double p_seconds = 0.022;         // its width as a standard deviation, a fifth of what is seen
  double p_rate_per_minute = 75;    // of the atria in kCompleteBlock and kVentricularStandstill

  PacerPulses pacer;

  double breaths_per_minute = 15;
  // Above 0: breathing stops for the first 45 % of each such cycle; the heart slows down
  // meanwhile and runs afterwards (Guilleminault et al., Lancet 1984).
  double apnea_cycle_seconds = 0;

  double spo2_percent = 97;
  double perfusion_percent = 1;  // swing of the infrared light that a pulse of one beat makes
  double light_noise_counts = 15;
  double artefact = 1;  // how strongly motion moves the sensor on the skin; 0: not at all
  double skin_celsius = 33.5;
  double room_celsius = 22.5;
  double drift_celsius_per_hour = 0;  // of the thermometer

  Motion motion = Motion::kStill;
  double steps_per_minute = 0;  // 0: 110 of kWalking, 165 of kRunning
  double fall_after_seconds = 6;
  double fall_peak_mg = 3500;
  double motion_noise_mg = 3;   // of the sensor

  Contact contact = Contact::kWorn;
  EcgNoise noise;
};

// The device lies on a desk, switched on.
inline Scene OnDesk(double seconds) {
  Scene scene;
  scene.seconds = seconds;
  scene.rhythm = Rhythm::kAsystole;
  scene.motion = Motion::kDesk;
  scene.contact = Contact::kNotWorn;
  scene.noise = {.white_uv = 2, .wander_uv = 0};
  return scene;
}

// Breaths, steps: what the scene's motion makes of 0.
inline double StepsPerMinute(const Scene& scene) {
  if (scene.steps_per_minute > 0) return scene.steps_per_minute;
  return scene.motion == Motion::kRunning ? 165 : 110;
}

// Ratio of ratios for an oxygen saturation: the line SpO2 = 110 - 25 R that textbooks
// give for red and infrared light (Webster, Design of Pulse Oximeters, 1997). It is a
// convention here as there: no sensor was calibrated with it.
inline double RatioOfRatios(double spo2_percent) { return (110 - spo2_percent) / 25; }

inline bool HasBeats(Rhythm rhythm) {
  switch (rhythm) {
    case Rhythm::kSinus:
    case Rhythm::kAtrialFibrillation:
    case Rhythm::kPrematureBeats:
    case Rhythm::kBigeminy:
    case Rhythm::kPauses:
    case Rhythm::kVentricularTachycardia:
    case Rhythm::kSecondDegreeBlock:
    case Rhythm::kCompleteBlock: return true;
    case Rhythm::kVentricularFlutter:
    case Rhythm::kVentricularFibrillation:
    case Rhythm::kVentricularStandstill:
    case Rhythm::kAsystole: break;
  }
  return false;
}

}  // namespace vigil::sim

#endif  // VIGIL_TEST_SIM_SCENE_H_
