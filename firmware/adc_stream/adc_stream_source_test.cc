#include "firmware/adc_stream/adc_stream_source.h"

#include <string>

#include "firmware/adc_stream/test_stream.h"
#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::firmware {
namespace {

constexpr Duration kFrame = Milliseconds(100);

std::string Ramp(std::uint32_t conversions, std::uint32_t flags = 0) {
  std::string stream = StreamHeader(conversions, flags);
  for (std::uint32_t n = 0; n < conversions; ++n) {
    AppendConversion(static_cast<std::int32_t>(n) - 10, 0, stream);
  }
  return stream;
}

TEST(AdcStreamSource, GivesSealedBlocksInSequenceAndTime) {
  VIGIL_VERIFIES("REQ-ADC-001");
  MemoryStream file(Ramp(75));
  AdcStreamSource source;
  ASSERT_EQ(source.Open(file, kFrame), Status::kOk);

  for (std::uint32_t n = 0; n < 3; ++n) {
    SampleBlock block;
    ASSERT_EQ(source.state(), Status::kOk);
    ASSERT_EQ(source.Read(block), Status::kOk);
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
  EXPECT_EQ(source.Open(file, kFrame), Status::kDataLoss);
}

TEST(AdcStreamSource, EndsAfterTheLastConversionWithAShortBlock) {
  MemoryStream file(Ramp(30));
  AdcStreamSource source;
  ASSERT_EQ(source.Open(file, kFrame), Status::kOk);
  SampleBlock block;
  ASSERT_EQ(source.Read(block), Status::kOk);

  ASSERT_EQ(source.Read(block), Status::kOk);
  EXPECT_EQ(block.count, 5);
  EXPECT_EQ(source.state(), Status::kUnavailable);

  const SampleBlock before = block;
  EXPECT_EQ(source.Read(block), Status::kUnavailable);
  EXPECT_EQ(block.sequence, before.sequence);
  EXPECT_EQ(block.integrity, before.integrity);
}

TEST(AdcStreamSource, EndsWithoutAnEmptyBlock) {
  MemoryStream file(Ramp(50));
  AdcStreamSource source;
  ASSERT_EQ(source.Open(file, kFrame), Status::kOk);
  SampleBlock block;

  ASSERT_EQ(source.Read(block), Status::kOk);
  EXPECT_EQ(source.state(), Status::kOk);
  ASSERT_EQ(source.Read(block), Status::kOk);
  EXPECT_EQ(source.state(), Status::kUnavailable);
}

TEST(AdcStreamSource, ReplayGoesOnInTimeAndSequence) {
  VIGIL_VERIFIES("REQ-ADC-001");
  MemoryStream file(Ramp(10, kAdcStreamReplay));
  AdcStreamSource source;
  ASSERT_EQ(source.Open(file, kFrame), Status::kOk);

  for (std::uint32_t n = 0; n < 4; ++n) {
    SampleBlock block;
    ASSERT_EQ(source.Read(block), Status::kOk);
    EXPECT_EQ(block.sequence, n);
    EXPECT_EQ(block.first_sample, Timestamp{n * 100'000});
    ASSERT_EQ(block.count, 25);
    for (std::uint32_t i = 0; i < 25; ++i) {
      EXPECT_EQ(block.samples[i],
                static_cast<std::int32_t>((n * 25 + i) % 10) - 10);
    }
  }
  EXPECT_EQ(source.state(), Status::kOk);
}

TEST(AdcStreamSource, LeadOffOfOneConversionMarksItsBlockOnly) {
  VIGIL_VERIFIES("REQ-ADC-003");
  std::string stream = StreamHeader(75);
  for (std::uint32_t n = 0; n < 75; ++n) {
    AppendConversion(1, n == 49 ? kAdcStatusLeadOff : 0u, stream);
  }
  MemoryStream file(stream);
  AdcStreamSource source;
  ASSERT_EQ(source.Open(file, kFrame), Status::kOk);

  for (const std::uint16_t quality :
       {kQualityGood, kQualityLeadOff, kQualityGood}) {
    SampleBlock block;
    ASSERT_EQ(source.Read(block), Status::kOk);
    EXPECT_EQ(block.quality, quality);
  }
}

TEST(AdcStreamSource, AcceptsTheWholeRangeOfTheConverterAndNoMore) {
  VIGIL_VERIFIES("REQ-ADC-002");
  for (const std::int32_t counts : {kAdcMinCount, kAdcMaxCount}) {
    std::string good = StreamHeader(1);
    AppendConversion(counts, 0, good);
    std::string bad = StreamHeader(1);
    AppendConversion(counts < 0 ? counts - 1 : counts + 1, 0, bad);
    MemoryStream good_file(good);
    MemoryStream bad_file(bad);
    AdcStreamSource source;
    SampleBlock block;

    ASSERT_EQ(source.Open(good_file, kFrame), Status::kOk);
    EXPECT_EQ(source.Read(block), Status::kOk);
    ASSERT_EQ(source.Open(bad_file, kFrame), Status::kOk);
    EXPECT_EQ(source.Read(block), Status::kDataLoss);
    EXPECT_EQ(source.state(), Status::kDataLoss);
  }
}

TEST(AdcStreamSource, EachDamagedHeaderByteIsSeen) {
  VIGIL_VERIFIES("REQ-ADC-002");
  const std::string intact = Ramp(25);
  for (std::uint32_t n = 0; n < kAdcStreamHeaderBytes; ++n) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = intact;
      damaged[n] = static_cast<char>(damaged[n] ^ (1 << bit));
      MemoryStream file(damaged);
      AdcStreamSource source;
      const Status status = source.Open(file, kFrame);
      EXPECT_EQ(status, n < 4 ? Status::kIncompatible : Status::kDataLoss)
          << "byte " << n << " bit " << bit;
      EXPECT_EQ(source.state(), status);
    }
  }
}

TEST(AdcStreamSource, AnotherFormatIsRefused) {
  struct Case {
    std::uint32_t version, period_us, flags, conversions;
    Status status;
  };
  for (const Case& c :
       {Case{2, 4000, 0, 1, Status::kIncompatible},
        Case{1, 2000, 0, 1, Status::kIncompatible},
        Case{1, 4000, 2, 1, Status::kIncompatible},
        Case{1, 4000, 0, 0, Status::kDataLoss}}) {
    std::string header;
    AppendU32(kAdcStreamMagic, header);
    AppendU32(c.version, header);
    AppendU32(c.period_us, header);
    AppendU32(c.flags, header);
    AppendU32(c.conversions, header);
    Crc32 crc;
    crc.AddBytes(reinterpret_cast<const std::uint8_t*>(header.data()), 20);
    AppendU32(crc.value(), header);
    AppendConversion(0, 0, header);
    MemoryStream file(header);
    AdcStreamSource source;
    EXPECT_EQ(source.Open(file, kFrame), c.status);
  }
}

TEST(AdcStreamSource, EachCutIsSeenAndStaysSeen) {
  VIGIL_VERIFIES("REQ-ADC-002");
  const std::string whole = Ramp(30);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    MemoryStream file(whole.substr(0, length));
    AdcStreamSource source;
    Status status = source.Open(file, kFrame);
    SampleBlock block;
    for (int n = 0; n < 2 && status == Status::kOk; ++n) {
      status = source.Read(block);
    }
    EXPECT_EQ(status, Status::kDataLoss) << length;
    EXPECT_EQ(source.state(), Status::kDataLoss);
    EXPECT_EQ(source.Read(block), Status::kDataLoss);
  }
}

TEST(AdcStreamSource, UnknownStatusBitIsNoConversion) {
  std::string stream = StreamHeader(1);
  AppendConversion(0, 2, stream);
  MemoryStream file(stream);
  AdcStreamSource source;
  ASSERT_EQ(source.Open(file, kFrame), Status::kOk);
  SampleBlock block;

  EXPECT_EQ(source.Read(block), Status::kDataLoss);
  EXPECT_EQ(block.count, 0);
}

TEST(AdcStreamSource, ReadErrorOfTheFileIsSeen) {
  VIGIL_VERIFIES("REQ-ADC-002");
  MemoryStream file(Ramp(25, kAdcStreamReplay));
  AdcStreamSource source;
  ASSERT_EQ(source.Open(file, kFrame), Status::kOk);
  SampleBlock block;
  ASSERT_EQ(source.Read(block), Status::kOk);
  file.Break();

  EXPECT_EQ(source.Read(block), Status::kDataLoss);
}

TEST(AdcStreamSource, FrameMustBeWholeSamplePeriodsThatFitABlock) {
  for (const std::int64_t us : {0, -4000, 3999, 6000, 132'000}) {
    MemoryStream file(Ramp(25));
    AdcStreamSource source;
    EXPECT_EQ(source.Open(file, Microseconds(us)), Status::kInvalidArgument)
        << us;
  }
  for (const std::int64_t us : {4000, 128'000}) {
    MemoryStream file(Ramp(64));
    AdcStreamSource source;
    SampleBlock block;
    EXPECT_EQ(source.Open(file, Microseconds(us)), Status::kOk);
    EXPECT_EQ(source.Read(block), Status::kOk);
    EXPECT_EQ(block.count, us / 4000);
  }
}

TEST(AdcStreamSource, EachErrorIsExplained) {
  for (const Status status : {Status::kIncompatible, Status::kInvalidArgument,
                              Status::kDataLoss}) {
    EXPECT_EQ(std::string(ExplainStreamError(status)).substr(0, 7), "vigil: ");
  }
  EXPECT_STRNE(ExplainStreamError(Status::kIncompatible),
               ExplainStreamError(Status::kDataLoss));
}

}  // namespace
}  // namespace vigil::firmware
