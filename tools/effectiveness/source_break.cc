#include "tools/effectiveness/source_break.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"

namespace vigil::lifecycle {
namespace {

std::string WithoutBlanks(std::string text) {
  text.erase(std::remove_if(text.begin(), text.end(),
                            [](char c) { return absl::ascii_isspace(static_cast<unsigned char>(c)); }),
             text.end());
  return text;
}

int TimesIn(const std::string& source, const std::string& line) {
  int times = 0;
  for (std::size_t at = source.find(line); at != std::string::npos; at = source.find(line, at + 1)) {
    ++times;
  }
  return times;
}

}  // namespace

absl::StatusOr<RiskControl::Break> DeclaredBreak(const std::string& records,
                                                 const std::string& id, int index) {
  LifecycleFile file;
  if (!google::protobuf::TextFormat::ParseFromString(records, &file)) {
    return absl::InvalidArgumentError("the records can't be read; `vigil check` tells where");
  }
  for (const RiskControl& control : file.control()) {
    if (control.id() != id) continue;
    if (index >= 0 && index < control.broken_by_size()) return control.broken_by(index);
    return absl::NotFoundError(absl::StrCat(id, " declares ", control.broken_by_size(),
                                            " breaks, and number ", index,
                                            " is asked for: write a broken_by into its record"));
  }
  return absl::NotFoundError(absl::StrCat("there is no risk control ", id, " in these records"));
}

absl::StatusOr<std::string> Broken(const RiskControl::Break& declared,
                                   const std::string& source) {
  const std::string& line = declared.line();
  if (WithoutBlanks(line) == WithoutBlanks(declared.instead())) {
    return absl::InvalidArgumentError(absl::StrCat("the break of ", declared.file(), " changes nothing"));
  }
  const int times = line.empty() ? 0 : TimesIn(source, line);
  if (times != 1) {
    return absl::InvalidArgumentError(absl::StrCat("the line of the break stands ", times, " times in ",
                                                   declared.file(), ", not once: \"", line, "\""));
  }
  std::string broken = source;
  return broken.replace(broken.find(line), line.size(), declared.instead());
}

}  // namespace vigil::lifecycle
