// How far what plugins tell is shown to be true of people (ISO 14971, residual risk):
// each value and alarm that a plugin of the product tells has one record that says it, and
// no record claims more than what it names can show.
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/lifecycle/check.h"
#include "platform/lifecycle/graph_index.h"
#include "platform/lifecycle/source_classes.h"
#include "platform/lifecycle/validation.h"

namespace vigil::lifecycle {
namespace {

constexpr char kOfResidualRisk[] = "4.2";

// "observation kSpo2" of an item.
using Told = std::pair<const Record*, std::string>;

template <typename Message>
std::set<std::string> WhatIsTold(const Message& message) {
  std::set<std::string> told;
  for (const std::string& code : message.observation()) told.insert("observation " + code);
  for (const std::string& alarm : message.alarm()) told.insert("alarm " + alarm);
  return told;
}

// By what each value of each item is spoken of.
std::map<Told, const Record*> Spoken(const Records& records, Findings& findings) {
  std::map<Told, const Record*> spoken;
  for (const Record& record : records.all()) {
    const auto* validation = record.As<Validation>();
    if (validation == nullptr) continue;
    for (const std::string& what : WhatIsTold(*validation)) {
      const auto [at, is_first] = spoken.insert({{record.Linked("item"), what}, &record});
      if (is_first) continue;
      findings.push_back(At(record, "validation-twice", kOfResidualRisk,
                            absl::StrCat("speaks of ", what, ", and so does ", at->second->id),
                            "one record for each value: which of the two is so?"));
    }
  }
  return spoken;
}

// What a claim needs, whatever the build says.
void CheckClaim(const Record& record, const Validation& validation, Findings& findings) {
  if (validation.state() == OPEN_RECORDINGS && (validation.figures().empty() || validation.benchmark().empty())) {
    findings.push_back(At(record, "validation-unproven", kOfResidualRisk,
                          "claims figures on recordings, and does not name the page that has them and the program that measures them",
                          "figures: and benchmark:, or state: SYNTHETIC_SIGNALS"));
  }
  if (IsClinicallyValidated(validation) && validation.study().empty()) {
    findings.push_back(At(record, "validation-unproven", kOfResidualRisk, "claims a clinical study, and names none",
                          "study: the document with its version; or the state that is so"));
  }
}

struct Build {
  explicit Build(const Subject& subject) : index(*subject.graph), owners(subject.records) {
    for (const Target& target : subject.graph->target()) {
      if (!IsProduct(target)) continue;
      const std::string label = FullLabel(target.label());
      for (const std::string& what : WhatIsTold(target)) tells[{owners.Owner(label), what}] = label;
    }
  }

  GraphIndex index;
  ItemTargets owners;
  std::map<Told, std::string> tells;  // and the plugin that does
};

// A benchmark of other code shows nothing of this plugin.
void CheckBenchmark(const Build& build, const Record& record, const std::string& benchmark, const std::string& plugin,
                    Findings& findings) {
  if (benchmark.empty() || build.index.Below({FullLabel(benchmark)}).count(plugin) != 0) return;
  findings.push_back(At(record, "validation-of-other-code", kOfResidualRisk,
                        absl::StrCat("its benchmark, ", benchmark, ", does not run ", plugin),
                        "the program that measures the plugin itself"));
}

void CheckBuild(const Build& build, const std::map<Told, const Record*>& spoken, Findings& findings) {
  for (const auto& [told, speaker] : spoken) {
    const Record& record = *speaker;
    const auto plugin = build.tells.find(told);
    if (plugin == build.tells.end()) {
      findings.push_back(At(record, "validation-of-nothing", kOfResidualRisk,
                            absl::StrCat("speaks of ", told.second, ", which no plugin of its item tells"),
                            "name what the plugin's manifest says now"));
      continue;
    }
    CheckBenchmark(build, record, record.As<Validation>()->benchmark(), plugin->second, findings);
  }
  for (const auto& [told, plugin] : build.tells) {
    if (spoken.count(told) != 0) continue;
    findings.push_back({.rule = "validation-missing",
                        .clause = kOfResidualRisk,
                        .file = plugin,
                        .line = 0,
                        .id = told.first == nullptr ? "" : told.first->id,
                        .message = absl::StrCat("tells ", told.second, ", and no record says how far that is shown to be true of people"),
                        .mend = "a validation record: on what it is shown, and what nobody knows"});
  }
}

}  // namespace

void CheckValidations(const Subject& subject, Findings& findings) {
  const std::map<Told, const Record*> spoken = Spoken(subject.records, findings);
  const Record* release = subject.for_release ? NewestRelease(subject.records) : nullptr;
  for (const Record& record : subject.records.all()) {
    const auto* validation = record.As<Validation>();
    if (validation == nullptr) continue;
    CheckClaim(record, *validation, findings);
    if (release == nullptr || release->As<Release>()->kind() != CLINICAL || IsClinicallyValidated(*validation)) continue;
    findings.push_back(At(record, "release-not-validated", kOfResidualRisk,
                          absl::StrCat("is ", LabelOf(validation->state()), ", and ", release->id, " is for patients"),
                          "a study with the device; or a release of kind ENGINEERING, which is for no patient"));
  }
  if (subject.graph) CheckBuild(Build(subject), spoken, findings);
}

}  // namespace vigil::lifecycle
