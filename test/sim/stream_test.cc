#include "test/sim/stream.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "platform/wfdb/adc_stream.h"
#include "test/sim/patient.h"

namespace vigil::sim {
namespace {

Recording Worn(double seconds) {
  Scene scene;
  scene.seconds = seconds;
  return Simulate({scene}, {.seed = 5});
}

TEST(StreamFile, HasWhatTheSensorsGiveAndSaysThatItIsSimulated) {
  const Recording recording = Worn(3.7);
  const absl::StatusOr<std::string> file = StreamFile(recording, WristChannels(), true);
  ASSERT_TRUE(file.ok()) << file.status();
  const absl::StatusOr<wfdb::AdcStream> stream = wfdb::DecodeAdcStream(*file);
  ASSERT_TRUE(stream.ok()) << stream.status();

  EXPECT_TRUE(stream->is_simulated);
  EXPECT_TRUE(stream->replay);
  ASSERT_EQ(stream->channels.size(), 5u);
  for (const wfdb::AdcChannel& channel : stream->channels) {
    const bool is_motion = channel.channel == ChannelId::kAcceleration;
    const bool is_light = UnitOf(channel.channel) == Unit::kAdcCount;
    EXPECT_EQ(channel.conversions.size(), is_motion ? 3 * 150u : is_light ? 150u : 3u);
    if (!is_light) continue;
    for (std::size_t n = 0; n < channel.conversions.size(); ++n) {
      const std::vector<std::int32_t>& light = channel.channel == ChannelId::kPpgGreen ? recording.light.green
                                               : channel.channel == ChannelId::kPpgRed ? recording.light.red
                                                                                       : recording.light.infrared;
      EXPECT_EQ(channel.conversions[n], (wfdb::Conversion{light[n], 0}));
    }
  }
}

TEST(StreamFile, SaysWhatContactTheSensorsHave) {
  Scene off;
  off.seconds = 2;
  off.contact = Contact::kLeadOff;
  const absl::StatusOr<std::string> ecg = StreamFile(Simulate({off}), ChestChannels(), false);
  ASSERT_TRUE(ecg.ok()) << ecg.status();
  EXPECT_EQ(wfdb::DecodeAdcStream(*ecg)->channels[0].conversions[7].status, kAdcStatusLeadOff);

  const absl::StatusOr<std::string> desk = StreamFile(Simulate({OnDesk(2)}), WristChannels(), false);
  ASSERT_TRUE(desk.ok()) << desk.status();
  const absl::StatusOr<wfdb::AdcStream> told = wfdb::DecodeAdcStream(*desk);
  ASSERT_TRUE(told.ok()) << told.status();
  for (const wfdb::AdcChannel& channel : told->channels) {
    EXPECT_EQ(channel.conversions[0].status, kAdcStatusNotWorn);
  }
}

TEST(StreamFile, NeedsASecondAndChannels) {
  EXPECT_TRUE(absl::IsInvalidArgument(StreamFile(Worn(0.9), WristChannels(), false).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(StreamFile(Worn(2), {}, false).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(StreamFile(Worn(2), {ChannelId::kNone}, false).status()));
}

}  // namespace
}  // namespace vigil::sim
