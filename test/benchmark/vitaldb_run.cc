#include "test/benchmark/vitaldb_run.h"

#include <cmath>
#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "plugins/algorithm/apnea/apnea.h"
#include "plugins/algorithm/apnea/apnea_features.h"
#include "plugins/algorithm/apnea/tachogram.h"
#include "plugins/algorithm/atrial_fibrillation/atrial_fibrillation.plugin.h"
#include "safety_kernel/algorithm/observation.h"
#include "test/benchmark/beat_feed.h"
#include "test/benchmark/product_run.h"
#include "test/recordings/csv_table.h"

namespace vigil::benchmark {
namespace {

using plugins::Tachogram;
using recordings::CsvTable;

RhythmKind KindOf(const std::string& label) {
  if (label == "AFIB/AFL") return RhythmKind::kFibrillation;
  const bool is_unclear = label.empty() || label == "Noise" || label == "Unclassifiable";
  return is_unclear ? RhythmKind::kUnknown : RhythmKind::kOther;
}

bool IsAll(const Rhythm& rhythm, std::int64_t begin_s, std::int64_t end_s, RhythmKind kind) {
  for (std::int64_t second = begin_s; second < end_s; ++second) {
    if (rhythm.At(static_cast<double>(second)) != kind) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<LabelledBeats> ReadLabelledBeats(absl::string_view csv) {
  const absl::StatusOr<CsvTable> table = CsvTable::Parse(csv, {});
  if (!table.ok()) return table.status();
  const absl::StatusOr<std::size_t> label = table->ColumnOf("rhythm_label");
  if (!label.ok()) return absl::InvalidArgumentError(label.status().message());
  LabelledBeats patient;
  double first_s = 0;
  for (std::size_t row = 0; row < table->rows().size(); ++row) {
    const absl::StatusOr<double> second = table->NumberAt(row, 0);
    if (!second.ok()) return second.status();
    if (patient.beats.empty()) first_s = *second;
    const Timestamp beat{std::llround((*second - first_s) * 1e6)};
    if (!patient.beats.empty() && beat <= patient.beats.back()) continue;
    patient.beats.push_back(beat);
    patient.reference.Set(static_cast<double>(beat.us) / 1e6, KindOf(table->rows()[row][*label]));
  }
  if (patient.beats.size() < 2) return absl::InvalidArgumentError("there are no beats");
  patient.length_s = patient.beats.back().us / 1'000'000;
  return patient;
}

absl::StatusOr<Rhythm> RunAtrialFibrillation(const LabelledBeats& patient) {
  std::vector<Told> told;
  const absl::Status status = FeedBeats<plugins::AtrialFibrillation>(
      plugins::kAtrialFibrillationManifest, patient.beats, patient.beats.back(),
      [&](Timestamp now, const Observation& said) { told.push_back({now, said}); });
  if (!status.ok()) return status;
  return ToldRhythm(told);
}

BreathWindows& BreathWindows::operator+=(const BreathWindows& other) {
  all += other.all;
  no_answer += other.no_answer;
  return *this;
}

BreathWindows WindowsOf(const LabelledBeats& patient, RhythmKind kind) {
  constexpr std::int64_t kMinute = 60;
  constexpr std::int64_t kWindow = Tachogram::kSeconds;
  const auto tachogram = std::make_unique<Tachogram>();
  tachogram->Clear();
  BreathWindows windows;
  for (const Timestamp beat : patient.beats) {
    tachogram->Add(beat);
    while (tachogram->Next()) {
      const std::int64_t end = tachogram->end();
      if (tachogram->size() < Tachogram::kSeconds || end % kMinute != 0) continue;
      if (!IsAll(patient.reference, end - kWindow, end, kind)) continue;
      ++windows.all;
      if (!plugins::Apnea::CanFollowBreath(plugins::FeaturesOf(*tachogram))) ++windows.no_answer;
    }
  }
  return windows;
}

}  // namespace vigil::benchmark
