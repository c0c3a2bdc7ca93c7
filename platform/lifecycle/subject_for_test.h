// For tests of rules: the findings of a few records.
//
//   Given given;
//   given.Read("item { id: \"ITEM-A\" safety_class: A }");
//   EXPECT_EQ(given.RulesOf(CheckClasses), Rules({}));
#ifndef VIGIL_PLATFORM_LIFECYCLE_SUBJECT_FOR_TEST_H_
#define VIGIL_PLATFORM_LIFECYCLE_SUBJECT_FOR_TEST_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "google/protobuf/text_format.h"
#include "platform/lifecycle/check.h"
#include "platform/lifecycle/id_register.h"

namespace vigil::lifecycle {

// "rule id", in the order in which they were found.
using Rules = std::vector<std::string>;

class Given {
 public:
  void Read(const std::string& text) { records_.Read("a.textproto", text, reading_); }

  template <typename Message>
  static Message Parse(const std::string& text) {
    Message message;
    if (!google::protobuf::TextFormat::ParseFromString(text, &message)) message.Clear();
    return message;
  }

  Findings FindingsOf(void (*check)(const Subject&, Findings&)) {
    if (!connected_) records_.Connect();
    connected_ = true;
    Findings findings;
    check({.records = records_, .profile = profile, .ids = ids, .locked = locked,
           .repositories = repositories, .evidence = evidence, .graph = graph, .source_texts = source_texts,
           .today = today, .profile_sha256 = profile_sha256, .for_release = for_release},
          findings);
    return findings;
  }

  Rules RulesOf(void (*check)(const Subject&, Findings&)) { return Names(FindingsOf(check)); }
  Rules RulesOfReading() const { return Names(reading_); }
  Records& records() { return records_; }

  Profile profile;
  std::optional<IdRegister> ids;
  std::optional<std::map<std::string, std::string>> locked;
  std::optional<std::map<std::string, std::string>> repositories;
  std::optional<Evidence> evidence;
  std::optional<BuildGraph> graph;
  std::optional<SourceTexts> source_texts;
  std::optional<std::string> today;
  std::string profile_sha256;
  bool for_release = false;

 private:
  static Rules Names(const Findings& findings) {
    Rules rules;
    for (const Finding& finding : findings) {
      rules.push_back(finding.id.empty() ? finding.rule : finding.rule + " " + finding.id);
    }
    return rules;
  }

  Records records_;
  Findings reading_;
  bool connected_ = false;
};

}  // namespace vigil::lifecycle

#endif  // VIGIL_PLATFORM_LIFECYCLE_SUBJECT_FOR_TEST_H_
