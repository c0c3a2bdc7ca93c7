// Deviations (5.1.4, 5.5.3): what a rule does not hold for has a record that fits the
// code as it is now; nothing else turns a check off.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "platform/lifecycle/check.h"
#include "platform/lifecycle/source_classes.h"
#include "tools/cpp_text/suppressions.h"

namespace vigil::lifecycle {
namespace {

bool HasLine(const std::string& text, absl::string_view wanted) {
  wanted = absl::StripAsciiWhitespace(wanted);
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    if (absl::StripAsciiWhitespace(line) == wanted) return true;
  }
  return false;
}

void CheckDeviation(const Record& record, const Deviation& deviation, const SourceTexts& sources,
                    Findings& findings) {
  const auto source = sources.find(deviation.file());
  if (source == sources.end()) {
    findings.push_back(At(record, "deviation-of-nothing", "5.1.4",
                          absl::StrCat("deviates in ", deviation.file(), ", which is no source of any target"),
                          "name the file as it is now, or retire the record"));
  } else if (!HasLine(source->second, deviation.text())) {
    findings.push_back(At(record, "deviation-of-nothing", "5.1.4",
                          absl::StrCat("\"", deviation.text(), "\" is no line of ", deviation.file(), " any more"),
                          "look whether the new line still deviates: correct the record, or retire it"));
  }
}

// Blanks don't matter, and neither does a line that goes on behind a backslash.
std::string Plain(absl::string_view line) {
  std::string plain(line);
  absl::RemoveExtraAsciiWhitespace(&plain);
  return plain;
}

Finding SuppressionAt(const std::string& path, int line, SafetyClass safety_class, const std::string& clause,
                      absl::string_view what, const std::string& mend) {
  return {.rule = "suppression", .clause = clause, .file = path, .line = line, .id = "",
          .message = absl::StrCat("\"", what, "\" turns a check off, in a source of class ",
                                  SafetyClass_Name(safety_class)),
          .mend = mend};
}

// What the gate of that name refuses when the source is built. A source may be of a rule
// that has no gates.
void CheckSuppressions(const Profile& profile, const std::string& path, SafetyClass safety_class,
                       const std::string& text, Findings& findings) {
  if (!HasSuffix(path, ".cc .h")) return;
  for (const Gate& gate : profile.gate()) {
    if (gate.name() != "suppression" || safety_class < gate.from()) continue;
    for (const tools::Suppression& one : tools::SuppressionsIn(text)) {
      findings.push_back(SuppressionAt(path, one.line, safety_class, gate.clause(), one.text, gate.mend()));
    }
  }
}

void CheckBans(const Profile& profile, const std::string& path, SafetyClass safety_class,
               const std::string& text, Findings& findings) {
  int number = 0;
  std::string joined;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    absl::StrAppend(&joined, line);
    if (absl::ConsumeSuffix(&line, "\\")) {
      joined.pop_back();
      continue;
    }
    const std::string plain = Plain(joined);
    joined.clear();
    for (const Ban& ban : profile.ban()) {
      if (safety_class < ban.from() || !absl::StrContains(plain, ban.text())) continue;
      findings.push_back(SuppressionAt(path, number, safety_class, ban.clause(), ban.text(), ban.mend()));
    }
  }
}

// Of tests: the seeded faults of a gate's own test, which are there to be refused, and
// data of a kind that no compiler reads. What a product rests on is neither.
bool IsTestData(const BuildGraph& graph, const std::string& path) {
  if (!IsKnownCode(path)) return true;
  return std::any_of(graph.target().begin(), graph.target().end(), [&path](const Target& target) {
    return target.rule() == "source_gate_test" && target.is_test_only() &&
           std::count(target.source().begin(), target.source().end(), path) > 0;
  });
}

}  // namespace

void CheckDeviations(const Subject& subject, Findings& findings) {
  if (!subject.graph || !subject.source_texts) return;
  const SourceTexts& sources = *subject.source_texts;
  for (const Record& record : subject.records.all()) {
    if (const auto* deviation = record.As<Deviation>()) {
      CheckDeviation(record, *deviation, sources, findings);
    }
  }
  const std::map<std::string, SafetyClass> product = SourceClasses(*subject.graph, Part::kProduct);
  for (const auto& [path, safety_class] : SourceClasses(*subject.graph, Part::kAll)) {
    const auto source = sources.find(path);
    if (source == sources.end() || !IsCode(path)) continue;
    if (product.count(path) == 0 && IsTestData(*subject.graph, path)) continue;
    CheckBans(subject.profile, path, safety_class, source->second, findings);
    CheckSuppressions(subject.profile, path, safety_class, source->second, findings);
  }
}

}  // namespace vigil::lifecycle
