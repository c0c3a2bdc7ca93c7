#include "test/benchmark/vitaldb_run.h"

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "safety_kernel/base/time.h"
#include "test/benchmark/af_run.h"

namespace vigil::benchmark {
namespace {

constexpr char kColumns[] = "time_second,beat_type,rhythm_label,bad_signal_quality,bad_signal_quality_label\n";

// Ten minutes from second 3000 on; `step(n)` is the interval after beat n.
template <typename Step>
std::string BeatsOf(const std::string& label, Step step) {
  std::string csv = kColumns;
  double second = 3000;
  for (int n = 0; second < 3600; ++n) {
    absl::StrAppend(&csv, second, ",N,", label, ",False,\n");
    second += step(n);
  }
  return csv;
}

double Even(int n) { return n % 2 == 0 ? 0.80 : 0.83; }
// Without order: what follows an interval does not depend on it.
double Uneven(int n) {
  std::uint32_t mixed = (static_cast<std::uint32_t>(n) + 1) * 2'654'435'761u;
  mixed = (mixed ^ mixed >> 15) * 2'246'822'519u;
  return 0.5 + 0.5 * static_cast<double>(mixed >> 16) / 65'536;
}

TEST(VitalDbRunTest, ReadsBeatsFromTheFirstOnWithTheirRhythms) {
  const absl::StatusOr<LabelledBeats> patient = ReadLabelledBeats(absl::StrCat(
      kColumns, "10.5,N,N,False,\n11.5,S,AFIB/AFL,False,\n11.4,S,N,False,\n12.5,U,Noise,True,x\n13.5,V,VT,False,\n15.6,,,False,\n"));
  ASSERT_TRUE(patient.ok()) << patient.status();
  ASSERT_EQ(patient->beats.size(), 5u);
  EXPECT_EQ(patient->beats[0], Timestamp());
  EXPECT_EQ(patient->beats[2], Timestamp() + Seconds(2));
  EXPECT_EQ(patient->length_s, 5);
  EXPECT_EQ(patient->reference.At(0.5), RhythmKind::kOther);
  EXPECT_EQ(patient->reference.At(1.5), RhythmKind::kFibrillation);
  EXPECT_EQ(patient->reference.At(2.5), RhythmKind::kUnknown);
  EXPECT_EQ(patient->reference.At(3.5), RhythmKind::kOther);
  EXPECT_EQ(patient->reference.At(5.5), RhythmKind::kUnknown);
}

TEST(VitalDbRunTest, RefusesWhatIsNoPatient) {
  EXPECT_EQ(ReadLabelledBeats("time_second,beat_type\n1,N\n2,N\n").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReadLabelledBeats(absl::StrCat(kColumns, "1,N,N,False,\n")).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_FALSE(ReadLabelledBeats(absl::StrCat(kColumns, "x,N,N,False,\n")).ok());
}

TEST(VitalDbRunTest, BeatsWithoutOrderAreToldAndThoseWithAreNot) {
  const absl::StatusOr<LabelledBeats> uneven = ReadLabelledBeats(BeatsOf("AFIB/AFL", Uneven));
  ASSERT_TRUE(uneven.ok()) << uneven.status();
  const absl::StatusOr<Rhythm> told = RunAtrialFibrillation(*uneven);
  ASSERT_TRUE(told.ok()) << told.status();
  EXPECT_GE(*ScoreFibrillation(uneven->reference, *told, uneven->length_s).seconds.Sensitivity(), 90);
  const absl::StatusOr<LabelledBeats> even = ReadLabelledBeats(BeatsOf("N", Even));
  ASSERT_TRUE(even.ok()) << even.status();
  const absl::StatusOr<Rhythm> calm = RunAtrialFibrillation(*even);
  ASSERT_TRUE(calm.ok()) << calm.status();
  EXPECT_EQ(ScoreFibrillation(even->reference, *calm, even->length_s).seconds.false_positives, 0);
}

TEST(VitalDbRunTest, WindowsAreOfOneRhythmThroughout) {
  const absl::StatusOr<LabelledBeats> uneven = ReadLabelledBeats(BeatsOf("AFIB/AFL", Uneven));
  ASSERT_TRUE(uneven.ok()) << uneven.status();
  const BreathWindows windows = WindowsOf(*uneven, RhythmKind::kFibrillation);
  EXPECT_GE(windows.all, 4);
  EXPECT_EQ(windows.no_answer, windows.all);
  EXPECT_EQ(WindowsOf(*uneven, RhythmKind::kOther).all, 0);
}

}  // namespace
}  // namespace vigil::benchmark
