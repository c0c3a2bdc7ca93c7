#include "test/benchmark/ventricular_run.h"

#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "platform/wfdb/annotation.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"
#include "test/benchmark/qrs_run.h"
#include "test/benchmark/told_for_test.h"

namespace vigil::benchmark {
namespace {

TEST(VentricularRunTest, EachBeatHasTheTypeThatWasToldOfIt) {
  std::vector<Detection> beats;
  for (int second = 1; second <= 4; ++second) beats.push_back({Timestamp() + Seconds(second), Milliseconds(400)});
  const std::vector<wfdb::Annotation> typed =
      ToTypedAnnotations(beats,
                         {Said(ObservationCode::kVentricularBeat, Seconds(1), std::nullopt),
                          Said(ObservationCode::kVentricularBeat, Seconds(2), 0),
                          Said(ObservationCode::kVentricularBeat, Seconds(3), 1),
                          Said(ObservationCode::kVentricularTachycardia, Seconds(4), 1)},
                         360);
  ASSERT_EQ(typed.size(), 4u);
  EXPECT_EQ(typed[0].sample, 360);
  EXPECT_EQ(typed[0].code, wfdb::kUnclassifiableBeat);
  EXPECT_EQ(typed[1].code, wfdb::kNormalBeat);
  EXPECT_EQ(typed[2].code, wfdb::kPrematureVentricular);
  EXPECT_EQ(typed[3].code, wfdb::kUnclassifiableBeat);
  EXPECT_EQ(CountBeats(typed).all, 4);
  EXPECT_EQ(CountBeats(typed).answered, 2);
}

TEST(VentricularRunTest, ReportsByRecordGrossAndAverage) {
  VentricularReport report;
  report.Add("100", CountOf(90, 10, 0), CountOf(100, 0, 0), {1000, 990});
  report.Add("101", CountOf(10, 0, 30), CountOf(10, 10, 0), {1000, 1000});
  report.Add("102", CountOf(0, 0, 0), CountOf(0, 0, 0), {});
  const std::string json = report.Json();
  for (const std::string part :
       {"{\"record\":\"100\",\"tp\":90.0,\"fn\":10.0,\"fp\":0.0,\"se_percent\":90.000,\"ppv_percent\":100.000",
        "{\"record\":\"gross\",\"tp\":100.0,\"fn\":10.0,\"fp\":30.0,\"se_percent\":90.909,\"ppv_percent\":76.923,"
        "\"se_percent_from_start\":91.667,\"ppv_percent_from_start\":100.000,\"answered_percent\":99.500}",
        "{\"record\":\"average\",\"tp\":null,\"fn\":null,\"fp\":null,\"se_percent\":95.000,\"ppv_percent\":62.500,"
        "\"se_percent_from_start\":75.000"}) {
    EXPECT_NE(json.find(part), std::string::npos) << part << "\n" << json;
  }
  EXPECT_NE(json.find("\"rule\":\"ANSI/AAMI EC57"), std::string::npos);
  EXPECT_NE(report.Text().find("gross"), std::string::npos);
  EXPECT_NE(report.Text().find("V Se %"), std::string::npos);
}

TEST(VentricularRunTest, WithoutRecordsNothingIsComputed) {
  const std::string json = VentricularReport().Json();
  EXPECT_NE(json.find("\"record\":\"average\",\"tp\":null"), std::string::npos) << json;
  EXPECT_NE(json.find("\"answered_percent\":null"), std::string::npos);
}

}  // namespace
}  // namespace vigil::benchmark
