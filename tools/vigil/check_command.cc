#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "platform/lifecycle/approval_rules.h"
#include "platform/lifecycle/check.h"
#include "tools/vigil/commands.h"

namespace vigil::lifecycle {
namespace {

void Tell(const Subject& subject, const Findings& findings, std::size_t waiting, std::ostream& out) {
  for (const Finding& finding : findings) out << TextOf(finding);
  out << WhatWasSeen(subject);
  out << subject.records.all().size() << " records, " << findings.size()
      << (findings.size() == 1 ? " finding" : " findings");
  if (waiting > 0) out << "; waits for an approval: " << waiting << " (vigil verify --waiting)";
  out << "\n";
}

}  // namespace

std::string WhatWasSeen(const Subject& subject) {
  if (subject.evidence || subject.graph) return "";
  return "Seen are the records alone. With tests, measurements and what rests on what:\n"
         "    ./bazelw build //:lifecycle, then vigil --root=bazel-bin/lifecycle ...\n";
}

std::string JsonOf(const Finding& finding) {
  return absl::StrCat("{\"rule\": ", JsonText(finding.rule), ", \"clause\": ", JsonText(finding.clause),
                      ", \"file\": ", JsonText(finding.file), ", \"line\": ", finding.line,
                      ", \"id\": ", JsonText(finding.id), ", \"message\": ", JsonText(finding.message),
                      ", \"mend\": ", JsonText(finding.mend), "}");
}

std::string JsonOf(const Findings& findings) {
  std::string out = "[";
  const char* separator = "\n  ";
  for (const Finding& finding : findings) {
    absl::StrAppend(&out, separator, JsonOf(finding));
    separator = ",\n  ";
  }
  return out + "]";
}

std::string JsonText(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      absl::StrAppend(&out, "\\", std::string(1, c));
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(&out, "\\u%04x", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out + "\"";
}

int RunCheck(const Workspace& workspace, const Call& call, std::ostream& out) {
  Findings findings = workspace.findings();
  const bool readable = std::none_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.rule == "unreadable";
  });
  Subject subject = workspace.subject();
  if (const auto today = call.options.find("today"); today != call.options.end()) {
    if (!IsDate(today->second)) {
      out << "check --today=" << today->second << ": write it as YYYY-MM-DD\n";
      return 2;
    }
    subject.today = today->second;
  }
  subject.for_release = call.options.count("release") != 0;
  // Without all records most of what else could be said would be wrong.
  if (readable) Check(subject, findings);
  // For a release each of them is a finding.
  const std::size_t waiting = subject.for_release ? 0 : WaitingForApproval(subject, findings).size();
  if (call.json) {
    out << "{\"records\": " << workspace.records().all().size() << ", \"waiting\": " << waiting
        << ", \"findings\": " << JsonOf(findings) << "}\n";
  } else {
    Tell(subject, findings, waiting, out);
  }
  return findings.empty() ? 0 : 1;
}

}  // namespace vigil::lifecycle
