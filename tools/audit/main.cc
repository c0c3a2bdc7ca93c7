// Writes an audit package: audit --root=DIR --out=DIR [--static=FILE]...
#include <iostream>
#include <string>
#include <vector>

#include "tools/audit/package.h"

namespace {

constexpr char kHelp[] = R"(audit --root=DIR --out=DIR [--static=FILE]...

Writes the audit package of the workspace, or of the folder that //:lifecycle makes,
into the folder given by --out: index.html is where to begin. --static: copied beside it.
Exit: 0 written; 1 it could not be read or written; 2 it was called wrongly.
)";

}  // namespace

int main(int argc, char** argv) {
  std::string root, out;
  std::vector<std::string> statics;
  for (int n = 1; n < argc; ++n) {
    const std::string argument = argv[n];
    if (argument == "--help" || argument == "-h") {
      std::cout << kHelp;
      return 0;
    }
    if (argument.rfind("--root=", 0) == 0) {
      root = argument.substr(7);
    } else if (argument.rfind("--out=", 0) == 0) {
      out = argument.substr(6);
    } else if (argument.rfind("--static=", 0) == 0) {
      statics.push_back(argument.substr(9));
    } else {
      std::cerr << "audit: unknown argument " << argument << "\n" << kHelp;
      return 2;
    }
  }
  if (root.empty() || out.empty()) {
    std::cerr << "audit: --root and --out are needed\n" << kHelp;
    return 2;
  }
  const absl::Status status = vigil::lifecycle::WriteAuditPackage(root, out, statics);
  if (!status.ok()) std::cerr << "audit: " << status.message() << "\n";
  return status.ok() ? 0 : 1;
}
