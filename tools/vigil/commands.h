// The commands of `vigil`. Each writes to `out` and gives its exit code: 0 all is
// well, 1 something is wrong with the data, 2 it was called wrongly.
//
// They read and write files and return when they are done; `impact` waits for Git. Those
// that write do so at once or not at all. One thread at a time for one workspace.
#ifndef VIGIL_TOOLS_VIGIL_COMMANDS_H_
#define VIGIL_TOOLS_VIGIL_COMMANDS_H_

#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/vigil/workspace.h"

namespace vigil::lifecycle {

struct Call {
  std::vector<std::string> arguments;  // behind the command
  bool json = false;
  std::map<std::string, std::string> options;  // "--name=value"; of "--name" the value is empty
};

// All that is wrong, by file and line; what cannot be read alone, when there is any.
// `--release`: what only a release needs as well.
int RunCheck(const Workspace& workspace, const Call& call, std::ostream& out);

// A record with all that leads to it and all that it leads to.
int RunTrace(const Workspace& workspace, const Call& call, std::ostream& out);

// Each clause: class, whether it is shown, by what, and what is open.
int RunClauses(const Workspace& workspace, const Call& call, std::ostream& out);

// `impact BASE..HEAD`: what a range of commits reaches, and what their change requests
// forgot. Reads records and commits from Git, the graph from --graph.
int RunImpact(const Workspace& workspace, const Call& call, std::ostream& out);

// `mock-audit`: what an auditor would ask, by threads picked by risk and --seed.
int RunMockAudit(const Workspace& workspace, const Call& call, std::ostream& out);

// `accept ID TO`: somebody has read both; writes the digest of TO into the links of ID.
// Refuses an approval.
int RunAccept(const Workspace& workspace, const Call& call, std::ostream& out);

// Adds each id to the register that is not there yet.
int RunRegister(const Workspace& workspace, const Call& call, std::ostream& out);

// `sign ID... --as=SIG-...`: reviews or approves records with Ed25519 signatures, and
// writes each approval beside its record. Refuses what `check` would not accept.
int RunSign(const Workspace& workspace, const Call& call, std::ostream& out);

// Each approval, or those of one record: whether it holds, or why not; what waits.
int RunVerify(const Workspace& workspace, const Call& call, std::ostream& out);

// `keygen --out=FILE`: a new key pair, its private half in a file outside of the
// workspace.
int RunKeygen(const Workspace& workspace, const Call& call, std::ostream& out);

// `field DIGEST`: what a file in the field was: of which release, with which parts, known
// problems and results. Reads manifest.textproto beside the workspace, as release() makes it.
int RunField(const Workspace& workspace, const Call& call, std::ostream& out);

// What was seen, where there is neither evidence nor the build's graph: the records
// alone, and how to see the rest; else empty.
std::string WhatWasSeen(const Subject& subject);

// "; is it ...?", of records with an id like `id`, which no record has, or that not all
// can be read; empty: none is like it.
std::string IdsLike(const Workspace& workspace, const std::string& id);

// As a JSON list.
std::string JsonOf(const Findings& findings);

// `text` as a JSON string, in quotes.
std::string JsonText(const std::string& text);

// Texts as a JSON list, in their order.
template <typename Texts>
std::string JsonList(const Texts& texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back(JsonText(text));
  return absl::StrCat("[", absl::StrJoin(quoted, ", "), "]");
}

// A finding as a JSON object, as `check --json` lists them.
std::string JsonOf(const Finding& finding);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_VIGIL_COMMANDS_H_
