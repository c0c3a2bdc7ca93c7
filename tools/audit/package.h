// The audit package: pages for people, JSON for programs, of a workspace as it is.
//
//   for (const auto& [file, text] : AuditPackage(dossier)) Write(file, text);
#ifndef VIGIL_TOOLS_AUDIT_PACKAGE_H_
#define VIGIL_TOOLS_AUDIT_PACKAGE_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "tools/audit/dossier.h"

namespace vigil::lifecycle {

// Each file by its path in the package, but the style sheet and the script.
std::map<std::string, std::string> AuditPackage(const Dossier& dossier);

// Reads the workspace at `root` and writes its package into the folder `out`, which it
// makes if need be, with the files `statics` copied beside the pages. NotFound: a file or
// the workspace is not there. Internal: a file can't be written.
absl::Status WriteAuditPackage(const std::string& root, const std::string& out,
                               const std::vector<std::string>& statics);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_AUDIT_PACKAGE_H_
