#include "tools/demo/demo.h"

#include <stdlib.h>

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
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/demo/child_process.h"
#include "tools/demo/cloud_reader.h"
#include "tools/demo/demo_device.h"
#include "tools/demo/input.h"
#include "tools/demo/run_report.h"
#include "tools/demo/terminal.h"

namespace vigil::demo {
namespace {

constexpr char kHost[] = "127.0.0.1";
constexpr char kBuiltInRecord[] = "tools/demo/ecg_208.hea";
constexpr int kMaxRestarts = 5;
constexpr int kStartSeconds = 60;  // of a machine that is busy with a build
constexpr int kStoreSeconds = 60;
// A device of a run that skips its idle time, and from which nothing more comes, hangs.
constexpr int kStallSeconds = 120;

constexpr Product kChest = {.name = "health monitor",
                            .id = "demo-chest",
                            .program = "firmware/health_monitor/health_monitor"};
constexpr Product kWrist = {.name = "wrist monitor",
                            .id = "demo-wrist",
                            .program = "firmware/wrist_monitor/wrist_monitor"};

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
  const std::string& path() const { return path_; }
  std::string File(const std::string& name) const {
    return absl::StrCat(path_, "/", name);
  }

 private:
  explicit WorkFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

// What follows ends the run, in this order: gateways and devices, cloud.
class Demo {
 public:
  Demo(const DemoOptions& options, SignalWaiter& signals,
       std::unique_ptr<WorkFolder> folder)
      : options_(options), signals_(signals), folder_(std::move(folder)) {}

  ~Demo() {
    feed_.reset();
    devices_.clear();
    if (cloud_) cloud_->Terminate();
  }

  absl::Status Run() {
    using Step = absl::Status (Demo::*)();
    for (Step step : {&Demo::PrepareInputs, &Demo::StartCloud, &Demo::StartDevices,
                      &Demo::StartGateways}) {
      if (absl::Status status = (this->*step)(); !status.ok()) return status;
      if (signals_.stopped()) return Stopped();
    }
    return options_.once ? RunOnce() : RunLive();
  }

 private:
  std::string Built(const std::string& path) const {
    return absl::StrCat(options_.root, "/", path);
  }

  absl::Status PrepareInputs() {
    const std::string record =
        options_.record.empty() ? Built(kBuiltInRecord) : options_.record;
    Say(absl::StrCat("1/4  input: ",
                     options_.record.empty() ? "five minutes of MIT-BIH record 208" : record,
                     "; of the wrist a simulated wearer"));
    const absl::StatusOr<wfdb::AdcStream> chest = ChestInput(record, options_.signal);
    if (!chest.ok()) return chest.status();
    if (absl::Status status = AddDevice(kChest, *chest); !status.ok()) return status;
    return AddDevice(kWrist, WristInput());
  }

  absl::Status AddDevice(const Product& product, wfdb::AdcStream input) {
    if (options_.seconds) input = Lasting(input, *options_.seconds);
    input.replay = !options_.seconds;
    wanted_ += ValuesIn(input);
    devices_.emplace_back(
        product,
        RunPlace{.root = options_.root, .folder = folder_->path(), .once = options_.once},
        signals_);
    return devices_.back().SetInput(input);
  }

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
    std::ifstream(ready) >> address_;
    port_ = static_cast<std::uint16_t>(
        std::stoi(address_.substr(address_.rfind(':') + 1)));
    return absl::OkStatus();
  }

