#include "tools/audit/data_files.h"

#include <set>
#include <vector>

#include "google/protobuf/text_format.h"
#include "tools/audit/json.h"

namespace vigil::lifecycle {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void Fields(Json& json, const Message& message);

void Value(Json& json, const Message& message, const FieldDescriptor& field, int n) {
  const auto& reflection = *message.GetReflection();
  const bool repeated = field.is_repeated();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    json.Text(repeated ? reflection.GetRepeatedString(message, &field, n) : reflection.GetString(message, &field));
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    const Message& nested = repeated ? reflection.GetRepeatedMessage(message, &field, n) : reflection.GetMessage(message, &field);
    json.Object([&] { Fields(json, nested); });
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL && !repeated) {
    json.Bool(reflection.GetBool(message, &field));
  } else {
    // Enumerators and numbers, as the text format writes them.
    std::string text;
    google::protobuf::TextFormat::PrintFieldValueToString(message, &field, repeated ? n : -1, &text);
    json.Text(text);
  }
}

void Fields(Json& json, const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    json.Key(field->name());
    if (!field->is_repeated()) {
      Value(json, message, *field, 0);
      continue;
    }
    json.Array([&] {
      for (int n = 0; n < message.GetReflection()->FieldSize(message, field); ++n) Value(json, message, *field, n);
    });
  }
}

void Texts(Json& json, const char* key, const std::vector<std::string>& texts) {
  json.Key(key).Array([&] {
    for (const std::string& text : texts) json.Text(text);
  });
}

void Ids(Json& json, const char* key, const std::vector<const Record*>& records) {
  std::vector<std::string> ids;
  for (const Record* record : records) ids.push_back(record->id);
  Texts(json, key, ids);
}

void OneRecord(Json& json, const Dossier& dossier, const Record& record) {
  json.Key("kind").Text(record.kind->name());
  json.Key("id").Text(record.id);
  json.Key("file").Text(*record.file);
  json.Key("line").Number(record.line);
  json.Key("digest").Text(record.digest);
  Ids(json, "approvals", dossier.ApprovalsOf(record));
  std::vector<std::string> waits;
  for (const ApprovalDemand* demand : dossier.WaitsFor(record)) waits.push_back(TextOf(*demand));
  Texts(json, "waits_for", waits);
  json.Key("fields").Object([&] { Fields(json, *record.message); });
  std::set<std::string> from;
  for (const Record* one : record.linked_from) from.insert(one->id);
  Texts(json, "linked_from", {from.begin(), from.end()});
  std::vector<std::string> suspect;
  for (const Reference& link : record.links) {
    if (link.target == nullptr || link.IsSuspect()) suspect.push_back(link.link->to());
  }
  Texts(json, "suspect_links", suspect);
}

void Cases(Json& json, const Dossier& dossier, const Record& record) {
  json.Key("cases").Array([&] {
    for (const CaseRun& run : dossier.RunsOf(record.id)) {
      json.Object([&] {
        json.Key("test").Text(run.test->test());
        json.Key("case").Text(run.run->name());
        json.Key("result").Text(Result_Name(run.run->result()));
      });
    }
  });
}

void TestResults(Json& json, const char* key, const Dossier& dossier,
            const google::protobuf::RepeatedPtrField<std::string>& labels) {
  json.Key(key).Array([&] {
    for (const std::string& label : labels) {
      const TestEvidence* test = dossier.TestOf(label);
      json.Object([&] {
        json.Key("test").Text(label);
        json.Key("result").Text(test == nullptr ? "DID_NOT_RUN" : HasPassed(*test) ? "PASSED" : "FAILED");
      });
    }
  });
}

// How a control is disabled, and what noticed.
void BreakData(Json& json, const Dossier& dossier, const Record& record, const RiskControl::Break& declared) {
  const Effectiveness* noticed = dossier.NoticedBreak(record, declared);
  json.Key("file").Text(declared.file());
  json.Key("line").Text(declared.line());
  json.Key("instead").Text(declared.instead());
  json.Key("meaning").Text(declared.meaning());
  json.Key("noticed").Bool(noticed != nullptr);
  if (noticed == nullptr) return;
  json.Key("noticed_by").Text(noticed->test());
  Texts(json, "failed_cases", {noticed->failed().begin(), noticed->failed().end()});
  json.Key("ended_early").Bool(noticed->ended_early());
  json.Key("source_sha256").Text(noticed->source().sha256());
}

