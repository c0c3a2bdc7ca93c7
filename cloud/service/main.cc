// vigil_cloud: see kUsage.
#include <cstdio>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "cloud/base/command_line.h"
#include "cloud/base/file.h"
#include "cloud/http/url.h"
#include "cloud/service/service.h"
#include "cloud/service/static_files.h"
#include "cloud/service/store.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:8080", "address to listen on");
ABSL_FLAG(std::string, database, "", "the database file");
ABSL_FLAG(std::string, portal, "", "folder of the portal");
ABSL_FLAG(std::string, ready_file, "", "where to write the address when ready");
ABSL_FLAG(std::vector<std::string>, allowed_hosts, {}, "host names to serve");

namespace vigil {
namespace {

constexpr char kUsage[] =
    R"(vigil_cloud stores what gateways upload and serves the portal.

  vigil_cloud --database=FILE --portal=DIR [options]

  --database=FILE       SQLite database; made when it is not there
  --portal=DIR          folder with index.html and the files it uses
  --listen=HOST:PORT    default 127.0.0.1:8080; port 0 takes any free one
  --ready-file=FILE     gets the address, http://HOST:PORT, when requests are
                        accepted; standard output gets it in any case
  --allowed-hosts=A,B   names under which browsers reach the service; addresses
                        and localhost always work

There is no access control yet: listen on 127.0.0.1 only.
Ends on SIGTERM or SIGINT with 0; on an error with a line that explains it, and 1.
)";

absl::Status Announce(absl::string_view address) {
  std::printf("%s\n", std::string(address).c_str());
  std::fflush(stdout);
  const std::string path = absl::GetFlag(FLAGS_ready_file);
  if (path.empty()) return absl::OkStatus();
  return ReplaceFile(path, absl::StrCat(address, "\n"));
}

absl::Status Main() {
  const std::string database = absl::GetFlag(FLAGS_database);
  const std::string folder = absl::GetFlag(FLAGS_portal);
  if (database.empty() || folder.empty()) {
    return absl::InvalidArgumentError(
        "--database=FILE and --portal=DIR are needed; see --help");
  }
  const absl::StatusOr<HostPort> listen =
      ParseHostPort(absl::GetFlag(FLAGS_listen));
  if (!listen.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--listen: ", listen.status().message()));
  }
  absl::StatusOr<StaticFiles> portal = StaticFiles::Load(folder);
  if (!portal.ok()) return portal.status();
  absl::StatusOr<Store> store = Store::Open(database);
  if (!store.ok()) return store.status();
  return RunService(*std::move(store), *std::move(portal),
                    {*listen, absl::GetFlag(FLAGS_allowed_hosts)}, Announce);
}

}  // namespace
}  // namespace vigil

int main(int argc, char** argv) {
  return vigil::RunProgram(argc, argv, vigil::kUsage, vigil::Main);
}
