#include "safety_kernel/runtime/plugin_bench.h"

#include <cstdint>

#include "gtest/gtest.h"

namespace vigil {
namespace {

// Tells the number of beats that it was given.
class Counter {
 public:
  Status Init(const Settings& settings) {
    step_ = SettingOr(settings, SettingId::kHeartRateLowLimit, 1);
    count_ = 0;
    return Status::kOk;
  }
  Status Process(const Inbox& in, Outbox& out) {
    for (const Observation& beat : in.observations) {
      if (IsIntact(beat)) count_ += step_;
    }
    Observation said;
    said.code = ObservationCode::kHeartRate;
    said.unit = Unit::kPerMinute;
    said.validity = Validity::kValid;
    said.value = count_;
    said.time = in.now;
    said.valid_until = in.now;
    return out.observations.Add(said);
  }

 private:
  std::int32_t step_ = 0;
  std::int32_t count_ = 0;
};

constexpr PluginManifest kManifest = {
    .name = "counter",
    .period_us = 100'000,
    .channels_in = {ChannelId::kEcg},
    .observations_in = {ObservationCode::kQrsDetected},
    .observations_out = {{.code = ObservationCode::kHeartRate,
                          .least = 0,
                          .greatest = 3,
                          .per_second = 100}},
};

Observation Beat() {
  Observation beat;
  beat.code = ObservationCode::kQrsDetected;
  return beat;
}

// Its Init forgets what it should set.
class Forgetful : public Counter {
 public:
  Status Init(const Settings&) { return Status::kOk; }
};

TEST(PluginBench, MemoryHoldsAnythingBeforeInit) {
  PluginBench<Forgetful> bench(kManifest);
  ASSERT_EQ(bench.Start(), Status::kOk);
  EXPECT_EQ(bench.Activate(), Status::kOutOfRange);
}

TEST(PluginBench, GivesWhatTheKernelWouldGive) {
  PluginBench<Counter> bench(kManifest);
  ASSERT_EQ(bench.Start(), Status::kOk);
  EXPECT_EQ(bench.Give(Beat()), Status::kOk);
  EXPECT_EQ(bench.Give(Beat()), Status::kOk);
  ASSERT_EQ(bench.Activate(), Status::kOk);
  EXPECT_EQ(bench.said().observations[0].value, 2);
  EXPECT_EQ(bench.now(), Timestamp{100'000});
  ASSERT_EQ(bench.Activate(), Status::kOk);  // the inbox is empty again
  EXPECT_EQ(bench.said().observations[0].value, 2);
}

TEST(PluginBench, HoldsThePluginToItsManifest) {
  PluginBench<Counter> bench(kManifest);
  Settings settings;
  ASSERT_EQ(settings.Add({SettingId::kHeartRateLowLimit, 4}), Status::kOk);
  ASSERT_EQ(bench.Start(settings), Status::kOk);
  ASSERT_EQ(bench.Give(Beat()), Status::kOk);
  EXPECT_EQ(bench.Activate(), Status::kOutOfRange);
}

struct Failing {
  Status Init(const Settings&) { return Status::kOk; }
  Status Process(const Inbox&, Outbox&) { return Status::kDataLoss; }
};

TEST(PluginBench, TellsWhatThePluginReturned) {
  PluginBench<Failing> bench(kManifest);
  ASSERT_EQ(bench.Start(), Status::kOk);
  EXPECT_EQ(bench.Activate(), Status::kDataLoss);
}

TEST(PluginBench, GivesNothingThatThePluginDoesNotTake) {
  PluginBench<Counter> bench(kManifest);
  ASSERT_EQ(bench.Start(), Status::kOk);
  Observation rate = Beat();
  rate.code = ObservationCode::kHeartRate;
  EXPECT_EQ(bench.Give(rate), Status::kFull);
  SampleBlock block;
  block.channel = ChannelId::kEcgAdc;
  EXPECT_EQ(bench.Give(block), Status::kFull);
  block.channel = ChannelId::kEcg;
  EXPECT_EQ(bench.Give(block), Status::kOk);
}

}  // namespace
}  // namespace vigil