void Digests(Json& json, const char* key, const google::protobuf::RepeatedPtrField<FileDigest>& files) {
  json.Key(key).Array([&] {
    for (const FileDigest& file : files) {
      json.Object([&] {
        json.Key("label").Text(file.label());
        json.Key("sha256").Text(file.sha256());
      });
    }
  });
}

void TestRun(Json& json, const TestEvidence& test) {
  json.Key("test").Text(test.test());
  json.Key("passed").Bool(HasPassed(test));
  json.Key("environment").Text(test.environment());
  json.Key("cases").Array([&] {
    for (const TestCase& one : test.case_()) {
      json.Object([&] {
        json.Key("name").Text(one.name());
        json.Key("result").Text(Result_Name(one.result()));
        Texts(json, "verifies", {one.verifies().begin(), one.verifies().end()});
      });
    }
  });
  Digests(json, "subjects", test.subject());
  Digests(json, "tools", test.tool());
}

// An object for each record of `kind`, with what `more` adds to its id.
template <typename More>
void Each(Json& json, const Dossier& dossier, const char* key, const char* kind, More more) {
  json.Key(key).Array([&] {
    for (const Record* record : dossier.Of(kind)) {
      json.Object([&] {
        json.Key("id").Text(record->id);
        more(*record);
      });
    }
  });
}

}  // namespace

std::string RecordsData(const Dossier& dossier) {
  Json json;
  json.Array([&] {
    for (const Record& record : dossier.records().all()) json.Object([&] { OneRecord(json, dossier, record); });
  });
  return json.text();
}

std::string FindingsData(const Dossier& dossier) {
  Json json;
  json.Array([&] {
    for (const Finding& finding : dossier.findings()) {
      json.Object([&] {
        json.Key("rule").Text(finding.rule);
        json.Key("clause").Text(finding.clause);
        json.Key("file").Text(finding.file);
        json.Key("line").Number(finding.line);
        json.Key("id").Text(finding.id);
        json.Key("message").Text(finding.message);
        json.Key("mend").Text(finding.mend);
      });
    }
  });
  return json.text();
}

std::string TraceData(const Dossier& dossier) {
  Json json;
  json.Object([&] {
    Each(json, dossier, "hazards", "hazard", [&](const Record& hazard) {
      Ids(json, "controls", AllLinkedBy(hazard, "controlled_by"));
    });
    Each(json, dossier, "controls", "control", [&](const Record& record) {
      const auto& control = *record.As<RiskControl>();
      Ids(json, "requirements", LinkingBy(record, "requirement", "implements"));
      TestResults(json, "implementation_tests", dossier, control.implementation_test());
      TestResults(json, "effectiveness_tests", dossier, control.effectiveness_test());
      Texts(json, "source", {control.source().begin(), control.source().end()});
      json.Key("breaks").Array([&] {
        for (const RiskControl::Break& declared : control.broken_by()) {
          json.Object([&] { BreakData(json, dossier, record, declared); });
        }
      });
      Cases(json, dossier, record);
    });
    Each(json, dossier, "requirements", "requirement", [&](const Record& requirement) {
      Ids(json, "derives_from", AllLinkedBy(requirement, "derives_from"));
      Ids(json, "units", LinkingBy(requirement, "unit", "implements"));
      Cases(json, dossier, requirement);
    });
    Each(json, dossier, "units", "unit", [&](const Record& unit) {
      const auto& source = unit.As<UnitDesign>()->source();
      Texts(json, "source", {source.begin(), source.end()});
    });
  });
  return json.text();
}

std::string TestsData(const Dossier& dossier) {
  Json json;
  json.Array([&] {
    if (dossier.evidence() == nullptr) return;
    for (const TestEvidence& test : dossier.evidence()->test()) json.Object([&] { TestRun(json, test); });
  });
  return json.text();
}

std::string ClausesData(const Dossier& dossier) {
  Json json;
  json.Array([&] {
    for (const ClauseRow& row : dossier.clauses()) {
      json.Object([&] {
        json.Key("clause").Text(row.clause->number());
        json.Key("title").Text(row.clause->title());
        json.Key("from_class").Text(SafetyClass_Name(row.clause->from()));
        json.Key("status").Text(row.status);
        Texts(json, "evidence", row.evidence);
        Texts(json, "gaps", row.gaps);
      });
    }
  });
  return json.text();
}

}  // namespace vigil::lifecycle
