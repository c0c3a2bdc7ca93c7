// Disables a risk control in a program and demands that its test notices.
//
//   break_control declared --records=FILE --control=ID --index=N --out=FILE
//   break_control demand --plan=FILE --out=FILE
//
// `declared` takes the break out of the records, so that `demand` runs again only when
// that break has changed. `demand` writes the record of a test that noticed.
// Exit: 0 well; 1 the control can be disabled unnoticed, or the break does not apply or
// does not compile; 2 called wrongly, or a file can't be read or written.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "tools/effectiveness/demand.h"
#include "tools/effectiveness/break_plan.pb.h"
#include "tools/effectiveness/source_break.h"
#include "tools/effectiveness/trial.h"
#include "tools/evidence/file_digest.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;

using google::protobuf::TextFormat;
using Options = std::map<std::string, std::string>;

constexpr char kUsage[] =
    "break_control declared --records=FILE --control=ID --index=N --out=FILE\n"
    "break_control demand --plan=FILE --out=FILE\n";

absl::Status Write(const std::string& path, const google::protobuf::Message& message) {
  std::string text;
  TextFormat::PrintToString(message, &text);
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  return file.fail() ? absl::InternalError(absl::StrCat("can't write ", path)) : absl::OkStatus();
}

template <typename Message>
absl::Status ReadText(const std::string& path, Message& message) {
  const absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return text.status();
  if (TextFormat::ParseFromString(*text, &message)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(path, " is not what it should be"));
}

absl::Status RunDeclared(Options& options) {
  int index = 0;
  if (!absl::SimpleAtoi(options["index"], &index)) {
    return absl::InvalidArgumentError("--index is no number");
  }
  const absl::StatusOr<std::string> records = ReadFile(options["records"]);
  if (!records.ok()) return records.status();
  const absl::StatusOr<RiskControl::Break> declared = DeclaredBreak(*records, options["control"], index);
  return declared.ok() ? Write(options["out"], *declared) : declared.status();
}

// The same twice, built and run alike: first as it is, then broken.
absl::StatusOr<Evidence> Demand(const BreakPlan& plan, const RiskControl::Break& declared,
                                const fs::path& scratch) {
  const std::string& file = declared.file();
  const absl::StatusOr<std::string> source = ReadFile(file);
  if (!source.ok()) return source.status();
  const absl::StatusOr<std::string> text = Broken(declared, *source);
  if (!text.ok()) return text.status();
  const absl::StatusOr<Trial> in_place = Try(plan, file, *source, scratch / "in_place");
  if (!in_place.ok()) return in_place.status();
  const absl::StatusOr<Trial> broken = Try(plan, file, *text, scratch / "broken");
  if (!broken.ok()) return broken.status();
  absl::StatusOr<Effectiveness> noticed =
      DemandNoticed({.control = plan.control(), .test = plan.test(), .declared = declared,
                     .in_place = in_place->evidence, .broken = broken->evidence});
  if (!noticed.ok()) return noticed.status();
  const absl::StatusOr<std::string> digest = DigestOfFile(file);
  if (!digest.ok()) return digest.status();
  noticed->mutable_source()->set_label(file);
  noticed->mutable_source()->set_sha256(*digest);
  noticed->mutable_broken()->Assign(broken->made.begin(), broken->made.end());
  Evidence record;
  *record.add_effectiveness() = *std::move(noticed);
  return record;
}

absl::Status RunDemand(Options& options) {
  BreakPlan plan;
  RiskControl::Break declared;
  if (absl::Status status = ReadText(options["plan"], plan); !status.ok()) return status;
  if (absl::Status status = ReadText(plan.declared(), declared); !status.ok()) return status;
  const fs::path scratch = fs::absolute(absl::StrCat(options["out"], ".scratch"));
  const absl::StatusOr<Evidence> record = Demand(plan, declared, scratch);
  fs::remove_all(scratch);
  return record.ok() ? Write(options["out"], *record) : record.status();
}

bool Parse(int argc, char** argv, Options& options) {
  for (int n = 2; n < argc; ++n) {
    const std::string argument = argv[n];
    const std::size_t equal = argument.find('=');
    if (argument.rfind("--", 0) != 0 || equal == std::string::npos) return false;
    options[argument.substr(2, equal - 2)] = argument.substr(equal + 1);
  }
  return argc > 1 && !options["out"].empty();
}

int Main(int argc, char** argv) {
  const std::string command = argc > 1 ? argv[1] : "--help";
  Options options;
  if (command == "--help") return std::cout << kUsage, 0;
  const bool known = command == "declared" || command == "demand";
  if (!known || !Parse(argc, argv, options)) return std::cerr << kUsage, 2;
  const absl::Status status = command == "declared" ? RunDeclared(options) : RunDemand(options);
  if (status.ok()) return 0;
  std::cerr << "break_control: " << status.message() << "\n";
  return status.code() == absl::StatusCode::kInternal ? 2 : 1;
}

}  // namespace
}  // namespace vigil::lifecycle

int main(int argc, char** argv) { return vigil::lifecycle::Main(argc, argv); }
