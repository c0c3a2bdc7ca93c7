#include "tools/demo/input.h"

#include <fstream>
#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "platform/wfdb/adc_stream.h"
#include "safety_kernel/acquisition/sample_block.h"

namespace vigil::demo {
namespace {

// Channels of different pace, of values that count up.
wfdb::AdcStream TwoSeconds() {
  wfdb::AdcStream stream;
  for (const auto& [channel, period_us, values] :
       {std::tuple{ChannelId::kAcceleration, 20'000u, 300}, std::tuple{ChannelId::kSkinTemperature, 1'000'000u, 2}}) {
    wfdb::AdcChannel& made = stream.channels.emplace_back();
    made.channel = channel;
    made.period_us = period_us;
    for (int n = 0; n < values; ++n) made.conversions.push_back({.counts = n, .status = 0});
  }
  return stream;
}

TEST(Input, GoesAroundAgainUntilItIsLongEnough) {
  const wfdb::AdcStream five = Lasting(TwoSeconds(), 5);

  ASSERT_EQ(five.channels[0].conversions.size(), 5u * 50 * 3);
  ASSERT_EQ(five.channels[1].conversions.size(), 5u);
  EXPECT_EQ(five.channels[0].conversions[299].counts, 299);
  EXPECT_EQ(five.channels[0].conversions[300].counts, 0);
  EXPECT_EQ(five.channels[0].conversions[749].counts, 149);
  EXPECT_EQ(five.channels[1].conversions[4].counts, 0);
  EXPECT_EQ(ValuesIn(five), 755u);
}

TEST(Input, EndsWhereItIsToldTo) {
  const wfdb::AdcStream one = Lasting(TwoSeconds(), 1);
  EXPECT_EQ(one.channels[0].conversions.size(), 150u);
  EXPECT_EQ(one.channels[1].conversions.size(), 1u);
}

TEST(Input, TheWristIsSimulatedAndSaysSoAndIsTheSameEachTime) {
  const wfdb::AdcStream wrist = WristInput();
  EXPECT_TRUE(wrist.is_simulated);
  EXPECT_EQ(wrist.channels.size(), 5u);
  EXPECT_TRUE(wfdb::EncodeAdcStream(wrist).ok());
  EXPECT_TRUE(WristInput() == wrist);
}

TEST(Input, AnEcgThatWasRecordedIsNotSimulated) {
  const absl::StatusOr<wfdb::AdcStream> chest = ChestInput("tools/demo/ecg_208.hea", 0);
  ASSERT_TRUE(chest.ok()) << chest.status();
  EXPECT_FALSE(chest->is_simulated);
  ASSERT_EQ(chest->channels.size(), 1u);
  EXPECT_EQ(chest->channels[0].channel, ChannelId::kEcgAdc);
  EXPECT_EQ(chest->channels[0].conversions.size(), 300u * 250);
}

TEST(Input, ARecordWithoutSamplesIsRefused) {
  const std::string header = testing::TempDir() + "/empty.hea";
  std::ofstream(testing::TempDir() + "/empty.dat").flush();
  std::ofstream(header) << "empty 1 250 0\nempty.dat 16 200/mV 16 0 0 0 0 ECG\n";
  const absl::Status status = ChestInput(header, 0).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(status.message().find("empty.hea"), absl::string_view::npos) << status;
}

}  // namespace
}  // namespace vigil::demo
