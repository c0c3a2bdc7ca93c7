// Writes a synthetic patient as WFDB records.
//
//   ./bazelw run //test/sim -- --out=FOLDER [--name=sim] [--seconds=60] [--seed=1]
//       [--rhythm=sinus] [--rate=70] [--p-share=0.12] [--p-seconds=0.022] [--p-rate=75]
//       [--motion=still] [--contact=worn]
//       [--spo2=97] [--perfusion=1] [--breaths=15] [--apnea-cycle=0]
//       [--white-uv=4] [--muscle-uv=0] [--mains-uv=0] [--wander-uv=60] [--loose-uv=0]
//
// NAME.hea, NAME.dat and NAME.atr hold the ECG, its beats and its rhythm; NAME_body.hea
// and NAME_body.dat light and motion.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>
#include <utility>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "platform/wfdb/record.h"
#include "test/benchmark/command.h"
#include "test/sim/patient.h"
#include "test/sim/wfdb_record.h"

ABSL_FLAG(std::string, out, "", "folder to write into");
ABSL_FLAG(std::string, name, "sim", "of the record");
ABSL_FLAG(double, seconds, 60, "length, at most a day");
ABSL_FLAG(std::uint64_t, seed, 1, "another seed, another patient");
ABSL_FLAG(std::string, rhythm, "sinus", "sinus, af, premature, bigeminy, pauses, vt, flutter, vf, block2, block3, standstill or asystole");
ABSL_FLAG(double, rate, 70, "beats a minute");
ABSL_FLAG(double, p_share, 0.12, "height of a P wave, of that of R");
ABSL_FLAG(double, p_seconds, 0.022, "width of a P wave, standard deviation");
ABSL_FLAG(double, p_rate, 75, "P waves a minute in block3 and standstill");
ABSL_FLAG(double, pacer_uv, 0, "height of the pulses of a pacemaker; 80 ms before each beat, 70 a minute where there is none");
ABSL_FLAG(std::string, motion, "still", "still, walking, running, busy, sleep, fall or desk");
ABSL_FLAG(std::string, contact, "worn", "worn, lead_off or not_worn");
ABSL_FLAG(double, spo2, 97, "percent");
ABSL_FLAG(double, perfusion, 1, "percent");
ABSL_FLAG(double, breaths, 15, "a minute");
ABSL_FLAG(double, apnea_cycle, 0, "seconds from apnea to apnea; 0: none");
ABSL_FLAG(double, white_uv, 4, "noise");
ABSL_FLAG(double, muscle_uv, 0, "noise of muscles");
ABSL_FLAG(double, mains_uv, 0, "hum of 50 Hz");
ABSL_FLAG(double, wander_uv, 60, "of the baseline");
ABSL_FLAG(double, loose_uv, 0, "steps of an electrode that moves");

