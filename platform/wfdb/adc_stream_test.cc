#include "platform/wfdb/adc_stream.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "safety_kernel/base/crc32.h"
#include "test/verifies.h"

namespace vigil::wfdb {
namespace {

Record RecordOf(Samples samples, const char* units) {
  Record record;
  record.header.record_name = "r";
  record.header.sampling_frequency = 250;
  SignalSpec signal;
  signal.gain = 200;
  signal.is_calibrated = true;
  signal.baseline = 1024;
  signal.units = units;
  record.header.signals.push_back(signal);
  record.samples.push_back(std::move(samples));
  return record;
}

TEST(AdcStreamTest, MillivoltsBecomeCountsOf500Nanovolt) {
  const absl::StatusOr<std::vector<Conversion>> c =
      ToConversions(RecordOf({1024, 1224, 824}, "mV"), 0);
  ASSERT_TRUE(c.ok()) << c.status();
  EXPECT_EQ(*c, (std::vector<Conversion>{{0, 0}, {2000, 0}, {-2000, 0}}));
}

TEST(AdcStreamTest, OtherUnitsOfVoltageAreScaled) {
  EXPECT_EQ((*ToConversions(RecordOf({1224}, "uV"), 0))[0].counts, 2);
  // 1 V is 2,000,000 counts; 10 V lie beyond the converter's range.
  EXPECT_EQ((*ToConversions(RecordOf({1224}, "V"), 0))[0].counts, 2'000'000);
  EXPECT_EQ((*ToConversions(RecordOf({3024}, "V"), 0))[0].counts, kAdcMaxCount);
  EXPECT_EQ((*ToConversions(RecordOf({-976}, "V"), 0))[0].counts, kAdcMinCount);
  EXPECT_TRUE(absl::IsInvalidArgument(
      ToConversions(RecordOf({1224}, "mmHg"), 0).status()));
}

TEST(AdcStreamTest, SignalThatIsNotThereIsRefused) {
  EXPECT_TRUE(
      absl::IsOutOfRange(ToConversions(RecordOf({1024}, "mV"), 1).status()));
}

TEST(AdcStreamTest, SamplesThatWereNotTakenAreLeadOff) {
  const absl::StatusOr<std::vector<Conversion>> c =
      ToConversions(RecordOf({1124, 1124, -32768, -32768, 1124, 1124}, "mV"), 0);
  ASSERT_TRUE(c.ok());
  std::vector<std::uint32_t> status;
  for (const Conversion& conversion : *c) {
    status.push_back(conversion.status);
    EXPECT_EQ(conversion.counts, 1000);  // the last value, never -32768
  }
  EXPECT_EQ(status, (std::vector<std::uint32_t>{0, 1, 1, 1, 0, 0}));
}

TEST(AdcStreamTest, RecordingIsBroughtTo250Hz) {
  Record record = RecordOf(Samples(3600, 1224), "mV");
  record.header.sampling_frequency = 360;
  const absl::StatusOr<std::vector<Conversion>> c = ToConversions(record, 0);
  ASSERT_TRUE(c.ok());
  EXPECT_EQ(c->size(), 2500u);
  EXPECT_EQ((*c)[1234].counts, 2000);
}

TEST(AdcStreamTest, ConversionsDifferInCountsOrStatus) {
  EXPECT_EQ((Conversion{1, 0}), (Conversion{1, 0}));
  EXPECT_NE((Conversion{1, 0}), (Conversion{2, 0}));
  EXPECT_NE((Conversion{1, 0}), (Conversion{1, 1}));
}

std::vector<Conversion> Ramp(std::int32_t count) {
  std::vector<Conversion> ramp;
  for (std::int32_t n = 0; n < count; ++n) ramp.push_back({n - 2, 0});
  return ramp;
}

// Motion in each frame, temperature in each second.
AdcStream Wrist(std::int32_t seconds) {
  AdcStream stream;
  stream.channels = {
      {.channel = ChannelId::kAcceleration, .period_us = 20'000, .conversions = Ramp(150 * seconds)},
      {.channel = ChannelId::kSkinTemperature, .period_us = 1'000'000, .conversions = Ramp(seconds)},
  };
  return stream;
}

TEST(AdcStreamTest, FileHasTheDocumentedLayout) {
  VIGIL_VERIFIES("REQ-WFDB-001");
  std::vector<Conversion> conversions = Ramp(25);
  conversions[1] = {0x00020304, kAdcStatusLeadOff};
  AdcStream stream = EcgStream(conversions);
  stream.replay = true;
  const absl::StatusOr<std::string> bytes = EncodeAdcStream(stream);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  ASSERT_EQ(bytes->size(), 36u + 25 * 8);
  EXPECT_EQ(bytes->substr(0, 32),
            std::string("VADC\x02\0\0\0\x01\0\0\0\xA0\x86\x01\0\x01\0\0\0\x01\0\0\0"
                        "\x01\0\0\0\xA0\x0F\0\0",
                        32));
  EXPECT_EQ(bytes->substr(36, 16),
            std::string("\xFE\xFF\xFF\xFF\0\0\0\0\x04\x03\x02\0\x01\0\0\0", 16));
}

TEST(AdcStreamTest, AFrameHasEachOfItsChannels) {
  VIGIL_VERIFIES("REQ-WFDB-001");
  AdcStream stream = Wrist(2);
  stream.is_simulated = true;
  const absl::StatusOr<std::string> bytes = EncodeAdcStream(stream);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  // 20 frames with 15 values of motion, two of them with one of temperature.
  ASSERT_EQ(bytes->size(), 44u + (20 * 15 + 2) * 8);
  EXPECT_EQ((*bytes)[8], 2);
  EXPECT_EQ((*bytes)[44 + 15 * 8], static_cast<char>(-2));           // first of temperature
  EXPECT_EQ((*bytes)[44 + (10 * 15 + 1 + 15) * 8], static_cast<char>(-1));  // second
}

TEST(AdcStreamTest, WhatIsWrittenReadsBackTheSame) {
  VIGIL_VERIFIES("REQ-WFDB-001");
  for (AdcStream stream : {EcgStream(Ramp(50)), Wrist(3)}) {
    for (const bool set : {false, true}) {
      stream.replay = set;
      stream.is_simulated = !set;
      const absl::StatusOr<std::string> bytes = EncodeAdcStream(stream);
      ASSERT_TRUE(bytes.ok()) << bytes.status();
      const absl::StatusOr<AdcStream> back = DecodeAdcStream(*bytes);
      ASSERT_TRUE(back.ok()) << back.status();
      EXPECT_TRUE(*back == stream);
    }
  }
}

TEST(AdcStreamTest, WhatFillsNoFrameIsLeftOut) {
  const absl::StatusOr<std::string> ecg = EncodeAdcStream(EcgStream(Ramp(74)));
  ASSERT_TRUE(ecg.ok()) << ecg.status();
  EXPECT_EQ((*DecodeAdcStream(*ecg)).channels[0].conversions, Ramp(50));

  // Of the temperature's second there are but nine frames of motion.
  AdcStream stream = Wrist(2);
  stream.channels[0].conversions.resize(150 + 9 * 15);
  const absl::StatusOr<std::string> wrist = EncodeAdcStream(stream);
  ASSERT_TRUE(wrist.ok()) << wrist.status();
  EXPECT_TRUE(*DecodeAdcStream(*wrist) == Wrist(1));
}

TEST(AdcStreamTest, WhatIsNoStreamIsNotWritten) {
  EXPECT_TRUE(absl::IsInvalidArgument(EncodeAdcStream(AdcStream()).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(EncodeAdcStream(EcgStream(Ramp(24))).status()));
  AdcStream stream = EcgStream(Ramp(25));
  stream.channels[0].period_us = 3999;
  EXPECT_TRUE(absl::IsInvalidArgument(EncodeAdcStream(stream).status()));
  stream = EcgStream(Ramp(25));
  stream.channels.resize(kMaxAdcStreamChannels + 1, stream.channels[0]);
  EXPECT_TRUE(absl::IsInvalidArgument(EncodeAdcStream(stream).status()));
  for (const Conversion impossible :
       {Conversion{kAdcMaxCount + 1, 0}, Conversion{kAdcMinCount - 1, 0}, Conversion{0, 4}}) {
    stream = EcgStream(Ramp(25));
    stream.channels[0].conversions[7] = impossible;
    EXPECT_TRUE(absl::IsInvalidArgument(EncodeAdcStream(stream).status()));
  }
}

TEST(AdcStreamTest, DamagedHeadersAndLengthsAreRefused) {
  VIGIL_VERIFIES("REQ-WFDB-001");
  const std::string good = *EncodeAdcStream(EcgStream(Ramp(25)));
  for (std::size_t bit = 0; bit < std::size_t{8} * AdcStreamHeaderBytes(1); ++bit) {
    std::string bad = good;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(DecodeAdcStream(bad).ok()) << bit;
  }
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(DecodeAdcStream(good.substr(0, size)).ok()) << size;
  }
  EXPECT_TRUE(absl::IsDataLoss(DecodeAdcStream(good + "x").status()));
  std::string beyond = good;
  beyond[36 + 3] = '\x7F';
  EXPECT_TRUE(absl::IsDataLoss(DecodeAdcStream(beyond).status()));
}

// The checksum fits, and what it is over does not.
TEST(AdcStreamTest, HeadersThatDoNotFitTogetherAreRefused) {
  VIGIL_VERIFIES("REQ-WFDB-001");
  const std::string good = *EncodeAdcStream(Wrist(1));
  const std::pair<std::size_t, std::uint8_t> changes[] = {
      {8, 4},     // an unknown flag
      {16, 9},    // nine frames, where the temperature comes with each tenth
      {16, 0},    // none
      {24, 0},    // no channel
      {26, 1},    // an unknown one
      {28, 33},   // a period that does not fit
  };
  for (const auto& [at, value] : changes) {
    std::string bad = good;
    bad[at] = static_cast<char>(value);
    Crc32 crc;
    for (std::size_t n = 0; n < AdcStreamChecksumOffset(2); ++n) crc.AddByte(static_cast<std::uint8_t>(bad[n]));
    for (std::size_t n = 0; n < 4; ++n) bad[AdcStreamChecksumOffset(2) + n] = static_cast<char>(crc.value() >> 8 * n);
    EXPECT_TRUE(absl::IsInvalidArgument(DecodeAdcStream(bad).status())) << at;
  }
}

}  // namespace
}  // namespace vigil::wfdb
