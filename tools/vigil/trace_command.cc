#include <set>

#include "absl/strings/str_cat.h"
#include "tools/vigil/commands.h"

namespace vigil::lifecycle {
namespace {

std::string TitleOf(const Record& record) {
  const auto* descriptor = record.message->GetDescriptor();
  for (const char* name : {"title", "name", "version"}) {
    const auto* field = descriptor->FindFieldByName(name);
    if (field != nullptr) return record.message->GetReflection()->GetString(*record.message, field);
  }
  return "";
}

// Walks one way and tells each record once; again it is only named.
class Walk {
 public:
  Walk(bool up, std::ostream& out) : up_(up), out_(out) {}

  void Tell(const Record& record, int depth, const std::string& as) {
    out_ << std::string(static_cast<std::size_t>(depth) * 2, ' ') << as << record.id;
    const bool again = !told_.insert(&record).second;
    out_ << (again ? "  (above)" : absl::StrCat("  ", TitleOf(record), "  ", *record.file, ":", record.line))
         << "\n";
    if (again) return;
    if (up_) {
      for (const Record* from : record.linked_from) {
        for (const Reference& link : from->links) {
          if (link.target == &record) Tell(*from, depth + 1, absl::StrCat(link.field->name(), " of "));
        }
      }
    } else {
      for (const Reference& link : record.links) {
        if (link.target != nullptr) Tell(*link.target, depth + 1, absl::StrCat(link.field->name(), " "));
      }
    }
  }

 private:
  bool up_;
  std::ostream& out_;
  std::set<const Record*> told_;
};

void TellTests(const Workspace& workspace, const Record& record, std::ostream& out) {
  const Subject subject = workspace.subject();
  if (!subject.evidence) return;
  for (const TestEvidence& test : subject.evidence->test()) {
    for (const TestCase& one : test.case_()) {
      for (const std::string& id : one.verifies()) {
        if (id == record.id) {
          out << "  verified by " << test.test() << " " << one.name() << ": "
              << Result_Name(one.result()) << "\n";
        }
      }
    }
  }
}

}  // namespace

int RunTrace(const Workspace& workspace, const Call& call, std::ostream& out) {
  if (call.arguments.size() != 1) {
    out << "vigil trace ID: one id is needed\n";
    return 2;
  }
  const Record* record = workspace.records().Find(call.arguments[0]);
  if (record == nullptr) {
    out << "vigil trace: there is no record " << call.arguments[0] << "\n";
    return 1;
  }
  out << "leads to\n";
  Walk(false, out).Tell(*record, 1, "");
  out << "rests on it\n";
  Walk(true, out).Tell(*record, 1, "");
  TellTests(workspace, *record, out);
  return 0;
}

}  // namespace vigil::lifecycle
