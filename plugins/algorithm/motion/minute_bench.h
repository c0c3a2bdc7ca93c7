// What tests of plugins have in common that tell something of each minute from the
// acceleration of a synthetic patient.
//
//   class ActivityTest : public MinuteBench<Activity> {
//    protected:
//     ActivityTest() : MinuteBench(kActivityManifest) {}
//   };
#ifndef VIGIL_PLUGINS_ALGORITHM_MOTION_MINUTE_BENCH_H_
#define VIGIL_PLUGINS_ALGORITHM_MOTION_MINUTE_BENCH_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "gtest/gtest.h"
#include "safety_kernel/plugin/plugin.h"
#include "safety_kernel/runtime/plugin_bench.h"
#include "test/sim/patient.h"

namespace vigil::plugins {

template <typename Plugin>
class MinuteBench : public testing::Test {
 protected:
  explicit MinuteBench(const PluginManifest& manifest)
      : code_(manifest.observations_out[0].code), bench_(std::make_unique<PluginBench<Plugin>>(manifest)) {}

  void Restart(const sim::Recording& patient) {
    patient_ = patient;
    ASSERT_EQ(bench_->Start(), Status::kOk);
    minutes_.clear();
  }

  // What comes in the next activation.
  virtual SampleBlock Block() const {
    return sim::BlockOf(patient_, ChannelId::kAcceleration, bench_->now());
  }

  void Activate() {
    ASSERT_EQ(bench_->Activate(), Status::kOk);
    for (const Observation& said : bench_->said().observations) {
      EXPECT_EQ(said.code, code_);
      EXPECT_EQ(said.unit, UnitOf(code_));
      Keep(said, minutes_);
    }
  }
  void Frame(const SampleBlock& block) {
    ASSERT_EQ(bench_->Give(block), Status::kOk);
    Activate();
  }
  void Frames(int count) {
    for (int n = 0; n < count; ++n) Frame(Block());
  }
  void Silent(int seconds) {
    for (int n = 0; n < seconds * 10; ++n) Activate();
  }

  void ExpectUnknown(Reason reason) const {
    ASSERT_FALSE(minutes_.empty());
    EXPECT_EQ(minutes_.back().validity, Validity::kUndeterminable);
    EXPECT_EQ(minutes_.back().reason, reason);
    EXPECT_EQ(minutes_.back().value, 0);
  }

  // For two minutes and ten seconds.
  void ExpectSaysSomethingEachSecond() {
    Timestamp heard = bench_->now();
    for (int n = 0; n < 1300; ++n) {
      Frame(Block());
      if (bench_->said().observations.empty()) continue;
      EXPECT_LE(bench_->now() - heard, Seconds(1));
      heard = bench_->now();
      const Observation& said = bench_->said().observations[0];
      EXPECT_GE(said.valid_until, heard);
      if (!minutes_.empty()) EXPECT_EQ(said.value, minutes_.back().value);
    }
    EXPECT_LE(bench_->now() - heard, Seconds(1));
  }

  // A mark of a gap, or 11 ms too late, in each `each`th of 650 blocks.
  void GiveWithGaps(int each, bool is_marked) {
    for (int n = 0; n < 650; ++n) {
      SampleBlock block = Block();
      if (n % each == 0) {
        if (is_marked) {
          block.quality = kQualityGap;
        } else {
          block.first_sample = block.first_sample + Milliseconds(11);
        }
      }
      Frame(block);
    }
  }

  void ExpectRefusesWhatItDidNotAskFor() const {
    SampleBlock channel = Block();
    channel.channel = ChannelId::kEcg;
    SampleBlock unit = Block();
    unit.unit = Unit::kMicrovolt;
    SampleBlock slow = Block();
    slow.period_us = 40'000;
    SampleBlock many = Block();
    many.count = kMaxSamplesPerBlock + 1;
    SampleBlock part = Block();
    part.count = 14;
    for (const SampleBlock& block : {channel, unit, slow, many, part}) {
      Plugin plugin;
      ASSERT_EQ(plugin.Init({}), Status::kOk);
      Inbox in;
      in.now = Timestamp() + Milliseconds(100);
      ASSERT_EQ(in.blocks.Add(block), Status::kOk);
      Outbox out;
      EXPECT_EQ(plugin.Process(in, out), Status::kInvalidArgument);
    }
  }

  const ObservationCode code_;
  std::unique_ptr<PluginBench<Plugin>> bench_;
  sim::Recording patient_;
  std::vector<Observation> minutes_;

 private:
  // Minutes, once each: what is told in the seconds between repeats them, or says that there
  // is none, for a second.
  static void Keep(const Observation& said, std::vector<Observation>& minutes) {
    if (said.valid_until == said.time + Seconds(1)) return;
    if (!minutes.empty() && said.valid_until == minutes.back().valid_until) return;
    minutes.push_back(said);
  }
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_MOTION_MINUTE_BENCH_H_
