// For tests of a plugin alone, without kernel, product and device: gives it what the
// kernel would give, and holds it to its manifest as the kernel does.
//
//   PluginBench<HeartRate> bench(kHeartRateManifest);
//   ASSERT_EQ(bench.Start(), Status::kOk);
//   bench.Give(BeatAt(bench.now()));
//   ASSERT_EQ(bench.Activate(), Status::kOk);
//   EXPECT_EQ(bench.said().observations[0].value, 72);
#ifndef VIGIL_SAFETY_KERNEL_RUNTIME_PLUGIN_BENCH_H_
#define VIGIL_SAFETY_KERNEL_RUNTIME_PLUGIN_BENCH_H_

#include "safety_kernel/base/status.h"
#include "safety_kernel/base/time.h"
#include "safety_kernel/plugin/manifest.h"
#include "safety_kernel/plugin/partition.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/output_watch.h"

namespace vigil {

template <typename Plugin>
class PluginBench {
 public:
  // `manifest` must outlive the bench. As on the device, where no constructor runs, the
  // plugin's memory holds anything before Init.
  explicit PluginBench(const PluginManifest& manifest) : manifest_(manifest) {
    constexpr unsigned char kAnything = 0xA5;
    __builtin_memset(static_cast<void*>(&partition_.object), kAnything,
                     sizeof partition_.object);
  }

  // Calls Init with these settings and begins at `now`. May be called again, as
  // the kernel does after a failure: the memory keeps what it held.
  Status Start(const Settings& settings = Settings(), Timestamp now = Timestamp()) {
    now_ = now;
    watch_.Start(now_);
    mailbox().settings = settings;
    mailbox().inbox = Inbox();
    return partition_.object.Init(mailbox().settings);
  }

  // For the next activation. kFull: more than an inbox holds, or the plugin takes
  // no such thing; nothing was given.
  Status Give(SampleBlock block) {
    if (!Takes(manifest_.channels_in, block.channel)) return Status::kFull;
    Seal(block);
    return mailbox().inbox.blocks.Add(block);
  }
  Status Give(Observation observation) {
    if (!Takes(manifest_.observations_in, observation.code)) return Status::kFull;
    Seal(observation);
    return mailbox().inbox.observations.Add(observation);
  }

  // One period passes, and Process runs. Gives what it returned, or what the
  // kernel would hold against what it said (OutputWatch::Check); what the monitor of
  // its channel would say of a block is not known here.
  Status Activate() {
    now_ = now_ + Microseconds(manifest_.period_us);
    mailbox().inbox.now = now_;
    return Run();
  }
  // The same with a whole inbox, which says what time it is.
  Status Activate(const Inbox& inbox) {
    now_ = inbox.now;
    mailbox().inbox = inbox;
    return Run();
  }

  // Of the last activation.
  const Outbox& said() const { return partition_.mailbox.outbox; }
  Timestamp now() const { return now_; }
  Plugin& plugin() { return partition_.object; }

 private:
  Mailbox& mailbox() { return partition_.mailbox; }

  Status Run() {
    mailbox().outbox = Outbox();
    const Status status =
        partition_.object.Process(mailbox().inbox, mailbox().outbox);
    mailbox().inbox = Inbox();
    if (status != Status::kOk) return status;
    return watch_.Check(manifest_, said(), now_);
  }

  template <typename Id>
  static bool Takes(const Id (&list)[kMaxPorts], Id id) {
    for (const Id element : list) {
      if (element == id) return true;
    }
    return false;
  }

  const PluginManifest& manifest_;
  Partition<Plugin> partition_;
  OutputWatch watch_;
  Timestamp now_;
};

}  // namespace vigil

#endif  // VIGIL_SAFETY_KERNEL_RUNTIME_PLUGIN_BENCH_H_
