#include "tools/evidence/evidence_of.h"

#include <algorithm>
#include <sstream>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "boost/property_tree/ptree.hpp"
#include "boost/property_tree/xml_parser.hpp"

namespace vigil::lifecycle {
namespace {

using boost::property_tree::ptree;

constexpr char kVerifies[] = "verifies ";
constexpr char kInputs[] = "stat::number_of_executed_units:";
constexpr char kNew[] = "stat::new_units_added:";

std::string Attribute(const ptree& element, const char* name) {
  return element.get<std::string>(absl::StrCat("<xmlattr>.", name), "");
}

Result ResultOf(const ptree& element) {
  if (element.count("failure") + element.count("error") > 0) return FAILED;
  if (element.count("skipped") > 0) return SKIPPED;
  // GoogleTest says "notrun" of what was filtered out or disabled; Node says nothing.
  const std::string status = Attribute(element, "status");
  return status.empty() || status == "run" ? PASSED : SKIPPED;
}

bool IsId(absl::string_view word) {
  return absl::StrContains(word, '-') && std::all_of(word.begin(), word.end(), [](char c) {
    return absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == '-';
  });
}

// Takes "[ID, ID]" off the end of a title.
std::vector<std::string> TakeIds(std::string& title) {
  const std::size_t open = title.rfind(" [");
  if (open == std::string::npos || title.back() != ']') return {};
  const std::vector<std::string> words =
      absl::StrSplit(title.substr(open + 2, title.size() - open - 3), ", ");
  if (!std::all_of(words.begin(), words.end(), IsId)) return {};
  title.resize(open);
  return words;
}

// Node's report names the file; GoogleTest's is of one program.
std::string StemOf(const std::string& file) {
  const std::string name = file.substr(file.rfind('/') + 1);
  return name.substr(0, name.find('.'));
}

void AddCase(const ptree& element, const std::string& suite, TestEvidence& evidence) {
  TestCase& one = *evidence.add_case_();
  std::string title = Attribute(element, "name");
  for (std::string& id : TakeIds(title)) one.add_verifies(std::move(id));
  const std::string file = Attribute(element, "file");
  const bool is_node = !file.empty() && Attribute(element, "status").empty();
  one.set_name(is_node ? absl::StrCat(StemOf(file), ".", suite, title)
                       : absl::StrCat(Attribute(element, "classname"), ".", title));
  one.set_result(ResultOf(element));
  const auto properties = element.get_child_optional("properties");
  if (!properties) return;
  for (const auto& [tag, property] : *properties) {
    const std::string name = Attribute(property, "name");
    absl::string_view id = name;
    if (absl::ConsumePrefix(&id, kVerifies)) one.add_verifies(std::string(id));
  }
}

// What stands in a suite, and in the suites in it.
void AddCases(const ptree& suite, const std::string& path, TestEvidence& evidence) {
  for (const auto& [tag, element] : suite) {
    if (tag == "testcase") AddCase(element, path, evidence);
    if (tag == "testsuite") AddCases(element, absl::StrCat(path, Attribute(element, "name"), "."), evidence);
  }
}

TestCase Case(const std::string& name, bool passed, std::string detail, const std::vector<std::string>& verifies) {
  TestCase one;
  one.set_name(name);
  one.set_result(passed ? PASSED : FAILED);
  one.set_detail(std::move(detail));
  for (const std::string& id : verifies) one.add_verifies(id);
  return one;
}

// A figure of libFuzzer; -1 when it does not say it.
int FigureIn(const std::string& output, absl::string_view name) {
  int figure = -1;
  for (absl::string_view line : absl::StrSplit(output, '\n')) {
    if (absl::ConsumePrefix(&line, name) && !absl::SimpleAtoi(line, &figure)) return -1;
  }
  return figure;
}

}  // namespace

absl::StatusOr<TestEvidence> EvidenceOf(const std::string& xml) {
  ptree report;
  std::istringstream input(xml);
  try {
    boost::property_tree::read_xml(input, report);
  } catch (const boost::property_tree::xml_parser_error& error) {
    return absl::InvalidArgumentError(absl::StrCat("the report of the test can't be read: ", error.message()));
  }
  const auto suites = report.get_child_optional("testsuites");
  if (!suites) return absl::InvalidArgumentError("the report of the test has no testsuites");
  TestEvidence evidence;
  AddCases(*suites, "", evidence);
  return evidence;
}

TestCase CaseOfExitCode(const std::string& name, int exit_code, const std::vector<std::string>& verifies) {
  return Case(name, exit_code == 0, "judged by its exit code alone", verifies);
}

TestCase CaseOfFuzzing(const std::string& output, int exit_code, int least, const std::vector<std::string>& verifies) {
  const int inputs = FigureIn(output, kInputs);
  if (inputs < 0) return Case("Fuzzing", false, "does not say how many inputs it tried", verifies);
  const int found = std::max(FigureIn(output, kNew), 0);
  const std::string figure = absl::StrCat(inputs, inputs == 1 ? " input" : " inputs");
  TestCase one = Case("Fuzzing", false, "", verifies);
  one.set_inputs(static_cast<std::uint32_t>(inputs));
  if (inputs < least) {
    one.set_detail(absl::StrCat(figure, ", not ", least));
  } else if (found == 0) {
    one.set_detail(absl::StrCat(figure, " went one way: the fuzz entry calls no code that looks at them"));
  } else {
    one.set_result(exit_code == 0 ? PASSED : FAILED);
    one.set_detail(absl::StrCat(figure, ", ", found, " of them on ways of their own"));
  }
  return one;
}

}  // namespace vigil::lifecycle
