#include "tools/vigil/commands.h"
#include "tools/vigil/signing.h"

namespace vigil::lifecycle {

int RunKeygen(const Workspace& workspace, const Call& call, std::ostream& out) {
  const auto path = call.options.find("out");
  if (path == call.options.end() || !call.arguments.empty()) {
    out << "vigil keygen --out=FILE: where your private key goes, such as $HOME/vigil-key.pem\n";
    return 2;
  }
  const SigningKey key = SigningKey::Generate();
  absl::Status status = MayHoldKey(path->second, workspace.root());
  if (status.ok()) status = WriteKey(key, path->second);
  if (!status.ok()) {
    out << "vigil keygen: " << status.message() << "\n";
    return 2;
  }
  out << path->second << ": your private key. Whoever has it signs as you: show it to nobody, and say at\n"
      << "once when somebody may have seen it. What others may know of it, for your signatory record:\n\n"
      << "  public_key: \"" << key.PublicKey() << "\"\n";
  return 0;
}

}  // namespace vigil::lifecycle
