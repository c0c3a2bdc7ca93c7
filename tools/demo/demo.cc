#include "tools/demo/demo.h"

#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "platform/wfdb/adc_stream.h"
#include "platform/wfdb/record.h"
#include "tools/demo/child_process.h"
#include "tools/demo/cloud_reader.h"
#include "tools/demo/run_report.h"

namespace vigil::demo {
namespace {

constexpr char kHost[] = "127.0.0.1";
constexpr char kDeviceId[] = "demo-monitor";
constexpr char kBuiltInRecord[] = "tools/demo/ecg_208.hea";
constexpr std::uint32_t kSamplesPerSecond = 250;
constexpr int kMaxRestarts = 5;
constexpr int kStartSeconds = 20;
constexpr int kStoreSeconds = 60;

void Say(const std::string& text) {
  std::fprintf(stderr, "%s\n", text.c_str());
}

std::int64_t NowUnixUs() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// A folder that is gone when the run is over.
class WorkFolder {
 public:
  static absl::StatusOr<std::unique_ptr<WorkFolder>> Make() {
    std::string path =
        (std::filesystem::temp_directory_path() / "vigil-demo.XXXXXX").string();
    if (mkdtemp(path.data()) == nullptr) {
      return absl::UnavailableError(absl::StrCat(
          "cannot make a folder like ", path, ": ", std::strerror(errno),
          "; set TMPDIR to a folder with room"));
    }
    return std::unique_ptr<WorkFolder>(new WorkFolder(path));
  }
  ~WorkFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string File(const std::string& name) const {
    return absl::StrCat(path_, "/", name);
  }

 private:
  explicit WorkFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

// The signals that end a run, and the news that a child ended, as things to wait
// for. They are blocked from here on in this thread and in those it makes.
class SignalWaiter {
 public:
  SignalWaiter() {
    sigemptyset(&set_);
    for (int number : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) sigaddset(&set_, number);
    sigprocmask(SIG_BLOCK, &set_, nullptr);
    signal(SIGPIPE, SIG_IGN);
  }

  bool stopped() const { return stopped_; }

  // Until `done` or the user ends the run; looks anew at least every 50 ms.
  // False: it ended by the user or took longer than `seconds` (0: no limit).
  bool WaitUntil(const std::function<bool()>& done, int seconds = 0) {
    const auto start = std::chrono::steady_clock::now();
    while (!stopped_) {
      if (done()) return true;
      if (seconds > 0 && std::chrono::steady_clock::now() - start >
                             std::chrono::seconds(seconds)) {
        return false;
      }
      const timespec pause{.tv_sec = 0, .tv_nsec = 50'000'000};
      const int number = sigtimedwait(&set_, nullptr, &pause);
      if (number > 0 && number != SIGCHLD) stopped_ = true;
    }
    return false;
  }

