#include "test/training/rhythm_score.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>

#include "plugins/algorithm/beat_classifier/beat_classifier.plugin.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/runtime/plugin_host.h"
#include "test/benchmark/product_run.h"

namespace vigil::training {
namespace {

constexpr double kMatch = 0.15 * kSamplesPerSecond;
constexpr double kUsPerSample = 1e6 / kSamplesPerSecond;

// Gives the answers of the classifier of beats the classes of `found`.
class ClassesHost final : public PluginHost {
 public:
  explicit ClassesHost(const std::vector<FoundBeat>& found) : found_(found) {}

  Status Init(const PluginEntry& plugin) override { return host_.Init(plugin); }

  Status Process(const PluginEntry& plugin) override {
    const Status status = host_.Process(plugin);
    if (plugin.manifest != &plugins::kBeatClassifierManifest) return status;
    auto& told = plugin.mailbox->outbox.observations;
    for (std::uint32_t n = 0; n < told.size(); ++n) {
      Observation said = told[n];
      if (said.code != ObservationCode::kVentricularBeat || said.validity != Validity::kValid) continue;
      said.value = IsVentricularAt(static_cast<double>(said.time.us) / kUsPerSample) ? 1 : 0;
      (void)told.Replace(n, said);  // there is one at n
    }
    return status;
  }

 private:
  bool IsVentricularAt(double at) const {
    const auto after = std::lower_bound(found_.begin(), found_.end(), at,
                                        [](const FoundBeat& beat, double place) { return beat.at < place; });
    auto nearest = after;
    if (after != found_.begin()) {
      const auto before = std::prev(after);
      if (after == found_.end() || at - before->at < after->at - at) nearest = before;
    }
    return nearest != found_.end() && std::fabs(nearest->at - at) <= kMatch && IsVentricular(nearest->code);
  }

  const std::vector<FoundBeat>& found_;
  DirectHost host_;
};

}  // namespace

absl::StatusOr<benchmark::VfVtScore> ScoreRhythms(const TrainingRecord& record, const std::vector<FoundBeat>& found) {
  ClassesHost host(found);
  const absl::StatusOr<benchmark::ProductRun> run = benchmark::RunProduct(record.conversions, host);
  if (!run.ok()) return run.status();
  const std::int64_t length_s = run->length.us / 1'000'000;
  const benchmark::Ventricles reference = benchmark::ReferenceVentricles(record.reference, record.frequency, length_s);
  benchmark::VfVtScore score = benchmark::ScoreVentricles(reference, benchmark::ToldVentricles(run->told, length_s));
  score += benchmark::ScoreAlarms(benchmark::HighAlarms(*run), reference,
                                  benchmark::BeatTimes(record.reference, record.frequency));
  return score;
}

}  // namespace vigil::training
