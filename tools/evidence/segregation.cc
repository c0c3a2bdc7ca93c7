#include "tools/evidence/segregation.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "platform/lifecycle/evidence.pb.h"

namespace vigil::lifecycle {
namespace {

std::string ResultOf(const TestCase& one) {
  if (one.result() == RESULT_UNSPECIFIED) return "has no result";
  const std::string result = absl::AsciiStrToLower(Result_Name(one.result()));
  return absl::StrCat(one.result() == SKIPPED ? "was " : "", result, one.detail().empty() ? "" : ": ", one.detail());
}

}  // namespace

absl::Status ShowsSegregation(const std::string& test, const std::string& record) {
  Evidence evidence;
  if (!google::protobuf::TextFormat::ParseFromString(record, &evidence)) {
    return absl::InvalidArgumentError("its record can't be read");
  }
  if (evidence.test_size() != 1 || evidence.test(0).test() != test) {
    return absl::InvalidArgumentError("its record is not of that test alone");
  }
  for (const TestCase& one : evidence.test(0).case_()) {
    if (one.result() != PASSED) return absl::FailedPreconditionError(absl::StrCat(one.name(), " ", ResultOf(one)));
  }
  if (evidence.test(0).case_().empty()) return absl::FailedPreconditionError("it has no case");
  return absl::OkStatus();
}

}  // namespace vigil::lifecycle
