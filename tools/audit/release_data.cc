// The release as data: what it consists of, what was shown, and what is open.
#include <map>
#include <set>

#include "platform/lifecycle/validation.h"
#include "tools/audit/data_files.h"
#include "tools/audit/json.h"

namespace vigil::lifecycle {
namespace {

void Files(Json& json, const char* key, const std::map<std::string, std::string>& sha256) {
  json.Key(key).Array([&] {
    for (const auto& [label, sum] : sha256) {
      json.Object([&] {
        json.Key("label").Text(label);
        json.Key("sha256").Text(sum);
      });
    }
  });
}

void ReleaseRecords(Json& json, const Dossier& dossier) {
  json.Key("releases").Array([&] {
    for (const Record* record : dossier.Of("release")) {
      const auto& release = *record->As<Release>();
      json.Object([&] {
        json.Key("id").Text(record->id);
        json.Key("version").Text(release.version());
        json.Key("digest").Text(record->digest);
        json.TextIfAny("configuration", release.configuration());
        json.TextIfAny("database_migration", release.database_migration());
        json.TextIfAny("environment", release.environment());
        json.TextIfAny("install", release.install());
        json.Key("approvals").Array([&] {
          for (const Record* approval : dossier.ApprovalsOf(*record)) json.Text(approval->id);
        });
      });
    }
  });
}

void Packages(Json& json, const Dossier& dossier) {
  json.Key("packages").Array([&] {
    for (const Package& package : dossier.packages()) {
      json.Object([&] {
        json.Key("name").Text(package.name);
        json.Key("version").Text(package.version);
        json.Key("sha256").Text(package.sha256);
        json.TextIfAny("use", package.use);
      });
    }
  });
}

void Built(Json& json, const Evidence& evidence) {
  std::map<std::string, std::string> parts, tools;
  std::set<std::string> environments;
  for (const FileDigest& file : evidence.released()) parts[file.label()] = file.sha256();
  for (const TestEvidence& test : evidence.test()) {
    for (const FileDigest& tool : test.tool()) tools[tool.label()] = tool.sha256();
    if (!test.environment().empty()) environments.insert(test.environment());
  }
  Files(json, "parts", parts);
  Files(json, "tools", tools);
  json.Key("test_environments").Array([&] {
    for (const std::string& environment : environments) json.Text(environment);
  });
}

void Tests(Json& json, const Evidence& evidence) {
  std::int64_t cases = 0, passed = 0;
  for (const TestEvidence& test : evidence.test()) {
    cases += test.case__size();
    for (const TestCase& one : test.case_()) passed += one.result() == PASSED ? 1 : 0;
  }
  json.Key("tests").Object([&] {
    json.Key("ran").Number(evidence.test_size());
    json.Key("cases").Number(cases);
    json.Key("cases_passed").Number(passed);
    json.Key("not_passed").Array([&] {
      for (const TestEvidence& test : evidence.test()) {
        if (!HasPassed(test)) json.Text(test.test());
      }
    });
  });
}

void DisabledControls(Json& json, const Dossier& dossier) {
  std::int64_t declared = 0, noticed = 0;
  for (const Record* control : dossier.Of("control")) {
    for (const RiskControl::Break& one : control->As<RiskControl>()->broken_by()) {
      ++declared;
      noticed += dossier.NoticedBreak(*control, one) != nullptr ? 1 : 0;
    }
  }
  json.Key("disabled_controls").Object([&] {
    json.Key("breaks").Number(declared);
    json.Key("noticed").Number(noticed);
  });
}

void NotValidated(Json& json, const Dossier& dossier) {
  json.Key("not_clinically_validated").Array([&] {
    for (const Record* record : dossier.Of("validation")) {
      const auto& validation = *record->As<Validation>();
      if (IsClinicallyValidated(validation)) continue;
      json.Object([&] {
        json.Key("id").Text(record->id);
        json.Key("title").Text(validation.title());
        json.Key("item").Text(validation.item().to());
        json.Key("observations").Array([&] {
          for (const std::string& code : validation.observation()) json.Text(code);
        });
        json.Key("alarms").Array([&] {
          for (const std::string& alarm : validation.alarm()) json.Text(alarm);
        });
        json.Key("label").Text(LabelOf(validation.state()));
        json.Key("text").Text(validation.text());
      });
    }
  });
}

void Open(Json& json, const Dossier& dossier) {
  json.Key("open_problems").Array([&] {
    for (const Record* record : dossier.Of("problem")) {
      const auto& problem = *record->As<ProblemReport>();
      if (problem.state() == CLOSED) continue;  // what is not said is not closed
      json.Object([&] {
        json.Key("id").Text(record->id);
        json.Key("effect_on_safety").Text(problem.effect_on_safety());
        json.Key("residual_evaluation").Text(problem.residual_evaluation());
      });
    }
  });
  NotValidated(json, dossier);
  std::map<std::string, std::int64_t> rules;
  for (const Finding& finding : dossier.findings()) ++rules[finding.rule];
  json.Key("findings").Object([&] {
    for (const auto& [rule, count] : rules) json.Key(rule).Number(count);
  });
  json.Key("waits_for_a_person").Number(static_cast<std::int64_t>(dossier.waiting().size()));
  json.Key("nothing_open").Bool(dossier.findings().empty() && dossier.waiting().empty());
}

}  // namespace

std::string ReleaseData(const Dossier& dossier) {
  Json json;
  json.Object([&] {
    ReleaseRecords(json, dossier);
    Packages(json, dossier);
    if (dossier.evidence() != nullptr) {
      Built(json, *dossier.evidence());
      Tests(json, *dossier.evidence());
      DisabledControls(json, dossier);
    }
    Open(json, dossier);
  });
  return json.text();
}

}  // namespace vigil::lifecycle
