// The kernel's module: the product on a board that is a page. What it needs of the
// page it imports; what it hands out it exports.
#include <cstdint>

#include "firmware/boards/board.h"
#include "firmware/boards/product.h"
#include "safety_kernel/runtime/plugin_host.h"

extern "C" {

// Imports, of the module "host". Addresses are in this module's memory.
#define VIGIL_IMPORT(name) \
  __attribute__((import_module("host"), import_name(name)))
VIGIL_IMPORT("send") void vigil_send(std::uint32_t byte);
VIGIL_IMPORT("report") void vigil_report(const char* text);
VIGIL_IMPORT("read_stream")
std::int32_t vigil_read_stream(std::uint8_t* out, std::uint32_t length);
VIGIL_IMPORT("seek_stream") void vigil_seek_stream(std::uint32_t offset);
// The answer is the plugin's Status.
VIGIL_IMPORT("init_plugin")
std::uint32_t vigil_init_plugin(const char* name, vigil::Mailbox* mailbox,
                                std::uint32_t budget_instructions);
VIGIL_IMPORT("process_plugin")
std::uint32_t vigil_process_plugin(const char* name, vigil::Mailbox* mailbox,
                                   std::uint32_t budget_instructions);
#undef VIGIL_IMPORT
}

namespace vigil::portal {
namespace {

using firmware::Board;
using firmware::StreamFile;

class PageBoard final : public Board {
 public:
  void StartFrames(Duration) override {}
  bool WaitForFrame() override { return false; }
  void ConfirmDeadlines() override {}
  void Indicate(ActuatorAuthority, const AlarmIndication&) override {}
  LogStore* AlarmLogMemory() override { return nullptr; }
  bool ClocksAgree() override { return true; }
  std::uint32_t UnexpectedInterrupts() override { return 0; }
  Duration SinceFrameBegin() override { return {}; }
  std::uint32_t CostCounter() override { return 0; }
  bool TrySend(std::uint8_t byte) override {
    vigil_send(byte);
    return true;
  }
  void Report(const char* text) override { vigil_report(text); }
};

class PageStream final : public StreamFile {
 public:
  Result<std::uint32_t> Read(std::uint8_t* out, std::uint32_t length) override {
    const std::int32_t got = vigil_read_stream(out, length);
    if (got < 0) return Status::kDataLoss;
    return static_cast<std::uint32_t>(got);
  }
  Status Seek(std::uint32_t offset) override {
    vigil_seek_stream(offset);
    return Status::kOk;
  }
};

// The page runs each plugin in a module of its own.
class PageHost final : public PluginHost {
 public:
  Status Init(const PluginEntry& plugin) override {
    return static_cast<Status>(
        vigil_init_plugin(plugin.manifest->name, plugin.mailbox,
                          plugin.manifest->budget_instructions));
  }
  Status Process(const PluginEntry& plugin) override {
    return static_cast<Status>(
        vigil_process_plugin(plugin.manifest->name, plugin.mailbox,
                             plugin.manifest->budget_instructions));
  }
};

PageBoard board;
PageStream stream;
PageHost plugin_host;

}  // namespace
}  // namespace vigil::portal

extern "C" {

std::uint32_t vigil_interface_version() {
  return std::uint32_t{vigil::kKernelInterfaceVersion.major} << 16 |
         vigil::kKernelInterfaceVersion.minor;
}

std::uint32_t vigil_mailbox_bytes() { return sizeof(vigil::Mailbox); }

std::uint32_t vigil_outbox_offset() {
  return __builtin_offsetof(vigil::Mailbox, outbox);
}

// Runs the product until the stream has ended; a RunResult.
std::int32_t vigil_run(std::uint32_t session) {
  return static_cast<std::int32_t>(vigil::firmware::RunProduct(
      {vigil::portal::board, vigil::portal::plugin_host, vigil::portal::stream,
       {"portal", session}}));
}

}  // extern "C"
