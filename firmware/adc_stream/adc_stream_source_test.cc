#include "firmware/adc_stream/adc_stream_source.h"

#include <string>
#include <utility>
#include <vector>

#include "firmware/adc_stream/test_stream.h"
#include "gtest/gtest.h"
#include "safety_kernel/base/crc32.h"
#include "test/verifies.h"

namespace vigil::firmware {
namespace {

using wfdb::AdcStream;
using wfdb::Conversion;

constexpr std::uint32_t kEcgHeaderBytes = AdcStreamHeaderBytes(1);

std::vector<Conversion> Ramp(std::uint32_t conversions) {
  std::vector<Conversion> ramp;
  for (std::uint32_t n = 0; n < conversions; ++n) {
    ramp.push_back({.counts = static_cast<std::int32_t>(n) - 10});
  }
  return ramp;
}

void StoreU32(std::uint32_t value, std::size_t at, std::string& file) {
  for (std::size_t n = 0; n < 4; ++n) file[at + n] = static_cast<char>(value >> 8 * n);
}

// So that what else is wrong with a header is what is found.
void MendChecksum(std::uint32_t channels, std::string& file) {
  Crc32 crc;
  crc.AddBytes(reinterpret_cast<const std::uint8_t*>(file.data()), AdcStreamChecksumOffset(channels));
  StoreU32(crc.value(), AdcStreamChecksumOffset(channels), file);
}

// Motion in each frame, temperature in each second; a channel of a plugin between them.
constexpr ChannelDescription kWrist[] = {
    {.channel = ChannelId::kAcceleration, .period_us = 20'000, .from_source = true},
    {.channel = ChannelId::kEcg, .period_us = kEcgAdcPeriodUs},
    {.channel = ChannelId::kSkinTemperature, .period_us = 1'000'000, .from_source = true},
};
constexpr SystemDescription kWristSystem = {
    .frame_us = kAdcStreamFrameUs, .channels = kWrist, .channel_count = 3};

AdcStream WristStream(std::uint32_t seconds) {
  AdcStream stream;
  stream.channels = {
      {.channel = ChannelId::kAcceleration, .period_us = 20'000, .conversions = Ramp(seconds * 150)},
      {.channel = ChannelId::kSkinTemperature, .period_us = 1'000'000, .conversions = Ramp(seconds)},
  };
  return stream;
}

std::string Encoded(const AdcStream& stream) { return wfdb::EncodeAdcStream(stream).value_or(""); }

Status Opened(const std::string& bytes, const SystemDescription& system = EcgOnly()) {
  MemoryStream file(bytes);
  AdcStreamSource source;
  const Status status = source.Open(file, system);
  EXPECT_EQ(source.state(), status);
  return status;
}

TEST(AdcStreamSource, GivesSealedBlocksInSequenceAndTime) {
  VIGIL_VERIFIES("REQ-ADC-001");
  MemoryStream file(EcgFile(Ramp(75)));
  AdcStreamSource source;
  ASSERT_EQ(source.Open(file, EcgOnly()), Status::kOk);

  for (std::uint32_t n = 0; n < 3; ++n) {
    SampleBlock block;
    ASSERT_EQ(source.state(), Status::kOk);
    ASSERT_EQ(source.Read(ChannelId::kEcgAdc, block), Status::kOk);
    EXPECT_TRUE(IsIntact(block));
    EXPECT_EQ(block.channel, ChannelId::kEcgAdc);
    EXPECT_EQ(block.unit, Unit::kAdcCount);
    EXPECT_EQ(block.quality, kQualityGood);
    EXPECT_EQ(block.sequence, n);
    EXPECT_EQ(block.period_us, 4000u);
    EXPECT_EQ(block.first_sample, Timestamp{n * 100'000});
    ASSERT_EQ(block.count, 25);
    EXPECT_EQ(block.samples[0], static_cast<std::int32_t>(n * 25) - 10);
    EXPECT_EQ(block.samples[24], static_cast<std::int32_t>(n * 25) + 14);
  }
}

TEST(AdcStreamSource, GivesEachChannelOfAFrame) {
  VIGIL_VERIFIES("REQ-ADC-004");
  MemoryStream file(Encoded(WristStream(2)));
  AdcStreamSource source;
  ASSERT_EQ(source.Open(file, kWristSystem), Status::kOk);

  for (std::uint32_t frame = 0; frame < 20; ++frame) {
    SampleBlock motion;
    ASSERT_EQ(source.Read(ChannelId::kAcceleration, motion), Status::kOk);
    EXPECT_TRUE(IsIntact(motion));
    EXPECT_EQ(motion.unit, Unit::kMilliG);
    EXPECT_EQ(motion.sequence, frame);
    EXPECT_EQ(motion.first_sample, Timestamp{frame * 100'000});
    ASSERT_EQ(motion.count, 15);
    EXPECT_EQ(motion.samples[14], static_cast<std::int32_t>(frame * 15 + 14) - 10);

    SampleBlock temperature;
    const bool is_due = frame % 10 == 0;
    EXPECT_EQ(source.Read(ChannelId::kSkinTemperature, temperature),
              is_due ? Status::kOk : Status::kUnavailable);
    EXPECT_EQ(temperature.count, is_due ? 1 : 0);
    if (!is_due) continue;
    EXPECT_EQ(temperature.sequence, frame / 10);
    EXPECT_EQ(temperature.first_sample, Timestamp{frame * 100'000});
    EXPECT_EQ(temperature.samples[0], static_cast<std::int32_t>(frame / 10) - 10);
  }
  EXPECT_EQ(source.state(), Status::kUnavailable);
}

// Whoever asks for another channel than comes next would get values of the wrong one.
TEST(AdcStreamSource, AChannelOutOfItsTurnIsRefused) {
  VIGIL_VERIFIES("REQ-ADC-004");
  for (const ChannelId channel : {ChannelId::kSkinTemperature, ChannelId::kEcg}) {
    MemoryStream file(Encoded(WristStream(1)));
    AdcStreamSource source;
    ASSERT_EQ(source.Open(file, kWristSystem), Status::kOk);
    SampleBlock block;
    EXPECT_EQ(source.Read(channel, block), Status::kDataLoss);
    EXPECT_EQ(block.count, 0);
    EXPECT_EQ(source.Read(ChannelId::kAcceleration, block), Status::kDataLoss);
  }
}

TEST(AdcStreamSource, OtherChannelsThanTheSystemHasAreRefused) {
  VIGIL_VERIFIES("REQ-ADC-004");
  EXPECT_EQ(Opened(EcgFile(Ramp(25)), kWristSystem), Status::kIncompatible);
  EXPECT_EQ(Opened(Encoded(WristStream(1))), Status::kIncompatible);

  AdcStream stream = WristStream(1);
  std::swap(stream.channels[0], stream.channels[1]);
  EXPECT_EQ(Opened(Encoded(stream), kWristSystem), Status::kIncompatible);
  stream = WristStream(1);
  stream.channels.pop_back();
  EXPECT_EQ(Opened(Encoded(stream), kWristSystem), Status::kIncompatible);
  stream = WristStream(1);
  stream.channels.push_back(stream.channels.back());
  EXPECT_EQ(Opened(Encoded(stream), kWristSystem), Status::kIncompatible);
  stream = WristStream(1);
  stream.channels[1].period_us = 500'000;
  EXPECT_EQ(Opened(Encoded(stream), kWristSystem), Status::kIncompatible);
}

// A file of a board whose memory can't be read.
class UnreadableStream final : public StreamFile {
 public:
  Result<std::uint32_t> Read(std::uint8_t*, std::uint32_t) override {
    return Status::kDataLoss;
  }
  Status Seek(std::uint32_t) override { return Status::kOk; }
};

TEST(AdcStreamSource, AFileThatCantBeReadIsDataLoss) {
  UnreadableStream file;
  AdcStreamSource source;
  EXPECT_EQ(source.Open(file, EcgOnly()), Status::kDataLoss);
}

TEST(AdcStreamSource, EndsAfterTheLastFrame) {
  MemoryStream file(EcgFile(Ramp(50)));
  AdcStreamSource source;
  ASSERT_EQ(source.Open(file, EcgOnly()), Status::kOk);
  SampleBlock block;

  ASSERT_EQ(source.Read(ChannelId::kEcgAdc, block), Status::kOk);
  EXPECT_EQ(source.state(), Status::kOk);
  ASSERT_EQ(source.Read(ChannelId::kEcgAdc, block), Status::kOk);
  EXPECT_EQ(source.state(), Status::kUnavailable);

  const SampleBlock before = block;
  EXPECT_EQ(source.Read(ChannelId::kEcgAdc, block), Status::kUnavailable);
  EXPECT_EQ(block.sequence, before.sequence);
  EXPECT_EQ(block.integrity, before.integrity);
}

TEST(AdcStreamSource, ReplayGoesOnInTimeAndSequence) {
  VIGIL_VERIFIES("REQ-ADC-001");
  MemoryStream file(EcgFile(Ramp(50), kAdcStreamReplay));
  AdcStreamSource source;
  ASSERT_EQ(source.Open(file, EcgOnly()), Status::kOk);

  for (std::uint32_t n = 0; n < 5; ++n) {
    SampleBlock block;
    ASSERT_EQ(source.Read(ChannelId::kEcgAdc, block), Status::kOk);
    EXPECT_EQ(block.sequence, n);
    EXPECT_EQ(block.first_sample, Timestamp{n * 100'000});
    ASSERT_EQ(block.count, 25);
    EXPECT_EQ(block.samples[0], static_cast<std::int32_t>(n % 2 * 25) - 10);
  }
  EXPECT_EQ(source.state(), Status::kOk);
}

TEST(AdcStreamSource, SaysThatAModelMadeIt) {
  VIGIL_VERIFIES("REQ-ADC-005");
  for (const std::uint32_t flags : {0u, std::uint32_t{kAdcStreamReplay}, std::uint32_t{kAdcStreamSimulated}}) {
    MemoryStream file(EcgFile(Ramp(25), flags));
    AdcStreamSource source;
    ASSERT_EQ(source.Open(file, EcgOnly()), Status::kOk);
    EXPECT_EQ(source.is_simulated(), flags == kAdcStreamSimulated);
  }
}

TEST(AdcStreamSource, StatusOfOneConversionMarksItsBlockOnly) {
  VIGIL_VERIFIES("REQ-ADC-003");
  const std::pair<std::uint32_t, QualityFlag> kinds[] = {{kAdcStatusLeadOff, kQualityLeadOff},
                                                         {kAdcStatusNotWorn, kQualityNotWorn}};
  for (const auto& [status, marked] : kinds) {
    std::vector<Conversion> conversions = Ramp(75);
    conversions[49].status = status;
    MemoryStream file(EcgFile(conversions));
    AdcStreamSource source;
    ASSERT_EQ(source.Open(file, EcgOnly()), Status::kOk);

    for (const std::uint16_t quality : {std::uint16_t{kQualityGood}, std::uint16_t{marked}, std::uint16_t{kQualityGood}}) {
      SampleBlock block;
      ASSERT_EQ(source.Read(ChannelId::kEcgAdc, block), Status::kOk);
      EXPECT_EQ(block.quality, quality);
    }
  }
}

TEST(AdcStreamSource, AcceptsTheWholeRangeOfTheConverterAndNoMore) {
  VIGIL_VERIFIES("REQ-ADC-002");
  for (const std::int32_t counts : {kAdcMinCount, kAdcMaxCount}) {
    std::vector<Conversion> conversions = Ramp(25);
    conversions[24].counts = counts;
    const std::string good = EcgFile(conversions);
    std::string bad = good;
    StoreU32(static_cast<std::uint32_t>(counts < 0 ? counts - 1 : counts + 1), bad.size() - 8, bad);
    MemoryStream good_file(good);
    MemoryStream bad_file(bad);
    AdcStreamSource source;
    SampleBlock block;

    ASSERT_EQ(source.Open(good_file, EcgOnly()), Status::kOk);
    EXPECT_EQ(source.Read(ChannelId::kEcgAdc, block), Status::kOk);
    ASSERT_EQ(source.Open(bad_file, EcgOnly()), Status::kOk);
    EXPECT_EQ(source.Read(ChannelId::kEcgAdc, block), Status::kDataLoss);
    EXPECT_EQ(source.state(), Status::kDataLoss);
  }
}

TEST(AdcStreamSource, UnknownStatusBitIsNoConversion) {
  std::string bytes = EcgFile(Ramp(25));
  StoreU32(4, bytes.size() - 4, bytes);
  MemoryStream file(bytes);
  AdcStreamSource source;
  ASSERT_EQ(source.Open(file, EcgOnly()), Status::kOk);
  SampleBlock block;

  EXPECT_EQ(source.Read(ChannelId::kEcgAdc, block), Status::kDataLoss);
  EXPECT_EQ(block.count, 0);
}

TEST(AdcStreamSource, EachDamagedHeaderByteIsSeen) {
  VIGIL_VERIFIES("REQ-ADC-002");
  const std::string intact = EcgFile(Ramp(25));
  ASSERT_EQ(Opened(intact), Status::kOk);
  for (std::uint32_t bit = 0; bit < 8 * kEcgHeaderBytes; ++bit) {
    std::string damaged = intact;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    const Status status = Opened(damaged);
    EXPECT_TRUE(status == Status::kIncompatible || status == Status::kDataLoss) << bit;
  }
}

TEST(AdcStreamSource, AnotherFormatIsRefused) {
  struct Case {
    std::size_t at;
    std::uint32_t value;
    Status status;
  };
  for (const Case& c : {Case{4, 1, Status::kIncompatible},         // version
                        Case{8, 4, Status::kIncompatible},         // flags
                        Case{12, 50'000, Status::kIncompatible},   // frame
                        Case{16, 0, Status::kDataLoss},            // frames
                        Case{20, 0, Status::kIncompatible},        // channels
                        Case{20, kMaxAdcStreamChannels + 1, Status::kIncompatible},
                        Case{24, 2, Status::kIncompatible},        // the channel
                        Case{28, 2000, Status::kIncompatible}}) {  // its period
    std::string file = EcgFile(Ramp(25));
    StoreU32(c.value, c.at, file);
    MendChecksum(1, file);
    EXPECT_EQ(Opened(file), c.status) << c.at;
  }
}

TEST(AdcStreamSource, APeriodThatDoesNotFitTheFrameIsRefused) {
  for (const std::uint32_t period_us : {3'999u, 2'000u, 150'000u}) {
    const ChannelDescription channel = {
        .channel = ChannelId::kEcgAdc, .period_us = period_us, .from_source = true};
    const SystemDescription system = {
        .frame_us = kAdcStreamFrameUs, .channels = &channel, .channel_count = 1};
    std::string file = EcgFile(Ramp(25));
    StoreU32(period_us, 28, file);
    MendChecksum(1, file);
    EXPECT_EQ(Opened(file, system), Status::kIncompatible) << period_us;
  }
}

// A channel that comes each second, in a stream that is no number of seconds, would come
// out of step where the stream begins again.
TEST(AdcStreamSource, FramesThatAreNoWholeTurnsAreRefused) {
  std::string file = Encoded(WristStream(2));
  StoreU32(15, 16, file);
  MendChecksum(2, file);
  EXPECT_EQ(Opened(file, kWristSystem), Status::kIncompatible);
}

TEST(AdcStreamSource, EachCutIsSeenAndStaysSeen) {
  VIGIL_VERIFIES("REQ-ADC-002");
  const std::string whole = EcgFile(Ramp(50));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    MemoryStream file(whole.substr(0, length));
    AdcStreamSource source;
    Status status = source.Open(file, EcgOnly());
    SampleBlock block;
    for (int n = 0; n < 2 && status == Status::kOk; ++n) {
      status = source.Read(ChannelId::kEcgAdc, block);
    }
    EXPECT_EQ(status, Status::kDataLoss) << length;
    EXPECT_EQ(source.state(), Status::kDataLoss);
    EXPECT_EQ(source.Read(ChannelId::kEcgAdc, block), Status::kDataLoss);
  }
}

TEST(AdcStreamSource, ReadErrorOfTheFileIsSeen) {
  VIGIL_VERIFIES("REQ-ADC-002");
  MemoryStream file(EcgFile(Ramp(50)));
  AdcStreamSource source;
  ASSERT_EQ(source.Open(file, EcgOnly()), Status::kOk);
  SampleBlock block;
  ASSERT_EQ(source.Read(ChannelId::kEcgAdc, block), Status::kOk);
  file.Break();

  EXPECT_EQ(source.Read(ChannelId::kEcgAdc, block), Status::kDataLoss);
}

// A file that can be read, and not from its begin again.
class OneWayStream final : public StreamFile {
 public:
  explicit OneWayStream(std::string bytes) : memory_(std::move(bytes)) {}
  Result<std::uint32_t> Read(std::uint8_t* out, std::uint32_t length) override {
    return memory_.Read(out, length);
  }
  Status Seek(std::uint32_t) override { return Status::kDataLoss; }

 private:
  MemoryStream memory_;
};

TEST(AdcStreamSource, AReplayThatCannotBeginAgainIsDataLoss) {
  VIGIL_VERIFIES("REQ-ADC-002");
  OneWayStream file(EcgFile(Ramp(25), kAdcStreamReplay));
  AdcStreamSource source;
  ASSERT_EQ(source.Open(file, EcgOnly()), Status::kOk);
  SampleBlock block;
  ASSERT_EQ(source.Read(ChannelId::kEcgAdc, block), Status::kOk);
  EXPECT_EQ(source.state(), Status::kDataLoss);
}

TEST(AdcStreamSource, EachErrorIsExplained) {
  for (const Status status : {Status::kIncompatible, Status::kDataLoss}) {
    EXPECT_EQ(std::string(ExplainStreamError(status)).substr(0, 7), "vigil: ");
  }
  EXPECT_STRNE(ExplainStreamError(Status::kIncompatible),
               ExplainStreamError(Status::kDataLoss));
}

}  // namespace
}  // namespace vigil::firmware
