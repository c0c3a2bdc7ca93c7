#include "platform/wfdb/header.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "test/verifies.h"

namespace vigil::wfdb {
namespace {

TEST(HeaderTest, ReadsARecordWithAllFields) {
  const absl::StatusOr<Header> header = ParseHeader(
      "# comment before\n"
      "100 2 360/720.5(10) 650000 0:0:0 1/2/1980\r\n"
      "100.dat 212 200(-5)/uV 11 1024 995 -22131 0 MLII\n"
      "\n"
      "100.dat 212x4:3+16 300.5 12 0 7 65535 512 a lead  with words \n"
      "# 69 M\n",
      "100.hea");
  ASSERT_TRUE(header.ok()) << header.status();
  EXPECT_EQ(header->record_name, "100");
  EXPECT_EQ(header->sampling_frequency, 360);
  EXPECT_EQ(header->counter_frequency, 720.5);
  EXPECT_EQ(header->base_counter, 10);
  EXPECT_EQ(header->frame_count, 650000);
  EXPECT_EQ(header->base_time, "0:0:0");
  EXPECT_EQ(header->base_date, "1/2/1980");
  ASSERT_EQ(header->comments.size(), 2u);
  EXPECT_EQ(header->comments[1], " 69 M");
  ASSERT_EQ(header->signals.size(), 2u);
  const SignalSpec& first = header->signals[0];
  EXPECT_EQ(first.file_name, "100.dat");
  EXPECT_EQ(first.format, 212);
  EXPECT_EQ(first.gain, 200);
  EXPECT_TRUE(first.is_calibrated);
  EXPECT_EQ(first.baseline, -5);
  EXPECT_EQ(first.units, "uV");
  EXPECT_EQ(first.adc_resolution, 11);
  EXPECT_EQ(first.adc_zero, 1024);
  EXPECT_EQ(first.initial_value, 995);
  EXPECT_EQ(first.checksum, -22131);
  EXPECT_EQ(first.description, "MLII");
  const SignalSpec& second = header->signals[1];
  EXPECT_EQ(second.samples_per_frame, 4);
  EXPECT_EQ(second.skew, 3);
  EXPECT_EQ(second.byte_offset, 16);
  EXPECT_EQ(second.gain, 300.5);
  EXPECT_EQ(second.checksum, -1);  // 65535 as 16 bits
  EXPECT_EQ(second.block_size, 512);
  EXPECT_EQ(second.description, "a lead  with words");
}

TEST(HeaderTest, AbsentFieldsHaveTheDefaultsOfTheFormat) {
  const absl::StatusOr<Header> header =
      ParseHeader("x 2\nx.dat 16\nx.dat 16 0 0 100\n", "x.hea");
  ASSERT_TRUE(header.ok()) << header.status();
  EXPECT_EQ(header->sampling_frequency, 250);
  EXPECT_EQ(header->frame_count, 0);
  const SignalSpec& bare = header->signals[0];
  EXPECT_EQ(bare.gain, 200);
  EXPECT_FALSE(bare.is_calibrated);
  EXPECT_EQ(bare.units, "mV");
  EXPECT_EQ(bare.adc_resolution, 12);
  EXPECT_FALSE(bare.checksum.has_value());
  const SignalSpec& zeros = header->signals[1];
  EXPECT_EQ(zeros.gain, 200);  // 0 stands for "not calibrated"
  EXPECT_FALSE(zeros.is_calibrated);
  EXPECT_EQ(zeros.adc_resolution, 12);
  EXPECT_EQ(zeros.baseline, 100);       // that of the ADC's zero
  EXPECT_EQ(zeros.initial_value, 100);
}

TEST(HeaderTest, SamplingFrequencyMayBeFractional) {
  const absl::StatusOr<Header> header = ParseHeader("x 0 128.5\n", "x.hea");
  ASSERT_TRUE(header.ok());
  EXPECT_EQ(header->sampling_frequency, 128.5);
}

TEST(HeaderTest, SeveralSegmentsAreNotSupported) {
  const absl::Status status =
      ParseHeader("multi/3 2 360 1000\n", "multi.hea").status();
  EXPECT_TRUE(absl::IsUnimplemented(status));
  EXPECT_TRUE(absl::StrContains(status.message(), "segments"));
}

TEST(HeaderTest, ErrorsNameTheFileTheLineAndWhatIsWrong) {
  VIGIL_VERIFIES("REQ-WFDB-002");
  const absl::Status status =
      ParseHeader("# c\nx 1 360\nx.dat 16 abc\n", "x.hea").status();
  EXPECT_TRUE(absl::IsInvalidArgument(status));
  EXPECT_TRUE(absl::StrContains(status.message(), "x.hea, line 3"));
  EXPECT_TRUE(absl::StrContains(status.message(), "gain"));
}

TEST(HeaderTest, BrokenLinesAreRefused) {
  VIGIL_VERIFIES("REQ-WFDB-002");
  for (const char* text : {
           "",                          // no record line
           "# only a comment\n",
           "x\n",                       // no number of signals
           "x -1\n",
           "x 257\n",                   // more than the bound
           "x 1e3\n",
           "../x 1\n",
           "x 1\n",                     // a signal line is missing
           "x 0\nx.dat 16\n",           // one too many
           "x 0 0\n",                   // frequency
           "x 0 -360\n",
           "x 0 nan\n",
           "x 0 inf\n",
           "x 0 360/abc\n",
           "x 0 360/1(2\n",
           "x 0 360 -1\n",              // length
           "x 0 360 99999999999\n",
           "x 0 360 10 0:0 1/1/1 more\n",
           "x 1\n../x.dat 16\n",        // leaves the folder
           "x 1\n/etc/passwd 16\n",
           "x 1\n.. 16\n",
           "x 1\nx.dat\n",              // no format
           "x 1\nx.dat abc\n",
           "x 1\nx.dat 16x0\n",
           "x 1\nx.dat 16:-1\n",
           "x 1\nx.dat 16+-1\n",
           "x 1\nx.dat 16 200(5\n",     // baseline
           "x 1\nx.dat 16 200(a)\n",
           "x 1\nx.dat 16 200 33\n",    // resolution
           "x 1\nx.dat 16 200 12 a\n",
           "x 1\nx.dat 16 200 12 0 a\n",
           "x 1\nx.dat 16 200 12 0 0 70000\n",
           "x 1\nx.dat 16 200 12 0 0 0 -1\n",
       }) {
    EXPECT_FALSE(ParseHeader(text, "x.hea").ok()) << text;
  }
}

TEST(HeaderTest, WhatIsWrittenReadsBackTheSame) {
  Header header;
  header.record_name = "r1";
  header.sampling_frequency = 128.5;
  header.counter_frequency = 64;
  header.base_counter = 3;
  header.frame_count = 1234;
  header.base_time = "12:30:00";
  header.base_date = "24/12/1999";
  header.comments = {" note"};
  SignalSpec signal;
  signal.file_name = "r1.dat";
  signal.samples_per_frame = 2;
  signal.skew = 1;
  signal.byte_offset = 64;
  signal.gain = 500.25;
  signal.is_calibrated = true;
  signal.baseline = -7;
  signal.units = "uV";
  signal.adc_resolution = 16;
  signal.adc_zero = 3;
  signal.initial_value = -9;
  signal.checksum = -77;
  signal.block_size = 0;
  signal.description = "lead II";
  header.signals = {signal};
  const std::string text = FormatHeader(header);
  const absl::StatusOr<Header> back = ParseHeader(text, "r1.hea");
  ASSERT_TRUE(back.ok()) << back.status() << text;
  EXPECT_EQ(FormatHeader(*back), text);
  EXPECT_EQ(back->sampling_frequency, 128.5);
  EXPECT_EQ(back->signals[0].gain, 500.25);
  EXPECT_EQ(back->signals[0].baseline, -7);
  EXPECT_EQ(back->signals[0].checksum, -77);
  EXPECT_EQ(back->signals[0].description, "lead II");
}

}  // namespace
}  // namespace vigil::wfdb
