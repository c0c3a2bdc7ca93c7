#include "test/quality_gate/gate_run.h"

#include <algorithm>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "cloud/sleep_study/system.h"
#include "firmware/health_monitor/system.h"
#include "firmware/wrist_monitor/system.h"
#include "safety_kernel/acquisition/sample_source.h"
#include "safety_kernel/alerting/alarm_condition.h"
#include "safety_kernel/alerting/alarm_event.h"
#include "safety_kernel/runtime/output_sink.h"
#include "safety_kernel/runtime/plugin_host.h"
#include "safety_kernel/runtime/runtime.h"
#include "test/sim/patient.h"

namespace vigil::quality_gate {
namespace {

constexpr Duration kFrame = firmware::kFramePeriod;
constexpr Duration kSecond = Seconds(1);

sim::Scene Patient(std::int64_t piece) {
  sim::Scene patient;
  patient.rate_per_minute = 60 + 5 * static_cast<double>(piece % 8);
  return patient;
}

// What the sensors give in a frame, piece after piece.
class Sensors final : public SampleSource {
 public:
  Sensors(const Noise& noise, const Course& course) : noise_(noise), course_(course) {}

  void BeginFrame(Timestamp begin) {
    begin_ = begin;
    const std::int64_t piece = begin.us / kPiece.us;
    if (piece == piece_) return;
    piece_ = piece;
    sim::Scene patient = Patient(piece);
    patient.seconds = course_.order == Order::kAfterAPatient ? static_cast<double>(kWorn.us) / 1e6 : 0;
    sim::Scene noise = noise_.scene;
    noise.seconds = static_cast<double>(kPiece.us) / 1e6 - patient.seconds;
    recording_ = sim::Simulate({patient, noise}, {.seed = course_.seed * 1000 + static_cast<std::uint64_t>(piece)});
  }

  Status Read(ChannelId channel, SampleBlock& block) override {
    SampleBlock read = sim::BlockOf(recording_, channel, begin_ - kPiece * piece_);
    if (read.count == 0) return Status::kUnavailable;
    read.first_sample = read.first_sample + kPiece * piece_;
    read.sequence = static_cast<std::uint32_t>(read.first_sample.us / std::max<std::int64_t>(kFrame.us, read.period_us));
    if (!noise_.is_told) read.quality = kQualityGood;
    Seal(read);
    block = read;
    return Status::kOk;
  }

 private:
  const Noise& noise_;
  const Course& course_;
  Timestamp begin_;
  std::int64_t piece_ = -1;
  sim::Recording recording_;
};

// Where in its piece a frame is that ends at `now`.
struct Place {
  Timestamp noise_begin;
  bool has_patient = false;
  bool had_patient = false;  // before the noise
  bool is_settled = false;
};

Place PlaceOf(const Course& course, Timestamp now) {
  Place place;
  const bool is_after = course.order == Order::kAfterAPatient;
  place.noise_begin = Timestamp() + kPiece * ((now.us - 1) / kPiece.us) + (is_after ? kWorn : Duration());
  place.has_patient = now <= place.noise_begin;
  place.had_patient = is_after && !place.has_patient;
  place.is_settled = now > place.noise_begin + (is_after ? kSettles : Duration());
  return place;
}

std::string NameOf(ObservationCode code) {
  switch (code) {
    case ObservationCode::kHeartRate: return "heart rate";
    case ObservationCode::kPulseRate: return "pulse rate";
    case ObservationCode::kSpo2: return "saturation";
    case ObservationCode::kPerfusionIndex: return "perfusion index";
    case ObservationCode::kRespirationRate: return "respiration rate";
    case ObservationCode::kAtrialFibrillation: return "atrial fibrillation";
    case ObservationCode::kVentricularFibrillation: return "ventricular fibrillation";
    case ObservationCode::kVentricularTachycardia: return "ventricular tachycardia";
    case ObservationCode::kAsystole: return "asystole";
    case ObservationCode::kFallDetected: return "fall";
    case ObservationCode::kApneaMinute: return "apnea";
    case ObservationCode::kSleepMinute: return "sleep";
    case ObservationCode::kSkinTemperature: return "skin temperature";
    default: return absl::StrCat("code ", static_cast<std::uint32_t>(code));
  }
}

std::string NameOf(AlarmId id) {
  switch (id) {
    case AlarmId::kHeartRateLow: return "low heart rate";
    case AlarmId::kHeartRateHigh: return "high heart rate";
    case AlarmId::kAsystole: return "asystole";
    case AlarmId::kVentricularFibrillation: return "ventricular fibrillation";
    case AlarmId::kVentricularTachycardia: return "ventricular tachycardia";
    case AlarmId::kAtrialFibrillation: return "atrial fibrillation";
    case AlarmId::kSpo2Low: return "low saturation";
    case AlarmId::kRespirationRateLow: return "low respiration rate";
    case AlarmId::kRespirationRateHigh: return "high respiration rate";
    case AlarmId::kEarlyWarning: return "early warning";
    case AlarmId::kFall: return "fall";
    default: return absl::StrCat("alarm ", static_cast<std::uint32_t>(id));
  }
}

bool IsOfAMinute(ObservationCode code) {
  return code == ObservationCode::kApneaMinute || code == ObservationCode::kSleepMinute;
}

void Add(const std::string& name, Timestamp now, std::map<std::string, Count>& counts) {
  Count& count = counts.try_emplace(name, Count{.first = now}).first->second;
  ++count.count;
}

// A product and who looks at it.
class Monitored final : public OutputSink {
 public:
  Monitored(const char* product, const SystemDescription& system, const Noise& noise)
      : system_(system), noise_(noise) {
    shown_.product = product;
    shown_.is_monitor = system.value_count > 0;
  }

