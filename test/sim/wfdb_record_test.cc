#include "test/sim/wfdb_record.h"

#include <algorithm>
#include <string>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"

namespace vigil::sim {
namespace {

Recording Short() {
  Scene first;
  first.seconds = 20;
  first.rhythm = Rhythm::kBigeminy;
  Scene second = first;
  second.rhythm = Rhythm::kVentricularFibrillation;
  return Simulate({first, second, OnDesk(20)});
}

TEST(WfdbRecord, IsReadBackAsItWasMade) {
  const Recording recording = Short();
  const std::string folder = testing::TempDir();
  ASSERT_TRUE(wfdb::WriteRecord(folder, EcgRecord(recording, "simecg")).ok());
  ASSERT_TRUE(wfdb::WriteRecord(folder, BodyRecord(recording, "simbody")).ok());
  ASSERT_TRUE(wfdb::WriteAnnotations(folder + "/simecg.atr", Truth(recording)).ok());

  const auto ecg = wfdb::ReadRecord(folder + "/simecg.hea");
  ASSERT_TRUE(ecg.ok()) << ecg.status();
  EXPECT_EQ(ecg->header.sampling_frequency, 250);
  EXPECT_TRUE(std::equal(ecg->samples[0].begin(), ecg->samples[0].end(), recording.ecg_uv.begin()));
  const auto body = wfdb::ReadRecord(folder + "/simbody.hea");
  ASSERT_TRUE(body.ok()) << body.status();
  ASSERT_EQ(body->samples.size(), 6u);
  EXPECT_EQ(body->samples[2][100], recording.light.infrared[100] / 16);
  EXPECT_EQ(body->samples[5][100], recording.motion[100].z);
  const auto truth = wfdb::ReadAnnotations(folder + "/simecg.atr");
  ASSERT_TRUE(truth.ok()) << truth.status();
  EXPECT_EQ(truth->size(), Truth(recording).size());
}

TEST(WfdbRecord, TruthNamesBeatsAndRhythms) {
  const Recording recording = Short();
  std::string rhythms;
  int normal = 0;
  int ventricular = 0;
  int brackets = 0;
  for (const wfdb::Annotation& each : Truth(recording)) {
    rhythms += each.auxiliary;
    normal += each.code == wfdb::kNormalBeat;
    ventricular += each.code == wfdb::kPrematureVentricular;
    brackets += each.code == wfdb::kVentricularFlutterOn || each.code == wfdb::kVentricularFlutterOff;
  }
  EXPECT_EQ(rhythms, "(B(VF(U");
  EXPECT_EQ(brackets, 2);
  EXPECT_EQ(normal + ventricular, static_cast<int>(recording.beats.size()));
  EXPECT_NEAR(normal, ventricular, 1);
}

TEST(WfdbRecord, CutsOffWhatSixteenBitsDoNotHold) {
  Scene off;
  off.seconds = 2;
  off.contact = Contact::kLeadOff;
  const wfdb::Record record = EcgRecord(Simulate({off}), "off");
  EXPECT_EQ(record.samples[0][0], 32'767);
}

}  // namespace
}  // namespace vigil::sim
