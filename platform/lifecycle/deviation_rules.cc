// Deviations (5.1.4, 5.5.3): what a rule does not hold for has a record that fits the
// code as it is now; nothing else turns a check off.
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "platform/lifecycle/check.h"
#include "platform/lifecycle/source_classes.h"

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

void CheckBans(const Profile& profile, const std::string& path, SafetyClass safety_class,
               const std::string& text, Findings& findings) {
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    for (const Ban& ban : profile.ban()) {
      if (safety_class < ban.from() || !absl::StrContains(line, ban.text())) continue;
      findings.push_back({.rule = "suppression",
                          .clause = ban.clause(),
                          .file = path,
                          .line = number,
                          .id = "",
                          .message = absl::StrCat("\"", ban.text(), "\" turns a check off, in a source of class ",
                                                  SafetyClass_Name(safety_class)),
                          .mend = ban.mend()});
    }
  }
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
  for (const auto& [path, safety_class] : SourceClasses(*subject.graph, Part::kAll)) {
    const auto source = sources.find(path);
    if (source == sources.end() || !IsCode(path)) continue;
    CheckBans(subject.profile, path, safety_class, source->second, findings);
  }
}

}  // namespace vigil::lifecycle