namespace vigil::sim {
namespace {

// Takes the value whose name it is.
template <typename Value, std::size_t kCount>
absl::Status Choose(const char* flag, const std::string& name, const std::pair<const char*, Value> (&values)[kCount], Value& value) {
  std::string known;
  for (const auto& [each, its_value] : values) {
    absl::StrAppend(&known, known.empty() ? "" : ", ", each);
    if (name != each) continue;
    value = its_value;
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat("--", flag, "=", name, " is none of ", known));
}

constexpr std::pair<const char*, Rhythm> kRhythms[] = {
    {"sinus", Rhythm::kSinus},     {"af", Rhythm::kAtrialFibrillation},     {"premature", Rhythm::kPrematureBeats},
    {"bigeminy", Rhythm::kBigeminy}, {"pauses", Rhythm::kPauses},           {"vt", Rhythm::kVentricularTachycardia},
    {"flutter", Rhythm::kVentricularFlutter}, {"vf", Rhythm::kVentricularFibrillation},
    {"block2", Rhythm::kSecondDegreeBlock}, {"block3", Rhythm::kCompleteBlock}, {"standstill", Rhythm::kVentricularStandstill},
    {"asystole", Rhythm::kAsystole}};
constexpr std::pair<const char*, Motion> kMotions[] = {
    {"still", Motion::kStill}, {"walking", Motion::kWalking}, {"running", Motion::kRunning}, {"busy", Motion::kBusy},
    {"sleep", Motion::kSleep}, {"fall", Motion::kFall},       {"desk", Motion::kDesk}};
constexpr std::pair<const char*, Contact> kContacts[] = {
    {"worn", Contact::kWorn}, {"lead_off", Contact::kLeadOff}, {"not_worn", Contact::kNotWorn}};
constexpr double kLongestSeconds = 86'400;

absl::Status ReadScene(Scene& scene) {
  absl::Status status = Choose("rhythm", absl::GetFlag(FLAGS_rhythm), kRhythms, scene.rhythm);
  if (status.ok()) status = Choose("motion", absl::GetFlag(FLAGS_motion), kMotions, scene.motion);
  if (status.ok()) status = Choose("contact", absl::GetFlag(FLAGS_contact), kContacts, scene.contact);
  if (!status.ok()) return status;
  scene.seconds = absl::GetFlag(FLAGS_seconds);
  scene.rate_per_minute = absl::GetFlag(FLAGS_rate);
  scene.p_share = absl::GetFlag(FLAGS_p_share);
  scene.p_seconds = absl::GetFlag(FLAGS_p_seconds);
  scene.p_rate_per_minute = absl::GetFlag(FLAGS_p_rate);
  scene.pacer.uv = absl::GetFlag(FLAGS_pacer_uv);
  scene.spo2_percent = absl::GetFlag(FLAGS_spo2);
  scene.perfusion_percent = absl::GetFlag(FLAGS_perfusion);
  scene.breaths_per_minute = absl::GetFlag(FLAGS_breaths);
  scene.apnea_cycle_seconds = absl::GetFlag(FLAGS_apnea_cycle);
  scene.noise = {.white_uv = absl::GetFlag(FLAGS_white_uv),
                 .muscle_uv = absl::GetFlag(FLAGS_muscle_uv),
                 .mains_uv = absl::GetFlag(FLAGS_mains_uv),
                 .wander_uv = absl::GetFlag(FLAGS_wander_uv),
                 .loose_uv = absl::GetFlag(FLAGS_loose_uv)};
  if (scene.seconds < 1 || scene.seconds > kLongestSeconds) return absl::InvalidArgumentError("--seconds is from 1 to 86400");
  if (scene.rate_per_minute < 1 || scene.rate_per_minute > 600) return absl::InvalidArgumentError("--rate is from 1 to 600");
  if (scene.p_rate_per_minute < 1 || scene.p_rate_per_minute > 600) return absl::InvalidArgumentError("--p-rate is from 1 to 600");
  if (std::abs(scene.pacer.uv) > 1e6) return absl::InvalidArgumentError("--pacer-uv is from -1000000 to 1000000");
  if (scene.p_share < 0 || scene.p_share > 1) return absl::InvalidArgumentError("--p-share is from 0 to 1");
  if (scene.p_seconds <= 0 || scene.p_seconds > 0.1) return absl::InvalidArgumentError("--p-seconds is above 0 and at most 0.1");
  return absl::OkStatus();
}

absl::Status Run() {
  const std::string out = absl::GetFlag(FLAGS_out);
  if (out.empty()) return absl::InvalidArgumentError("name the folder to write into: --out=FOLDER");
  Scene scene;
  absl::Status status = ReadScene(scene);
  if (!status.ok()) return status;
  const std::filesystem::path folder = benchmark::FromUser(out);
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return absl::UnavailableError(absl::StrCat(folder.string(), ": ", error.message()));
  const Recording recording = Simulate({scene}, {.seed = absl::GetFlag(FLAGS_seed)});
  const std::string name = absl::GetFlag(FLAGS_name);
  status = wfdb::WriteRecord(folder.string(), EcgRecord(recording, name));
  if (status.ok()) status = wfdb::WriteAnnotations((folder / (name + ".atr")).string(), Truth(recording));
  if (status.ok()) status = wfdb::WriteRecord(folder.string(), BodyRecord(recording, name + "_body"));
  if (status.ok()) {
    std::cout << (folder / name).string() << ": " << recording.beats.size() << " beats, " << recording.breaths.size() << " breaths, "
              << recording.steps.size() << " steps\n";
  }
  return status;
}

}  // namespace
}  // namespace vigil::sim

int main(int argc, char** argv) {
  return vigil::benchmark::RunCommand("sim", "Writes a synthetic patient as WFDB records: --out=FOLDER", argc, argv, vigil::sim::Run);
}