  absl::Status StartDevices() {
    Say("3/4  devices: two firmwares in QEMU (Cortex-M4)");
    for (DemoDevice& device : devices_) {
      if (absl::Status status = device.Start(); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status StartGateways() {
    Say("4/4  gateways: from each device to the cloud");
    auto feed = LiveFeed::Follow(kHost, port_, [this](const wire::LiveUpdate& update) {
      arrivals_.Note(update, NowUnixUs());
      for (const wire::ReceivedMessage& message : update.messages()) {
        arrived_ += message.message().samples().samples_size();
      }
    });
    if (!feed.ok()) return feed.status();
    feed_ = *std::move(feed);
    for (DemoDevice& device : devices_) {
      if (absl::Status status = device.StartGateway(address_); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  // To be seen and to be stopped by a person.
  absl::Status RunLive() {
    std::printf("\nPortal: %s/\nCtrl-C ends it.\n", address_.c_str());
    std::fflush(stdout);
    absl::Status failure;
    signals_.WaitUntil([&] {
      failure = KeepRunning(*cloud_, [&] { return LaunchCloud(port_); });
      for (DemoDevice& device : devices_) {
        device.TellEnd();
        failure.Update(
            KeepRunning(*device.gateway(), [&] { return device.StartGateway(address_); }));
      }
      return !failure.ok();
    });
    if (failure.ok()) Say("\nended; nothing is left running");
    return absl::IsCancelled(failure) ? absl::OkStatus() : failure;
  }

  // Gateways and cloud lose nothing when they are killed; they are started again.
  absl::Status KeepRunning(ChildProcess& child,
                           const std::function<absl::Status()>& launch) {
    const std::optional<Ending> ending = child.Poll();
    if (!ending) return absl::OkStatus();
    if (++restarts_ > kMaxRestarts) {
      return ChildFailed(child, absl::StrCat("the ", child.name(), " stopped too often"));
    }
    Say(absl::StrCat("the ", child.name(), " stopped (", ending->ToString(),
                     "); starting it again"));
    return launch();
  }

  absl::Status RunOnce() {
    if (absl::Status status = WaitForEnd(); !status.ok()) return status;
    const absl::StatusOr<wire::SessionList> sessions = FetchSessions(kHost, port_);
    if (!sessions.ok()) return sessions.status();
    std::string reports, wrong;
    for (DemoDevice& device : devices_) {
      const absl::StatusOr<RunReport> report = device.Report(kHost, port_, *sessions, arrivals_);
      if (!report.ok()) return report.status();
      // The first device, the one with the ECG, comes last.
      reports = absl::StrCat(report->Json(), "\n", reports);
      if (!report->ok()) absl::StrAppend(&wrong, wrong.empty() ? "" : ", ", device.name());
    }
    std::fputs(reports.c_str(), stdout);
    std::fflush(stdout);
    if (wrong.empty()) return absl::OkStatus();
    return absl::DataLossError(absl::StrCat(
        wrong, ": something was lost, stored twice, or differs between firmware and host; "
               "see the report above"));
  }

  absl::Status WaitForEnd() {
    int told = 0;
    absl::Status failure;
    const auto over = [&](const std::function<bool(DemoDevice&)>& has_ended) {
      const int percent =
          static_cast<int>(std::min<std::uint64_t>(100, arrived_.load() * 100 / wanted_));
      if (percent / 20 > told) {
        told = percent / 20;
        Say(absl::StrFormat("     %d %% of what was measured is in the cloud", told * 20));
      }
      if (cloud_->Poll()) failure = ChildFailed(*cloud_, "the cloud stopped");
      for (DemoDevice& device : devices_) failure.Update(device.Failure());
      return !failure.ok() || std::all_of(devices_.begin(), devices_.end(), has_ended);
    };
    const auto devices_ended = [&] {
      return over([](DemoDevice& device) { return device.device()->Poll().has_value(); });
    };
    std::uint64_t had = arrived_.load();
    while (!signals_.WaitUntil(devices_ended, kStallSeconds)) {
      if (signals_.stopped()) return Stopped();
      if (arrived_.load() == had) return Stalled();
      had = arrived_.load();
    }
    const bool in_time = signals_.WaitUntil(
        [&] { return over([](DemoDevice& device) { return device.HasEnded(); }); }, kStoreSeconds);
    if (signals_.stopped()) return Stopped();
    if (in_time) return failure;
    for (DemoDevice& device : devices_) {
      if (device.HasEnded()) continue;
      failure.Update(ChildFailed(*device.gateway(),
                                 absl::StrCat("the ", device.gateway()->name(), " did not finish")));
    }
    return failure;
  }

  absl::Status Stalled() {
    absl::Status failure;
    for (DemoDevice& device : devices_) {
      if (device.device()->Poll()) continue;
      failure.Update(ChildFailed(*device.device(), absl::StrCat("nothing came from the ", device.name(), " for ",
                                                                kStallSeconds, " s")));
    }
    return failure;
  }

  const DemoOptions& options_;
  SignalWaiter& signals_;
  std::unique_ptr<WorkFolder> folder_;
  std::unique_ptr<ChildProcess> cloud_;
  std::vector<DemoDevice> devices_;
  std::string address_;
  std::uint16_t port_ = 0;
  int restarts_ = 0;
  AlarmArrivals arrivals_;
  std::uint64_t wanted_ = 0;                // values of all inputs
  std::atomic<std::uint64_t> arrived_ = 0;  // values on the live feed
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
