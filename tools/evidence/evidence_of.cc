#include "tools/evidence/evidence_of.h"

#include <sstream>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "boost/property_tree/ptree.hpp"
#include "boost/property_tree/xml_parser.hpp"

namespace vigil::lifecycle {
namespace {

using boost::property_tree::ptree;

constexpr char kVerifies[] = "verifies ";

std::string Attribute(const ptree& element, const char* name) {
  return element.get<std::string>(absl::StrCat("<xmlattr>.", name), "");
}

Result ResultOf(const ptree& element) {
  if (element.count("failure") > 0) return FAILED;
  if (element.count("skipped") > 0) return SKIPPED;
  // "notrun": filtered out, or disabled.
  return Attribute(element, "status") == "run" ? PASSED : SKIPPED;
}

void AddCase(const ptree& element, TestEvidence& evidence) {
  TestCase& one = *evidence.add_case_();
  one.set_name(absl::StrCat(Attribute(element, "classname"), ".", Attribute(element, "name")));
  one.set_result(ResultOf(element));
  const auto properties = element.get_child_optional("properties");
  if (!properties) return;
  for (const auto& [tag, property] : *properties) {
    const std::string name = Attribute(property, "name");
    absl::string_view id = name;
    if (absl::ConsumePrefix(&id, kVerifies)) one.add_verifies(std::string(id));
  }
}

}  // namespace

absl::StatusOr<TestEvidence> EvidenceOf(const std::string& xml) {
  ptree report;
  std::istringstream input(xml);
  try {
    boost::property_tree::read_xml(input, report);
  } catch (const boost::property_tree::xml_parser_error& error) {
    return absl::InvalidArgumentError(absl::StrCat("the report of the test can't be read: ", error.what()));
  }
  const auto suites = report.get_child_optional("testsuites");
  if (!suites) return absl::InvalidArgumentError("the report of the test has no testsuites");
  TestEvidence evidence;
  for (const auto& [suite_tag, suite] : *suites) {
    for (const auto& [tag, element] : suite) {
      if (tag == "testcase") AddCase(element, evidence);
    }
  }
  return evidence;
}

}  // namespace vigil::lifecycle
