#include "test/training/training_set.h"

#include <cmath>
#include <cstddef>
#include <utility>

#include "platform/wfdb/adc_stream_format.h"
#include "platform/wfdb/record.h"

namespace vigil::training {
namespace {

constexpr const char* kRecords[] = {"101", "106", "108", "109", "112", "114", "115", "116", "118", "119", "122",
                                    "124", "201", "203", "205", "207", "208", "209", "215", "220", "223", "230"};

// As the plugin of the ECG gives it.
std::vector<std::int32_t> Microvolts(const std::vector<wfdb::Conversion>& conversions) {
  constexpr double kMicrovoltsPerCount = kAdcNanovoltPerCount / 1000.0;
  std::vector<std::int32_t> microvolts;
  microvolts.reserve(conversions.size());
  for (const wfdb::Conversion& conversion : conversions) {
    microvolts.push_back(static_cast<std::int32_t>(std::lround(conversion.counts * kMicrovoltsPerCount)));
  }
  return microvolts;
}

absl::StatusOr<TrainingRecord> ReadTrainingRecord(const std::string& folder, const std::string& name) {
  const absl::StatusOr<wfdb::Record> record = wfdb::ReadRecord(folder + "/" + name + ".hea");
  if (!record.ok()) return record.status();
  absl::StatusOr<std::vector<wfdb::Annotation>> reference = wfdb::ReadAnnotations(folder + "/" + name + ".atr");
  if (!reference.ok()) return reference.status();
  TrainingRecord read;
  read.name = name;
  read.reference = *std::move(reference);
  read.frequency = record->header.sampling_frequency;
  read.length = record->header.frame_count;
  for (std::size_t n = 0; n < 2; ++n) {
    absl::StatusOr<std::vector<wfdb::Conversion>> conversions = wfdb::ToConversions(*record, n);
    if (!conversions.ok()) return conversions.status();
    read.leads[n] = LeadOf(Microvolts(*conversions), read.reference, read.frequency);
    if (n == 0) read.conversions = *std::move(conversions);
  }
  return read;
}

}  // namespace

absl::StatusOr<std::vector<TrainingRecord>> ReadTrainingSet(const std::string& folder) {
  std::vector<TrainingRecord> set;
  for (const char* const name : kRecords) {
    absl::StatusOr<TrainingRecord> record = ReadTrainingRecord(folder, name);
    if (!record.ok()) return record.status();
    set.push_back(*std::move(record));
  }
  return set;
}

benchmark::BeatScores Score(const TrainingRecord& record, const std::vector<FoundBeat>& found,
                            double learning_seconds) {
  std::vector<wfdb::Annotation> told;
  told.reserve(found.size());
  for (const FoundBeat& beat : found) {
    wfdb::Annotation annotation;
    annotation.sample = std::llround(beat.at * record.frequency / kSamplesPerSecond);
    annotation.code = beat.code;
    told.push_back(annotation);
  }
  return benchmark::ScoreBeatsAndTypes(record.reference, told, record.frequency, record.length, learning_seconds);
}

}  // namespace vigil::training