  absl::Status Start() {
    if (system_.frame_us != static_cast<std::uint32_t>(kFrame.us)) return Failed("has another frame", Timestamp());
    return runtime_.Start(system_, host_, Timestamp()) == Status::kOk ? absl::OkStatus() : Failed("did not start", Timestamp());
  }

  absl::Status RunFrame(Timestamp now, const Place& place, Sensors& sensors) {
    now_ = now;
    place_ = place;
    if (runtime_.RunFrame(now, sensors, *this) != Status::kOk) return Failed("was stopped by the kernel", now);
    if (runtime_.counters().plugin_failures != 0) return Failed("has a plugin that failed", now);
    for (const auto& [code, said] : newest_) Look(said);
    const bool is_second = now.us % kSecond.us == 0;
    if (is_second && place.is_settled) {
      ++shown_.noise_s;
      if (runtime_.surface().light != AlarmPriority::kNone) ++shown_.lit_s;
    }
    return absl::OkStatus();
  }

  const Shown& shown() const { return shown_; }

  void OnSamples(const SampleBlock&) override {}
  void OnIndication(ActuatorAuthority, const AlarmIndication&) override {}
  void OnObservation(const Observation& said) override { newest_[said.code] = said; }
  void OnAlarm(const AlarmEvent& event) override {
    const AlarmId id = event.condition.id;
    if (event.transition != AlarmTransition::kRaised || KindOf(id) != AlarmKind::kPhysiological) return;
    const bool is_true = LooksArrested() && (id == AlarmId::kAsystole || id == AlarmId::kHeartRateLow);
    Add(NameOf(id), now_, is_true ? shown_.standstills : shown_.alarms);
  }

 private:
  absl::Status Failed(const char* what, Timestamp now) const {
    return absl::InternalError(absl::StrCat(noise_.name, ": the ", shown_.product, " ", what, " after ", now.us / kSecond.us, " s"));
  }

  bool LooksArrested() const { return place_.had_patient && !noise_.is_told; }

  void Look(const Observation& said) {
    if (said.valid_until < now_) return;
    const bool is_readable = said.code == ObservationCode::kEcgQuality && said.validity == Validity::kValid && said.value == 1;
    if (is_readable && place_.is_settled) ++shown_.readable;
    if (!IsOfAPatient(said)) return;
    if (place_.has_patient) shown_.of_patient.insert(NameOf(said.code));
    if (!place_.is_settled) return;
    // A body is warm whatever its heart does.
    const bool is_warmth = noise_.scene.contact != sim::Contact::kNotWorn && said.code == ObservationCode::kSkinTemperature;
    const bool is_history = IsOfAMinute(said.code) && said.time < place_.noise_begin;
    const bool is_standstill = LooksArrested() && said.code == ObservationCode::kAsystole;
    if (!is_warmth && !is_history && !is_standstill) Add(NameOf(said.code), now_, shown_.vitals);
  }

  const SystemDescription& system_;
  const Noise& noise_;
  DirectHost host_;
  Runtime runtime_;
  Timestamp now_;
  Place place_;
  std::map<ObservationCode, Observation> newest_;
  Shown shown_;
};

}  // namespace

bool IsOfAPatient(const Observation& said) {
  if (said.validity == Validity::kUndeterminable) return false;
  switch (said.code) {
    case ObservationCode::kHeartRate:
    case ObservationCode::kPulseRate:
    case ObservationCode::kSpo2:
    case ObservationCode::kPerfusionIndex:
    case ObservationCode::kRespirationRate:
    case ObservationCode::kSkinTemperature:
    case ObservationCode::kFallDetected: return true;
    case ObservationCode::kAtrialFibrillation:
    case ObservationCode::kVentricularFibrillation:
    case ObservationCode::kVentricularTachycardia:
    case ObservationCode::kAsystole:
    case ObservationCode::kApneaMinute:
    case ObservationCode::kSleepMinute: return said.value > 0;
    default: return false;
  }
}

absl::StatusOr<std::vector<Shown>> RunNoise(const Noise& noise, const Course& course, const std::function<void(int hours)>& on_hour) {
  Sensors sensors(noise, course);
  std::vector<std::unique_ptr<Monitored>> products;
  products.push_back(std::make_unique<Monitored>("health monitor", firmware::HealthMonitorSystem(), noise));
  products.push_back(std::make_unique<Monitored>("wrist monitor", firmware::WristMonitorSystem(), noise));
  products.push_back(std::make_unique<Monitored>("sleep study", cloud::SleepStudySystem(), noise));
  for (const auto& product : products) {
    if (const absl::Status status = product->Start(); !status.ok()) return status;
  }
  for (Timestamp begin; begin < Timestamp() + course.length; begin = begin + kFrame) {
    sensors.BeginFrame(begin);
    const Timestamp now = begin + kFrame;
    const Place place = PlaceOf(course, now);
    for (const auto& product : products) {
      if (const absl::Status status = product->RunFrame(now, place, sensors); !status.ok()) return status;
    }
    const bool is_hour = now.us % (3600 * kSecond.us) == 0;
    if (is_hour && on_hour) on_hour(static_cast<int>(now.us / (3600 * kSecond.us)));
  }
  std::vector<Shown> all;
  for (const auto& product : products) all.push_back(product->shown());
  return all;
}

}  // namespace vigil::quality_gate