 private:
  sigset_t set_;
  bool stopped_ = false;
};

std::string ReadText(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

absl::Status Stopped() { return absl::CancelledError("ended by the user"); }

absl::Status ChildFailed(ChildProcess& child, const std::string& what) {
  const std::optional<Ending> ending = child.Poll();
  return absl::UnavailableError(absl::StrCat(
      what, " (", ending ? ending->ToString() : "still running", "). Its last words:\n",
      child.LastWords()));
}

// What follows ends the run, in this order: gateway, device, cloud.
class Demo {
 public:
  Demo(const DemoOptions& options, SignalWaiter& signals,
       std::unique_ptr<WorkFolder> folder)
      : options_(options), signals_(signals), folder_(std::move(folder)) {}

  ~Demo() {
    feed_.reset();
    if (gateway_) gateway_->Terminate();
    if (device_) device_->Terminate();
    if (cloud_) cloud_->Terminate();
  }

  absl::Status Run() {
    using Step = absl::Status (Demo::*)();
    for (Step step : {&Demo::PrepareStream, &Demo::StartCloud, &Demo::StartDevice,
                      &Demo::StartGateway}) {
      if (absl::Status status = (this->*step)(); !status.ok()) return status;
      if (signals_.stopped()) return Stopped();
    }
    return options_.once ? RunOnce() : RunLive();
  }

 private:
  std::string Built(const std::string& path) const {
    return absl::StrCat(options_.root, "/", path);
  }

  absl::Status PrepareStream() {
    const std::string path =
        options_.record.empty() ? Built(kBuiltInRecord) : options_.record;
    Say(absl::StrCat("1/4  ECG: ", options_.record.empty()
                                       ? "five minutes of MIT-BIH record 208"
                                       : path));
    absl::StatusOr<wfdb::Record> record = wfdb::ReadRecord(path);
    if (!record.ok()) return record.status();
    auto conversions = wfdb::ToConversions(*record, options_.signal);
    if (!conversions.ok()) return conversions.status();
    if (conversions->empty()) {
      return absl::InvalidArgumentError(absl::StrCat(path, " has no samples"));
    }
    if (options_.seconds) {
      // Around again until it is long enough.
      const std::size_t length = conversions->size();
      const std::size_t wanted =
          std::size_t{*options_.seconds} * kSamplesPerSecond;
      std::vector<wfdb::Conversion> repeated(wanted);
      for (std::size_t i = 0; i < wanted; ++i) {
        repeated[i] = (*conversions)[i % length];
      }
      *conversions = std::move(repeated);
    }
    wfdb::AdcStream stream = wfdb::EcgStream(*std::move(conversions));
    stream.replay = !options_.seconds;
    const absl::StatusOr<std::string> bytes = wfdb::EncodeAdcStream(stream);
    if (!bytes.ok()) return bytes.status();
    return wfdb::WriteFile(StreamPath(), *bytes);
  }
  std::string StreamPath() const { return folder_->File("ecg.adc"); }

  absl::Status StartCloud() {
    Say("2/4  cloud: store and portal");
    return LaunchCloud(options_.once ? 0 : options_.port);
  }

  absl::Status LaunchCloud(std::uint16_t port) {
    const std::string ready = folder_->File("cloud.address");
    std::filesystem::remove(ready);
    auto cloud = ChildProcess::Start(
        "cloud",
        {Built("cloud/service/vigil_cloud"),
         absl::StrCat("--listen=", kHost, ":", port),
         absl::StrCat("--database=", folder_->File("cloud.db")),
         absl::StrCat("--portal=", Built("portal/bundle")),
         absl::StrCat("--ready_file=", ready)},
        folder_->File("cloud.log"));
    if (!cloud.ok()) return cloud.status();
    cloud_ = std::make_unique<ChildProcess>(*std::move(cloud));
    signals_.WaitUntil(
        [&] { return std::filesystem::exists(ready) || cloud_->Poll(); },
        kStartSeconds);
    if (signals_.stopped()) return Stopped();
    if (!std::filesystem::exists(ready)) {
      return ChildFailed(
          *cloud_, absl::StrCat("the cloud could not start. If port ", port,
                                " is taken, choose another with --port=N (0: any)"));
    }
    address_ = std::string(absl::StripSuffix(ReadText(ready), "\n"));
    port_ = static_cast<std::uint16_t>(
        std::stoi(address_.substr(address_.rfind(':') + 1)));
    return absl::OkStatus();
  }

  std::string LinkPath() const { return folder_->File("link.sock"); }

  absl::Status StartDevice() {
    Say("3/4  device: firmware in QEMU (Cortex-M4)");
    const auto session = static_cast<std::uint32_t>(time(nullptr));
    std::string semihosting = "enable=on,target=native,arg=vigil";
    if (options_.once) {
      semihosting += ",arg=--end-in-safe-state,arg=--count-instructions";
    }
    absl::StrAppend(&semihosting, ",arg=", StreamPath(), ",arg=", session,
                    ",arg=", kDeviceId);
    std::vector<std::string> command = {
        "qemu-system-arm", "-M", "mps2-an386", "-display", "none", "-monitor",
        "none", "-kernel", Built("firmware/health_monitor/health_monitor.elf"),
        "-chardev",
        absl::StrCat("socket,id=link,path=", LinkPath(), ",server=on,wait=on"),
        "-serial", "chardev:link", "-semihosting-config", semihosting};
    // The device's time follows its instructions, so that a busy host does not eat
    // up what its plugins may use. With --once it skips the idle; otherwise an
    // instruction takes 32 ns, near the 40 ns of the board.
    command.insert(command.end(),
                   {"-icount", options_.once ? "shift=0,sleep=off" : "shift=5,sleep=on"});
    auto device = ChildProcess::Start("device", command, folder_->File("device.log"));
    if (!device.ok()) return device.status();
    device_ = std::make_unique<ChildProcess>(*std::move(device));
    signals_.WaitUntil(
        [&] { return std::filesystem::exists(LinkPath()) || device_->Poll(); },
        kStartSeconds);
    if (signals_.stopped()) return Stopped();
    if (!std::filesystem::exists(LinkPath())) {
      return ChildFailed(*device_, "the device could not start");
    }
    return absl::OkStatus();
  }

  absl::Status StartGateway() {
    Say("4/4  gateway: from the device to the cloud");
    auto feed = LiveFeed::Follow(kHost, port_, [this](const wire::LiveUpdate& update) {
      arrivals_.Note(update, NowUnixUs());
      for (const wire::ReceivedMessage& message : update.messages()) {
        arrived_ += message.message().samples().samples_size();
      }
    });
    if (!feed.ok()) return feed.status();
    feed_ = *std::move(feed);
    return LaunchGateway();
  }

  absl::Status LaunchGateway() {
    std::vector<std::string> command = {
        Built("cloud/gateway/vigil_gateway"),
        absl::StrCat("--device=unix:", LinkPath()),
        absl::StrCat("--cloud=", address_),
        absl::StrCat("--spool=", folder_->File("gateway.spool"))};
    if (options_.once) command.push_back("--until_goodbye");
    auto gateway =
        ChildProcess::Start("gateway", command, folder_->File("gateway.log"));
    if (!gateway.ok()) return gateway.status();
    gateway_ = std::make_unique<ChildProcess>(*std::move(gateway));
    return absl::OkStatus();
  }

  // To be seen and to be stopped by a person.
  absl::Status RunLive() {
    std::printf("\nPortal: %s/\nCtrl-C ends it.\n", address_.c_str());
    std::fflush(stdout);
    absl::Status failure;
    signals_.WaitUntil([&] {
      ReportDevice();
      failure = KeepRunning(cloud_, [&] { return LaunchCloud(port_); });
      if (failure.ok()) {
        failure = KeepRunning(gateway_, [&] { return LaunchGateway(); });
      }
      return !failure.ok();
    });
    if (failure.ok()) Say("\nended; nothing is left running");
    return absl::IsCancelled(failure) ? absl::OkStatus() : failure;
  }

  // A device that stopped stays stopped: the portal shows what that looks like.
  void ReportDevice() {
    if (!device_) return;
    const std::optional<Ending> ending = device_->Poll();
    if (!ending) return;
    Say(ending->ok()
            ? "the device reached the end of its ECG; the portal tells that data has stopped"
            : absl::StrCat("the device stopped (", ending->ToString(),
                           "); the portal tells that data has stopped\n",
                           device_->LastWords()));
    device_.reset();
  }

  // Gateway and cloud lose nothing when they are killed; they are started again.
  absl::Status KeepRunning(std::unique_ptr<ChildProcess>& child,
                           const std::function<absl::Status()>& launch) {
    const std::optional<Ending> ending = child->Poll();
    if (!ending) return absl::OkStatus();
    if (++restarts_ > kMaxRestarts) {
      return ChildFailed(*child, absl::StrCat("the ", child->name(),
                                              " stopped too often"));
    }
    Say(absl::StrCat("the ", child->name(), " stopped (", ending->ToString(),
                     "); starting it again"));
    return launch();
  }

  absl::Status RunOnce() {
    if (absl::Status status = WaitForEnd(); !status.ok()) return status;
    absl::StatusOr<RunReport> report = Report();
    if (!report.ok()) return report.status();
    std::printf("%s\n", report->Json().c_str());
    std::fflush(stdout);
    if (report->ok()) return absl::OkStatus();
    return absl::DataLossError(
        "something was lost, stored twice, or differs between firmware and host: "
        "see the report above");
  }

  absl::Status WaitForEnd() {
    const std::uint64_t wanted =
        std::uint64_t{*options_.seconds} * kSamplesPerSecond;
    int told = 0;
    const auto progress = [&] {
      const int percent = static_cast<int>(
          std::min<std::uint64_t>(100, arrived_.load() * 100 / wanted));
      if (percent / 20 > told) {
        told = percent / 20;
        Say(absl::StrFormat("     %d %% of the ECG is in the cloud", told * 20));
      }
    };
    signals_.WaitUntil([&] {
      progress();
      return device_->Poll() || gateway_->Poll() || cloud_->Poll();
    });
    if (signals_.stopped()) return Stopped();
    if (const auto ending = device_->Poll(); ending && !ending->ok()) {
      return ChildFailed(*device_, "the device stopped");
    }
    if (!signals_.WaitUntil(
            [&] {
              progress();
              return gateway_->Poll().has_value() && device_->Poll().has_value();
            },
            kStoreSeconds)) {
      if (signals_.stopped()) return Stopped();
      return ChildFailed(*gateway_, "the gateway did not finish");
    }
    if (!gateway_->Poll()->ok()) return ChildFailed(*gateway_, "the gateway failed");
    return absl::OkStatus();
  }

  absl::StatusOr<RunReport> Report() {
    absl::StatusOr<HostRun> host = RunOnHost();
    if (!host.ok()) return host.status();
    auto sessions = FetchSessions(kHost, port_);
    if (!sessions.ok()) return sessions.status();
    if (sessions->sessions_size() != 1) {
      return absl::InternalError(absl::StrCat("the cloud has ",
                                              sessions->sessions_size(),
                                              " sessions instead of one"));
    }
    auto messages = FetchMessages(kHost, port_, sessions->sessions(0));
    if (!messages.ok()) return messages.status();
    return MakeReport(sessions->sessions(0), *messages, arrivals_, *host);
  }

  absl::StatusOr<HostRun> RunOnHost() {
    Say("     the same plugins on this host");
    const std::string log = folder_->File("host.log");
    auto host = ChildProcess::Start(
        "host",
        {Built("firmware/health_monitor/health_monitor_host"),
         absl::StrCat("--stream=", StreamPath()),
         absl::StrCat("--device_id=", kDeviceId)},
        log);
    if (!host.ok()) return host.status();
    signals_.WaitUntil([&] { return host->Poll().has_value(); });
    if (signals_.stopped()) return Stopped();
    if (!host->Poll()->ok()) return ChildFailed(*host, "the plugins failed on the host");
    const std::string text = ReadText(log);
    constexpr char kKey[] = "\"digest\": \"";
    const std::size_t at = text.find(kKey);
    if (at == std::string::npos) {
      return ChildFailed(*host, "the host program printed no digest");
    }
    return HostRun{text.substr(at + sizeof kKey - 1, 64)};
  }

  const DemoOptions& options_;
  SignalWaiter& signals_;
  std::unique_ptr<WorkFolder> folder_;
  std::unique_ptr<ChildProcess> cloud_, device_, gateway_;
  std::string address_;
  std::uint16_t port_ = 0;
  int restarts_ = 0;
  AlarmArrivals arrivals_;
  std::atomic<std::uint64_t> arrived_ = 0;  // ECG samples on the live feed
  std::unique_ptr<LiveFeed> feed_;
};

}  // namespace

absl::Status RunDemo(const DemoOptions& options) {
  SignalWaiter signals;
  auto folder = WorkFolder::Make();
  if (!folder.ok()) return folder.status();
  DemoOptions chosen = options;
  if (chosen.once && !chosen.seconds) chosen.seconds = kDefaultSecondsOnce;
  return Demo(chosen, signals, *std::move(folder)).Run();
}

}  // namespace vigil::demo
