// Gives a plugin the beats of a recording that holds no ECG, as the QRS detector would tell
// them, of an ECG that can be read: a person has seen to it that they are of a heart.
//
//   FeedBeats<plugins::Apnea>(plugins::kApneaManifest, beats, end,
//                             [&](Timestamp now, const Observation& said) { ... });
#ifndef VIGIL_TEST_BENCHMARK_BEAT_FEED_H_
#define VIGIL_TEST_BENCHMARK_BEAT_FEED_H_

#include <cstddef>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/manifest.h"
#include "safety_kernel/runtime/plugin_bench.h"

namespace vigil::benchmark {

inline Observation FedBeat(Timestamp time) {
  Observation beat;
  beat.code = ObservationCode::kQrsDetected;
  beat.unit = Unit::kMicrovolt;
  beat.validity = Validity::kValid;
  beat.time = time;
  beat.valid_until = time + Seconds(1);
  return beat;
}

inline Observation FedReadable(Timestamp time) {
  Observation readable = FedBeat(time);
  readable.code = ObservationCode::kEcgQuality;
  readable.unit = Unit::kOne;
  readable.value = 1;
  readable.valid_until = time + Seconds(3);
  return readable;
}

// Until `end`; each(now, said) for all that it says. `beats`: rising. Internal: the kernel would
// not take what it says.
template <typename Plugin, typename Each>
absl::Status FeedBeats(const PluginManifest& manifest, const std::vector<Timestamp>& beats, Timestamp end, Each each) {
  constexpr Duration kLatency = Milliseconds(600);
  const auto bench = std::make_unique<PluginBench<Plugin>>(manifest);
  Status status = bench->Start();
  const Duration frame = Microseconds(manifest.period_us);
  std::size_t next = 0;
  while (status == Status::kOk && bench->now() < end) {
    if (bench->now().us % 1'000'000 == 0) status = bench->Give(FedReadable(bench->now()));
    for (; status == Status::kOk && next < beats.size() && beats[next] + kLatency <= bench->now() + frame; ++next) {
      status = bench->Give(FedBeat(beats[next]));
    }
    if (status == Status::kOk) status = bench->Activate();
    for (const Observation& said : bench->said().observations) each(bench->now(), said);
  }
  if (status == Status::kOk) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("the kernel would take the plugin out of service after ",
                                          static_cast<double>(bench->now().us) / 1e6, " s"));
}

}  // namespace vigil::benchmark

#endif  // VIGIL_TEST_BENCHMARK_BEAT_FEED_H_
