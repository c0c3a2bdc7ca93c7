#include "platform/wfdb/adc_stream.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"
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

TEST(AdcStreamTest, FileHasTheDocumentedLayout) {
  VIGIL_VERIFIES("REQ-WFDB-001");
  const std::string bytes =
      EncodeAdcStream({{-2, 0}, {0x01020304, kAdcStatusLeadOff}}, true);
  ASSERT_EQ(bytes.size(), kAdcStreamHeaderBytes + 16u);
  EXPECT_EQ(bytes.substr(0, 20),
            std::string("VADC\x01\0\0\0\xA0\x0F\0\0\x01\0\0\0\x02\0\0\0", 20));
  EXPECT_EQ(bytes.substr(24),
            std::string("\xFE\xFF\xFF\xFF\0\0\0\0\x04\x03\x02\x01\x01\0\0\0",
                        16));
}

TEST(AdcStreamTest, WhatIsWrittenReadsBackTheSame) {
  VIGIL_VERIFIES("REQ-WFDB-001");
  const std::vector<Conversion> conversions = {{1, 0}, {-1, 1}, {77, 0}};
  for (const bool replay : {false, true}) {
    const absl::StatusOr<AdcStream> back =
        DecodeAdcStream(EncodeAdcStream(conversions, replay));
    ASSERT_TRUE(back.ok()) << back.status();
    EXPECT_EQ(back->conversions, conversions);
    EXPECT_EQ(back->replay, replay);
  }
}

TEST(AdcStreamTest, DamagedHeadersAndLengthsAreRefused) {
  VIGIL_VERIFIES("REQ-WFDB-001");
  const std::string good = EncodeAdcStream({{1, 0}, {2, 0}}, false);
  for (std::size_t bit = 0; bit < 8 * kAdcStreamHeaderBytes; ++bit) {
    std::string bad = good;
    bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(DecodeAdcStream(bad).ok()) << bit;
  }
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(DecodeAdcStream(good.substr(0, size)).ok()) << size;
  }
  EXPECT_TRUE(absl::IsDataLoss(DecodeAdcStream(good + "x").status()));
}

}  // namespace
}  // namespace vigil::wfdb
