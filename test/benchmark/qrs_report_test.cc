#include "test/benchmark/qrs_report.h"

#include <string>

#include "gtest/gtest.h"
#include "test/benchmark/qrs_run.h"
#include "test/benchmark/told_for_test.h"

namespace vigil::benchmark {
namespace {

QrsRun RunOf(Duration latency, Duration undeterminable) {
  QrsRun run;
  run.beats.push_back({Timestamp{1'000'000}, latency});
  run.undeterminable = undeterminable;
  run.length = Seconds(1800);
  return run;
}

bool Holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(QrsReportTest, GrossCountsBeatsAndAverageCountsRecords) {
  QrsReport report;
  report.Add("100", CountOf(900, 100, 0), CountOf(1000, 0, 0), RunOf(Milliseconds(400), Seconds(18)));
  report.Add("101", CountOf(100, 0, 100), CountOf(100, 100, 0), RunOf(Milliseconds(600), Seconds(0)));
  const std::string json = report.Json("db");
  for (const std::string part :
       {"{\"record\":\"100\",\"tp\":900.0,\"fn\":100.0,\"fp\":0.0,\"se_percent\":90.000,\"ppv_percent\":100.000,"
        "\"se_percent_from_start\":100.000,\"ppv_percent_from_start\":100.000,\"answered_percent\":99.000}",
        "{\"record\":\"gross\",\"tp\":1000.0,\"fn\":100.0,\"fp\":100.0,\"se_percent\":90.909,\"ppv_percent\":90.909,"
        "\"se_percent_from_start\":91.667,\"ppv_percent_from_start\":100.000,\"answered_percent\":99.500}",
        "{\"record\":\"average\",\"tp\":null,\"fn\":null,\"fp\":null,\"se_percent\":95.000,\"ppv_percent\":75.000,"
        "\"se_percent_from_start\":75.000,\"ppv_percent_from_start\":100.000,\"answered_percent\":99.500}",
        "\"hours\":1.00", "\"latency_ms_max\":600"}) {
    EXPECT_TRUE(Holds(json, part)) << part << "\n" << json;
  }
}

TEST(QrsReportTest, FiguresNameTheirDataSetAndRule) {
  QrsReport report;
  report.Add("100", CountOf(1, 0, 0), CountOf(1, 0, 0), RunOf(Milliseconds(400), Seconds(0)));
  EXPECT_TRUE(Holds(report.Text("db"), "data set db: 1 records"));
  EXPECT_TRUE(Holds(report.Text("db"), "EC57"));
  EXPECT_TRUE(Holds(report.Text("db"), "all Se %"));
  EXPECT_TRUE(Holds(report.Json("db"), "\"data_set\":\"db\""));
  EXPECT_TRUE(Holds(report.Json("db"), "EC57"));
}

TEST(QrsReportTest, WhatCannotBeComputedIsNull) {
  QrsReport report;
  EXPECT_TRUE(Holds(report.Json("db"), "\"se_percent\":null"));
  EXPECT_TRUE(Holds(report.Json("db"), "\"latency_ms_p50\":null"));
  EXPECT_TRUE(Holds(report.Json("db"), "\"answered_percent\":null"));
  report.Add("100", CountOf(0, 0, 4), CountOf(0, 0, 4), QrsRun());
  report.Add("101", CountOf(1, 0, 0), CountOf(1, 0, 0), QrsRun());
  EXPECT_TRUE(Holds(report.Json("db"), "{\"record\":\"average\",\"tp\":null,\"fn\":null,\"fp\":null,\"se_percent\":100.000,"));
}

TEST(QrsReportTest, JsonIsOneLineAndItsTextIsEscaped) {
  QrsReport report;
  EXPECT_EQ(report.Json("a\"b\\c").find('\n'), std::string::npos);
  EXPECT_TRUE(Holds(report.Json("a\"b\\c"), "\"data_set\":\"a\\\"b\\\\c\""));
}

}  // namespace
}  // namespace vigil::benchmark
