// What a check objects to: where, what, by which clause, and how to mend it.
//
//   findings.push_back({.rule = "link-suspect", .clause = "7.4.1", .file = file,
//                       .line = 12, .id = "REQ-ECG-001", .message = "...",
//                       .mend = "read both, then: vigil accept REQ-ECG-001"});
//
// Values and pure functions: nothing blocks or fails, any thread.
#ifndef VIGIL_PLATFORM_LIFECYCLE_FINDING_H_
#define VIGIL_PLATFORM_LIFECYCLE_FINDING_H_

#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace vigil::lifecycle {

struct Finding {
  std::string rule;    // a short name that never changes its meaning
  std::string clause;  // of IEC 62304 or ISO 14971; may be empty
  std::string file;
  int line = 0;        // from 1; 0: the file as a whole
  std::string id;      // of the record; may be empty
  std::string message;
  std::string mend;
};

using Findings = std::vector<Finding>;

// By place, so that two runs say the same in the same order.
inline bool operator<(const Finding& a, const Finding& b) {
  return std::tie(a.file, a.line, a.rule, a.id, a.message) <
         std::tie(b.file, b.line, b.rule, b.id, b.message);
}

// `text` on one line: what is no character to be read, line feeds and what turns the
// direction of writing among them, as "\\x1b". Tabs and UTF-8 stay.
std::string Printable(std::string_view text);

// "file:line: ID: message [rule, clause 5.2.2]\n    to mend: ...", one finding.
std::string TextOf(const Finding& finding);

}  // namespace vigil::lifecycle

#endif  // VIGIL_PLATFORM_LIFECYCLE_FINDING_H_
