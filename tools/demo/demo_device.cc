#include "tools/demo/demo_device.h"

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/wfdb/record.h"
#include "tools/demo/cloud_reader.h"

namespace vigil::demo {
namespace {

constexpr int kStartSeconds = 60;  // of a machine that is busy with a build
constexpr int kHostSeconds = 600;  // a day of input takes some minutes

std::string ReadText(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

std::string DemoDevice::Built(const std::string& ending) const {
  return absl::StrCat(place_.root, "/", product_.program, ending);
}

std::string DemoDevice::File(const std::string& ending) const {
  return absl::StrCat(place_.folder, "/", product_.id, ".", ending);
}

absl::Status DemoDevice::SetInput(const wfdb::AdcStream& stream) {
  const absl::StatusOr<std::string> bytes = wfdb::EncodeAdcStream(stream);
  if (!bytes.ok()) {
    return absl::Status(bytes.status().code(), absl::StrCat("input of the ", name(), ": ",
                                                            bytes.status().message()));
  }
  return wfdb::WriteFile(File("adc"), *bytes);
}

absl::Status DemoDevice::Start() {
  const std::string link = File("sock");
  const auto session = static_cast<std::uint32_t>(std::time(nullptr));
  std::string semihosting = "enable=on,target=native,arg=vigil";
  if (place_.once) {
    semihosting += ",arg=--end-in-safe-state,arg=--count-instructions";
  }
  absl::StrAppend(&semihosting, ",arg=", File("adc"), ",arg=", session, ",arg=", product_.id);
  // The device's time follows its instructions, so that a busy host does not eat up what
  // its plugins may use. With --once it skips the idle; otherwise an instruction takes
  // 32 ns, near the 40 ns of the board.
  auto device = ChildProcess::Start(
      name(),
      {"qemu-system-arm", "-M", "mps2-an386", "-display", "none", "-monitor", "none",
       "-kernel", Built(".elf"), "-chardev",
       absl::StrCat("socket,id=link,path=", link, ",server=on,wait=on"), "-serial",
       "chardev:link", "-semihosting-config", semihosting, "-icount",
       place_.once ? "shift=0,sleep=off" : "shift=5,sleep=on"},
      File("device.log"));
  if (!device.ok()) return device.status();
  device_ = std::make_unique<ChildProcess>(*std::move(device));
  signals_->WaitUntil([&] { return std::filesystem::exists(link) || device_->Poll(); },
                      kStartSeconds);
  if (signals_->stopped()) return Stopped();
  if (std::filesystem::exists(link)) return absl::OkStatus();
  return ChildFailed(*device_, absl::StrCat("the ", name(), " could not start"));
}

absl::Status DemoDevice::StartGateway(const std::string& cloud_address) {
  std::vector<std::string> command = {
      absl::StrCat(place_.root, "/cloud/gateway/vigil_gateway"),
      absl::StrCat("--device=unix:", File("sock")), absl::StrCat("--cloud=", cloud_address),
      absl::StrCat("--spool=", File("spool"))};
  if (place_.once) command.push_back("--until_goodbye");
  auto gateway = ChildProcess::Start(absl::StrCat("gateway of the ", name()), command,
                                     File("gateway.log"));
  if (!gateway.ok()) return gateway.status();
  gateway_ = std::make_unique<ChildProcess>(*std::move(gateway));
  return absl::OkStatus();
}

void DemoDevice::TellEnd() {
  if (!device_) return;
  const std::optional<Ending> ending = device_->Poll();
  if (!ending) return;
  Say(ending->ok()
          ? absl::StrCat("the ", name(),
                         " reached the end of its input; the portal tells that data has stopped")
          : absl::StrCat("the ", name(), " stopped (", ending->ToString(),
                         "); the portal tells that data has stopped\n", device_->LastWords()));
  device_.reset();
}

absl::Status DemoDevice::Failure() {
  for (ChildProcess* child : {device_.get(), gateway_.get()}) {
    const std::optional<Ending> ending = child->Poll();
    if (ending && !ending->ok()) {
      return ChildFailed(*child, absl::StrCat("the ", child->name(), " stopped"));
    }
  }
  return absl::OkStatus();
}

bool DemoDevice::HasEnded() {
  return device_->Poll().has_value() && gateway_->Poll().has_value();
}

absl::StatusOr<RunReport> DemoDevice::Report(const std::string& host, std::uint16_t port,
                                             const wire::SessionList& sessions,
                                             const AlarmArrivals& arrivals) {
  const absl::StatusOr<HostRun> on_host = RunOnHost();
  if (!on_host.ok()) return on_host.status();
  const auto is_own = [this](const wire::SessionSummary& session) {
    return session.device_id() == product_.id;
  };
  const auto count = std::count_if(sessions.sessions().begin(), sessions.sessions().end(), is_own);
  if (count != 1) {
    return absl::InternalError(absl::StrCat("the cloud has ", count, " sessions of the ", name(),
                                            " instead of one"));
  }
  const wire::SessionSummary& session =
      *std::find_if(sessions.sessions().begin(), sessions.sessions().end(), is_own);
  // A gateway that is asked to end does so with 0, whatever it still had to bring.
  if (!session.ended()) {
    return ChildFailed(*gateway_, absl::StrCat("the ", gateway_->name(), " ended before the end of the ", name(),
                                               "'s session was in the cloud"));
  }
  const absl::StatusOr<wire::MessageList> messages = FetchMessages(host, port, session);
  if (!messages.ok()) return messages.status();
  return MakeReport(session, *messages, arrivals, *on_host);
}

absl::StatusOr<HostRun> DemoDevice::RunOnHost() {
  Say(absl::StrCat("     the plugins of the ", name(), " on this host"));
  const std::string log = File("host.log");
  auto host = ChildProcess::Start(absl::StrCat(name(), " on this host"),
                                  {Built("_host"), absl::StrCat("--stream=", File("adc")),
                                   absl::StrCat("--device_id=", product_.id)},
                                  log);
  if (!host.ok()) return host.status();
  const bool in_time = signals_->WaitUntil([&] { return host->Poll().has_value(); }, kHostSeconds);
  if (signals_->stopped()) return Stopped();
  if (!in_time) {
    return ChildFailed(*host, absl::StrCat("the plugins of the ", name(), " did not end on the host within ",
                                           kHostSeconds, " s"));
  }
  if (!host->Poll()->ok()) {
    return ChildFailed(*host, absl::StrCat("the plugins of the ", name(), " failed on the host"));
  }
  const std::string text = ReadText(log);
  constexpr char kKey[] = "\"digest\": \"";
  constexpr std::size_t kDigestLength = 64;
  const std::size_t at = text.find(kKey);
  if (at == std::string::npos) {
    return ChildFailed(*host, absl::StrCat("the ", host->name(), " printed no digest"));
  }
  return HostRun{text.substr(at + sizeof kKey - 1, kDigestLength)};
}

void DemoDevice::End() {
  if (gateway_) gateway_->Terminate();
  if (device_) device_->Terminate();
}

}  // namespace vigil::demo
