#include "test/benchmark/ventricular_run.h"

#include <cstddef>
#include <map>

#include "absl/strings/str_cat.h"
#include "safety_kernel/algorithm/observation.h"
#include "test/benchmark/figure_table.h"

namespace vigil::benchmark {
namespace {

constexpr char kRule[] =
    "ANSI/AAMI EC57 as bxb, V and E against all others; a beat that is not answered is not ventricular";

}  // namespace

std::vector<wfdb::Annotation> ToTypedAnnotations(const std::vector<Detection>& beats,
                                                 const std::vector<Told>& told, double sampling_frequency) {
  std::map<std::int64_t, int> codes;
  for (const Told& one : told) {
    if (one.said.code != ObservationCode::kVentricularBeat || one.said.validity != Validity::kValid) continue;
    codes[one.said.time.us] = one.said.value == 1 ? wfdb::kPrematureVentricular : wfdb::kNormalBeat;
  }
  std::vector<wfdb::Annotation> annotations = ToAnnotations(beats, sampling_frequency);
  for (std::size_t n = 0; n < annotations.size(); ++n) {
    const auto code = codes.find(beats[n].time.us);
    annotations[n].code = code == codes.end() ? wfdb::kUnclassifiableBeat : code->second;
  }
  return annotations;
}

BeatCount CountBeats(const std::vector<wfdb::Annotation>& typed) {
  BeatCount count;
  for (const wfdb::Annotation& beat : typed) {
    ++count.all;
    if (beat.code != wfdb::kUnclassifiableBeat) ++count.answered;
  }
  return count;
}

std::string VentricularReport::Text() const {
  return absl::StrCat("ventricular beats, first 5 minutes not scored; all: from the start; beats: share answered\n",
                      figures_.Table().Text(), "rule: ", kRule, "\n");
}

std::string VentricularReport::Json() const {
  return absl::StrCat("{\"rule\":", JsonString(kRule), ",\"rows\":", figures_.Table().JsonRows(), "}");
}

}  // namespace vigil::benchmark
