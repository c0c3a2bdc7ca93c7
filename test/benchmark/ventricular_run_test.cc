#include "test/benchmark/ventricular_run.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "platform/wfdb/annotation.h"
#include "plugins/algorithm/beat_classifier/test_ecg.h"
#include "safety_kernel/acquisition/sample_block.h"
#include "safety_kernel/algorithm/observation.h"
#include "safety_kernel/base/time.h"
#include "test/benchmark/beat_score.h"
#include "test/benchmark/qrs_run.h"

namespace vigil::benchmark {
namespace {

using plugins::TestEcg;

// As if a detector had found all of its beats in time.
QrsRun RunOf(const TestEcg& ecg) {
  QrsRun run;
  const std::vector<std::int32_t> samples = ecg.Samples();
  for (std::size_t first = 0; first + 25 <= samples.size(); first += 25) {
    EcgHeard heard;
    heard.block.channel = ChannelId::kEcg;
    heard.block.unit = Unit::kMicrovolt;
    heard.block.count = 25;
    heard.block.period_us = 4000;
    heard.block.first_sample = Timestamp{static_cast<std::int64_t>(first) * 4000};
    for (std::size_t n = 0; n < 25; ++n) heard.block.samples[n] = samples[first + n];
    heard.now = SampleTime(heard.block, 25);
    run.ecg.push_back(heard);
  }
  for (const TestEcg::KnownBeat& beat : ecg.beats()) {
    Observation qrs;
    qrs.code = ObservationCode::kQrsDetected;
    qrs.unit = Unit::kMicrovolt;
    qrs.validity = Validity::kValid;
    qrs.time = beat.time;
    qrs.valid_until = beat.time + Seconds(5);
    run.told.push_back({beat.time + Milliseconds(400), qrs});
    run.beats.push_back({beat.time, Milliseconds(400), 900});
  }
  return run;
}

TestEcg Trigeminy() {
  TestEcg ecg;
  ecg.Beats(10, Milliseconds(800), plugins::kNarrow);
  for (int n = 0; n < 100; ++n) {
    ecg.Beat(Milliseconds(500), plugins::kWide);
    ecg.Beat(Milliseconds(1100), plugins::kNarrow);
    ecg.Beat(Milliseconds(800), plugins::kNarrow);
  }
  return ecg;
}

TEST(VentricularRunTest, ThePluginFindsTheVentricularBeatsOfATrigeminy) {
  const TestEcg ecg = Trigeminy();
  const QrsRun run = RunOf(ecg);
  const absl::StatusOr<std::vector<Observation>> types = RunBeatClassifier(run);
  ASSERT_TRUE(types.ok()) << types.status();
  const std::vector<wfdb::Annotation> typed = ToTypedAnnotations(run.beats, *types, 360);
  ASSERT_EQ(typed.size(), ecg.beats().size());
  for (std::size_t n = 0; n < typed.size(); ++n) {
    const int told = ecg.beats()[n].is_ventricular ? wfdb::kPrematureVentricular : wfdb::kNormalBeat;
    EXPECT_EQ(typed[n].code, n < 8 ? wfdb::kUnclassifiableBeat : told) << n;
  }
  EXPECT_EQ(typed[0].sample, 288);
  EXPECT_EQ(CountBeats(typed).all, 310);
  EXPECT_EQ(CountBeats(typed).answered, 302);
}

TEST(VentricularRunTest, WhatTheKernelWouldNotTakeIsAnError) {
  QrsRun run = RunOf(Trigeminy());
  run.ecg[40].block.unit = Unit::kMilliG;
  EXPECT_FALSE(RunBeatClassifier(run).ok());
}

BeatScore ScoreOf(int tp, int fn, int fp) {
  BeatScore score;
  score.true_positives = tp;
  score.false_negatives = fn;
  score.false_positives = fp;
  return score;
}

TEST(VentricularRunTest, ReportsByRecordGrossAndAverage) {
  VentricularReport report;
  report.Add({"100", ScoreOf(90, 10, 0), ScoreOf(100, 0, 0), {1000, 990}});
  report.Add({"101", ScoreOf(10, 0, 30), ScoreOf(10, 10, 0), {1000, 1000}});
  report.Add({"102", ScoreOf(0, 0, 0), ScoreOf(0, 0, 0), {}});
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
