// A mock audit: picks records as an auditor would, where harm is largest and the thread
// thinnest, follows each from end to end, and says what an auditor would object to. It
// asks what rules can't decide, so an objection may have a good answer; a person gives it.
//
//   const Audit audit = MockAudit({.subject = subject, .exists = exists}, 8, /*seed=*/1);
//   for (const Followed& one : audit) Tell(one);
//
// The same data and seed, the same audit.
#ifndef VIGIL_PLATFORM_LIFECYCLE_MOCK_AUDIT_H_
#define VIGIL_PLATFORM_LIFECYCLE_MOCK_AUDIT_H_

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "platform/lifecycle/check.h"

namespace vigil::lifecycle {

// A commit, as far as an audit asks.
struct AuditedCommit {
  std::string hash;
  std::string subject;
  std::vector<std::string> requests;
  std::vector<std::string> files;
};

struct Audited {
  Subject subject;
  std::vector<AuditedCommit> commits;
  std::function<bool(const std::string& file)> exists;  // in the workspace
};

struct Objection {
  std::string clause;
  std::string id;     // of a record, a test or a commit
  std::string where;  // "file:line"
  std::string text;   // in an auditor's words
};

struct Fine {
  std::string id;
  std::string text;
};

struct Followed {
  std::string id;
  std::string title;
  std::string where;
  std::string why;                  // it was picked
  std::vector<std::string> thread;  // what was followed, indented by two blanks a step
  std::vector<Objection> objections;
  std::vector<Fine> fine;
};

using Audit = std::vector<Followed>;

// Picks `count` in all: hazards, requirements, third-party software, items, plans, tests
// and commits in turn, the riskiest of a kind first and then by chance. An objection is
// told once, where it comes up first.
Audit MockAudit(const Audited& audited, int count, std::uint64_t seed);

// A word of the text that no test can refute; empty: none.
std::string VagueWord(const std::string& text);

}  // namespace vigil::lifecycle

#endif  // VIGIL_PLATFORM_LIFECYCLE_MOCK_AUDIT_H_
