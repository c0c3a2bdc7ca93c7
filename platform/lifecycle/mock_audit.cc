#include "platform/lifecycle/mock_audit.h"

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "platform/lifecycle/graph_index.h"

namespace vigil::lifecycle {
namespace {

// Below so many words a reason is a formula.
constexpr std::size_t kThinWords = 5;
// One case that verifies more shows none of them well.
constexpr int kManyClaims = 4;

std::size_t Words(const std::string& text) {
  const std::vector<absl::string_view> words = absl::StrSplit(text, absl::ByAnyChar(" \n\t"), absl::SkipEmpty());
  return words.size();
}

std::string TitleOf(const Record& record) {
  for (const char* name : {"title", "name", "version"}) {
    const auto* field = record.message->GetDescriptor()->FindFieldByName(name);
    if (field != nullptr) return record.message->GetReflection()->GetString(*record.message, field);
  }
  return "";
}

std::string WhereOf(const Record& record) { return absl::StrCat(*record.file, ":", record.line); }

// Records of `Kind` that point at this one with the field.
template <typename Kind>
std::vector<const Record*> Pointing(const Record& record, absl::string_view field) {
  std::vector<const Record*> found;
  for (const Record* from : record.linked_from) {
    if (from->As<Kind>() == nullptr || std::find(found.begin(), found.end(), from) != found.end()) continue;
    for (const Reference& link : from->links) {
      if (link.target == &record && link.field->name() == field) {
        found.push_back(from);
        break;
      }
    }
  }
  return found;
}

// Whom the record points at with the field, if it is of that kind.
template <typename Kind>
std::vector<const Record*> Pointed(const Record& record, absl::string_view field) {
  std::vector<const Record*> found;
  for (const Reference& link : record.links) {
    const bool fits = link.field->name() == field && link.target != nullptr;
    if (fits && link.target->As<Kind>() != nullptr) found.push_back(link.target);
  }
  return found;
}

// One thread, from where it was picked to its ends.
class Thread {
 public:
  Thread(const Audited& audited, const GraphIndex* graph, std::set<std::string>& told, Followed& followed)
      : audited_(audited), graph_(graph), told_(told), followed_(followed) {}

  void FollowHazard(const Record& record) {
    const auto& hazard = *record.As<Hazard>();
    Step(0, record);
    for (const Hazard::Cause& cause : hazard.cause()) {
      Line(1, absl::StrCat("cause, ", CauseKind_Name(cause.kind()), ": ", cause.text(),
                           cause.has_item() ? absl::StrCat("  (", cause.item().to(), ")") : ""));
    }
    const bool any_item = std::any_of(hazard.cause().begin(), hazard.cause().end(),
                                      [](const Hazard::Cause& cause) { return cause.has_item(); });
    Ask(any_item, record, "7.1.1", "Which software item can cause this? None of the causes names one.", "its causes name software items");
    Ask(Words(hazard.residual_risk()) >= kThinWords, record, "7.2.1",
        "What is left of this risk, and why may it stay?", "its residual risk is told");
    const auto controls = Pointed<RiskControl>(record, "controlled_by");
    const bool more_than_words = std::any_of(controls.begin(), controls.end(), [](const Record* control) {
      return control->As<RiskControl>()->kind() != INFORMATION;
    });
    Ask(more_than_words || hazard.severity() < SERIOUS, record, "7.2.1",
        "A serious harm, and nothing but information against it.", "it is controlled by more than information");
    for (const Record* control : controls) FollowControl(*control, 1);
    FollowReleases();
  }

  void FollowControl(const Record& record, int depth) {
    const auto& control = *record.As<RiskControl>();
    Step(depth, record);
    Approved(record, "7.2.1");
    if (control.external()) return;
    const std::set<std::string> there(control.implementation_test().begin(), control.implementation_test().end());
    const std::set<std::string> works(control.effectiveness_test().begin(), control.effectiveness_test().end());
    const bool apart = std::any_of(works.begin(), works.end(), [&](const std::string& test) { return there.count(test) == 0; });
    Ask(apart, record, "7.3.1",
        works.empty() ? "Which test shows that it works, and not only that it is there?"
                      : "The test that it works is the one that it is there. What would fail if it were there and useless?",
        "that it works is shown by another test than that it is there");
    Ask(Words(control.new_hazards()) >= 2 || absl::StartsWithIgnoreCase(control.new_hazards(), "none."), record, "7.4.2",
        "Can this control itself do harm? The record does not say.", "what the control itself could cause was asked");
    for (const std::string& source : control.source()) Line(depth + 1, absl::StrCat("in ", source));
    for (const std::string& test : there) FollowTest(record, test, depth + 1, "is there");
    for (const std::string& test : works) FollowTest(record, test, depth + 1, "works");
    const auto requirements = Pointing<Requirement>(record, "implements");
    Ask(!requirements.empty(), record, "7.2.2", "Where is this control a requirement of the software?",
        "it is a requirement of the software");
    for (const Record* requirement : requirements) FollowRequirement(*requirement, depth + 1);
  }

  void FollowRequirement(const Record& record, int depth) {
    const auto& requirement = *record.As<Requirement>();
    Step(depth, record);
    Approved(record, "5.2.6");
    const std::string vague = VagueWord(requirement.text());
    Ask(vague.empty(), record, "5.2.6", absl::StrCat("\"", vague, "\": what would a test have to show to refute it?"),
        "its text has no vague word");
    const bool needs_figure = requirement.kind() == PERFORMANCE || requirement.kind() == ALARM;
    const bool has_figure = std::any_of(requirement.text().begin(), requirement.text().end(),
                                        [](unsigned char c) { return absl::ascii_isdigit(c); });
    Ask(has_figure || !needs_figure, record, "5.2.2",
        absl::StrCat("A requirement of kind ", RequirementKind_Name(requirement.kind()), " without a figure: how much, how long?"), "");
    Ask(Words(requirement.rationale()) >= kThinWords, record, "5.2.2",
        absl::StrCat("Why so? \"", requirement.rationale(), "\" gives me no reason."), "its rationale gives a reason");
    const SafetyClass of = Records::ClassOf(record);
    const auto units = Pointing<UnitDesign>(record, "implements");
    Ask(!units.empty() || of < B, record, "5.3.1", "Show me the design that implements it.", "a unit implements it");
    for (const Record* unit : units) FollowUnit(*unit, depth + 1);
    FollowCases(record, depth + 1);
    Up(record, depth);
  }

  void FollowUnit(const Record& record, int depth) {
    const auto& unit = *record.As<UnitDesign>();
    Step(depth, record);
    Ask(Words(unit.design()) >= 2 * kThinWords, record, "5.4.2",
        absl::StrCat("\"", unit.design(), "\": could somebody write the code from this?"), "its design says how");
    for (const std::string& source : unit.source()) {
      Line(depth + 1, absl::StrCat("in ", source));
      Ask(audited_.exists(source), record, "5.4.1", absl::StrCat("You name ", source, ". Where is it?"), "");
    }
  }

  void FollowSoup(const Record& record) {
    const auto& soup = *record.As<Soup>();
    Step(0, record);
    Line(1, absl::StrCat("version ", soup.version(), ", accepted up to class ", SafetyClass_Name(soup.accepted_up_to())));
    Approved(record, "5.3.3");
    Ask(soup.anomalies_reviewed_for() == soup.version(), record, "7.1.3",
        soup.anomalies_reviewed_for().empty()
            ? absl::StrCat("Who has read the known anomalies of ", soup.version(), "?")
            : absl::StrCat("The anomalies were read for ", soup.anomalies_reviewed_for(), "; you ship ", soup.version(), "."),
        "its anomalies were read for the version in use");
    Ask(!soup.anomaly().empty() || soup.anomalies_reviewed_for().empty(), record, "7.1.3",
        "The list was read, and not one entry was worth a word? Show me the list.", "single anomalies are told");
    for (const Soup::Anomaly& anomaly : soup.anomaly()) {
      Line(1, absl::StrCat(anomaly.reference(), ": ", anomaly.evaluation()));
      Ask(Words(anomaly.evaluation()) >= kThinWords - 1, record, "7.1.3",
          absl::StrCat(anomaly.reference(), ": \"", anomaly.evaluation(), "\" is no evaluation."), "its anomalies are evaluated");
    }
    Ask(Words(soup.verification()) >= kThinWords - 1, record, "5.3.3",
        "How do you know that it does what you need of it?", "it is verified for its use");
    Ask(!soup.end_of_support().empty(), record, "6.1", "What do you do when nobody supports it any more, and when is that?", "");
    for (const Record* from : record.linked_from) {
      if (from->As<Hazard>() != nullptr) Line(1, absl::StrCat("cause of ", from->id, "  ", TitleOf(*from)));
    }
  }

  void FollowItem(const Record& record) {
    const auto& item = *record.As<SoftwareItem>();
    Step(0, record);
    Line(1, absl::StrCat("class ", SafetyClass_Name(item.safety_class()), ": ", item.class_rationale()));
    Approved(record, "4.3");
    static constexpr const char* kChance[] = {"unlikely", "improbable", "rare", "rarely", "seldom", "well tested", "never fails"};
    for (const char* word : kChance) {
      Ask(!absl::StrContainsIgnoreCase(item.class_rationale(), word), record, "4.3",
          absl::StrCat("\"", word, "\": software that fails is assumed to fail; its probability lowers no class."), "");
    }
    Ask(Words(item.class_rationale()) >= 2 * kThinWords, record, "4.3",
        absl::StrCat("\"", item.class_rationale(), "\": what happens to whom when it fails?"), "its class has a rationale");
    const auto requirements = Pointing<Requirement>(record, "item");
    Ask(!requirements.empty() || !Pointing<SoftwareItem>(record, "part_of").empty(), record, "5.2.1",
        "What is this item required to do?", "it has requirements, or parts that have");
    for (const Record* requirement : requirements) Line(1, absl::StrCat(requirement->id, "  ", TitleOf(*requirement)));
    for (const Record* segregation : Pointing<Segregation>(record, "item")) {
      Step(1, *segregation);
      for (const std::string& test : segregation->As<Segregation>()->test()) FollowTest(*segregation, test, 2, "holds");
    }
  }

  void FollowPlan(const Record& record) {
    const auto& plan = *record.As<Plan>();
    Step(0, record);
    Approved(record, "5.1.1");
    Ask(!plan.tool().empty(), record, "5.1.4", "With what is this plan carried out?", "it names what is really used");
    for (const std::string& tool : plan.tool()) {
      Line(1, absl::StrCat("uses ", tool));
      for (const absl::string_view word : absl::StrSplit(tool, ' ', absl::SkipEmpty())) {
        if (absl::StrContains(word, '*') || absl::StrContains(word, "...")) continue;
        const bool is_label = absl::StartsWith(word, "//");
        const bool is_file = !is_label && absl::StrContains(word, '/');
        if (is_label && graph_ != nullptr) Have(graph_->Find(word) != nullptr, record, word);
        if (is_file) Have(audited_.exists(std::string(word)), record, word);
      }
    }
  }

  // Where a thread ends: what went to the field.
  void FollowReleases() {
    bool any = false;
    for (const Record& record : audited_.subject.records.all()) {
      if (record.As<Release>() == nullptr) continue;
      any = true;
      Step(1, record);
      Approved(record, "5.8.6");
    }
    AskTest(any, "release", "5.8.4", "Which version is in the field, and what of this is in it? There is no release record.",
            "there is a release record");
  }

  // From a test back to why it is there.
  void FollowEvidence(const TestEvidence& test) {
    Line(0, absl::StrCat(test.test(), ": ", test.case_().size(), test.case_().size() == 1 ? " case, in " : " cases, in ",
                         test.environment()));
    std::set<std::string> ids;
    for (const TestCase& one : test.case_()) ids.insert(one.verifies().begin(), one.verifies().end());
    AskTest(!ids.empty(), test.test(), "5.7.1", "What requirement does this test verify? None of its cases says.",
            "it says what it verifies");
    AskTest(!test.environment().empty(), test.test(), "5.7.5", "On what did it run?", "");
    AskTest(!test.tool().empty(), test.test(), "9.8", "With which tools was it made?", "its tools are known by digest");
    for (const std::string& id : ids) {
      const Record* record = audited_.subject.records.Find(id);
      if (record == nullptr) continue;
      Step(1, *record);
      Up(*record, 1);
    }
  }

  // From a commit back to why it was made.
  void FollowCommit(const AuditedCommit& commit) {
    const std::string name = absl::StrCat("commit ", commit.hash.substr(0, 12));
    Line(0, absl::StrCat(name, ": ", commit.subject));
    AskTest(!commit.requests.empty(), name, "8.2.1", "Who asked for this change, and who approved it?",
            "it names its change request");
    for (const std::string& id : commit.requests) {
      const Record* request = audited_.subject.records.Find(id);
      if (request == nullptr) continue;
      Step(1, *request);
      Approved(*request, "8.2.1");
    }
    std::set<const Record*> units;
    for (const Record& record : audited_.subject.records.all()) {
      const auto* unit = record.As<UnitDesign>();
      if (unit == nullptr) continue;
      for (const std::string& file : commit.files) {
        if (std::find(unit->source().begin(), unit->source().end(), file) != unit->source().end()) units.insert(&record);
      }
    }
    for (const Record& record : audited_.subject.records.all()) {
      if (units.count(&record) == 0) continue;
      Step(1, record);
      for (const Record* requirement : Pointed<Requirement>(record, "implements")) Step(2, *requirement);
    }
  }

 private:
  void Line(int depth, const std::string& text) {
    followed_.thread.push_back(std::string(static_cast<std::size_t>(depth) * 2, ' ') + text);
  }

  void Step(int depth, const Record& record) {
    Line(depth, absl::StrCat(record.id, "  ", TitleOf(record), "  ", WhereOf(record)));
  }

  void Ask(bool answered, const Record& record, const char* clause, const std::string& objection, const char* fine) {
    Answer(answered, {clause, record.id, WhereOf(record), objection}, fine);
  }

  void AskTest(bool answered, const std::string& name, const char* clause, const std::string& objection, const char* fine) {
    Answer(answered, {clause, name, "", objection}, fine);
  }

  void Answer(bool answered, Objection objection, const std::string& fine) {
    if (!told_.insert(absl::StrCat(objection.id, "\n", answered ? fine : objection.text)).second) return;
    if (!answered) {
      followed_.objections.push_back(std::move(objection));
    } else if (!fine.empty()) {
      followed_.fine.push_back({objection.id, fine});
    }
  }

  void Have(bool there, const Record& record, absl::string_view word) {
    Ask(there, record, "5.1.2", absl::StrCat("The plan says ", word, ". There is none: is it the plan that you follow?"), "");
  }

  void Approved(const Record& record, const char* clause) {
    std::vector<const Record*> approvals = Pointing<Approval>(record, "record");
    std::erase_if(approvals, [](const Record* one) { return one->As<Approval>()->kind() != APPROVAL; });
    const bool current = std::any_of(approvals.begin(), approvals.end(), [&](const Record* approval) {
      return std::any_of(approval->links.begin(), approval->links.end(), [&](const Reference& link) {
        return link.target == &record && !link.IsSuspect();
      });
    });
    Ask(current, record, clause,
        approvals.empty() ? "Who has approved this?" : "What was approved says something else today.", "somebody else approved it as it is");
  }

  // A test that a record names: that it ran and passed.
  void FollowTest(const Record& record, const std::string& label, int depth, const char* shows) {
    const TestEvidence* found = nullptr;
    if (audited_.subject.evidence) {
      for (const TestEvidence& test : audited_.subject.evidence->test()) {
        if (FullLabel(test.test()) == FullLabel(label)) found = &test;
      }
    }
    Line(depth, absl::StrCat("that it ", shows, ": ", label, found == nullptr ? "" : Passed(*found) ? ", passed" : ", not passed"));
    if (!audited_.subject.evidence) return;
    Ask(found != nullptr && Passed(*found), record, "7.3.1", absl::StrCat("Show me the result of ", label, "."),
        "its tests ran and passed");
  }

  static bool Passed(const TestEvidence& test) {
    return !test.case_().empty() && std::all_of(test.case_().begin(), test.case_().end(),
                                                [](const TestCase& one) { return one.result() == PASSED; });
  }

  // Cases that say that they verify the record.
  void FollowCases(const Record& record, int depth) {
    if (!audited_.subject.evidence) return;
    bool any = false;
    for (const TestEvidence& test : audited_.subject.evidence->test()) {
      for (const TestCase& one : test.case_()) {
        if (std::find(one.verifies().begin(), one.verifies().end(), record.id) == one.verifies().end()) continue;
        any = true;
        Line(depth, absl::StrCat("verified by ", test.test(), " ", one.name(), ": ", Result_Name(one.result())));
        AskTest(one.verifies_size() <= kManyClaims, absl::StrCat(test.test(), " ", one.name()), "5.7.1",
                absl::StrCat("One case for ", one.verifies_size(), " requirements: which one fails when it fails?"), "");
      }
    }
    Ask(any, record, "5.7.1", "Which test would fail if this were not so?", "a test that passed verifies it");
  }

  // From a requirement or control up to harm.
  void Up(const Record& record, int depth) {
    for (const Record* control : Pointed<RiskControl>(record, "implements")) {
      Line(depth + 1, absl::StrCat("for ", control->id, "  ", TitleOf(*control)));
      Up(*control, depth + 1);
    }
    for (const Record* hazard : Pointing<Hazard>(record, "controlled_by")) {
      Line(depth + 1, absl::StrCat("against ", hazard->id, "  ", TitleOf(*hazard)));
    }
  }

  const Audited& audited_;
  const GraphIndex* graph_;
  std::set<std::string>& told_;
  Followed& followed_;
};

// What may be picked of one kind.
struct Candidate {
  int risk = 0;
  std::string why;
  const Record* record = nullptr;
  const TestEvidence* test = nullptr;
  const AuditedCommit* commit = nullptr;
  std::uint64_t chance = 0;
};

enum Pile { kHazards, kRequirements, kSoup, kItems, kPlans, kTests, kCommits, kPiles };

class Auditor {
 public:
  Auditor(const Audited& audited, std::uint64_t seed) : audited_(audited), random_(seed) {
    if (audited.subject.graph) graph_.emplace(*audited.subject.graph);
    for (const Record& record : audited.subject.records.all()) AddRecord(record);
    if (audited.subject.evidence) {
      for (const TestEvidence& test : audited.subject.evidence->test()) {
        piles_[kTests].push_back({1, "a test, by chance", nullptr, &test, nullptr, 0});
      }
    }
    for (const AuditedCommit& commit : audited.commits) {
      piles_[kCommits].push_back({1, "a commit, by chance", nullptr, nullptr, &commit, 0});
    }
    for (std::vector<Candidate>& pile : piles_) Sort(pile);
  }

  Audit Run(int count) {
    Audit audit;
    for (std::size_t round = 0; static_cast<int>(audit.size()) < count; ++round) {
      const std::size_t before = audit.size();
      for (const std::vector<Candidate>& pile : piles_) {
        if (round < pile.size() && static_cast<int>(audit.size()) < count) audit.push_back(Follow(pile[round]));
      }
      if (audit.size() == before) break;
    }
    return audit;
  }

 private:
  void AddRecord(const Record& record) {
    const int links = static_cast<int>(record.linked_from.size());
    const SafetyClass of = Records::ClassOf(record);
    if (const auto* hazard = record.As<Hazard>()) {
      Add(kHazards, hazard->severity(), absl::StrCat("severity ", Severity_Name(hazard->severity())), record);
    } else if (record.As<Requirement>() != nullptr) {
      Add(kRequirements, 2 * of + (links == 0 ? 2 : links == 1 ? 1 : 0),
          absl::StrCat("class ", SafetyClass_Name(of), ", ", links, links == 1 ? " record rests" : " records rest", " on it"), record);
    } else if (const auto* soup = record.As<Soup>()) {
      Add(kSoup, 2 * of + soup->anomaly_size() + (soup->anomalies_reviewed_for() == soup->version() ? 0 : 5),
          absl::StrCat(soup->anomaly_size(), " known anomalies, up to class ", SafetyClass_Name(of)), record);
    } else if (record.As<SoftwareItem>() != nullptr) {
      Add(kItems, of, absl::StrCat("class ", SafetyClass_Name(of)), record);
    } else if (const auto* plan = record.As<Plan>()) {
      Add(kPlans, plan->clause_size(), absl::StrCat("answers for ", plan->clause_size(), " clauses"), record);
    }
  }

  void Add(Pile pile, int risk, std::string why, const Record& record) {
    piles_[pile].push_back({risk, std::move(why), &record, nullptr, nullptr, 0});
  }

  // The riskiest first; chance decides among equals. Not by the library's shuffle, which
  // differs from one library to the next.
  void Sort(std::vector<Candidate>& pile) {
    for (Candidate& candidate : pile) candidate.chance = random_();
    std::sort(pile.begin(), pile.end(), [](const Candidate& a, const Candidate& b) {
      return a.risk != b.risk ? a.risk > b.risk : a.chance < b.chance;
    });
  }

  Followed Follow(const Candidate& candidate) {
    Followed followed;
    followed.why = candidate.why;
    Thread thread(audited_, graph_ ? &*graph_ : nullptr, told_, followed);
    if (candidate.test != nullptr) {
      followed.id = candidate.test->test();
      thread.FollowEvidence(*candidate.test);
    } else if (candidate.commit != nullptr) {
      followed.id = absl::StrCat("commit ", candidate.commit->hash.substr(0, 12));
      followed.title = candidate.commit->subject;
      thread.FollowCommit(*candidate.commit);
    } else {
      const Record& record = *candidate.record;
      followed.id = record.id;
      followed.title = TitleOf(record);
      followed.where = WhereOf(record);
      if (record.As<Hazard>() != nullptr) thread.FollowHazard(record);
      if (record.As<Requirement>() != nullptr) thread.FollowRequirement(record, 0);
      if (record.As<Soup>() != nullptr) thread.FollowSoup(record);
      if (record.As<SoftwareItem>() != nullptr) thread.FollowItem(record);
      if (record.As<Plan>() != nullptr) thread.FollowPlan(record);
    }
    return followed;
  }

  const Audited& audited_;
  std::optional<GraphIndex> graph_;
  std::mt19937_64 random_;
  std::vector<Candidate> piles_[kPiles];
  std::set<std::string> told_;
};

}  // namespace

std::string VagueWord(const std::string& text) {
  static constexpr const char* kWords[] = {
      "fast", "quickly", "slow", "appropriate", "appropriately", "adequate", "adequately", "sufficient", "sufficiently",
      "reasonable", "etc", "and so on", "user-friendly", "robust", "reliable", "reliably", "easy", "easily", "suitable",
      "as needed", "if possible", "where possible", "as soon as possible", "normally", "usually", "optimal", "flexible",
      "significant", "tbd", "as far as possible", "in general"};
  const std::string lower = absl::AsciiStrToLower(text);
  const auto is_letter = [&](std::size_t at) {
    return at < lower.size() && (absl::ascii_isalnum(static_cast<unsigned char>(lower[at])) || lower[at] == '-');
  };
  for (const char* word : kWords) {
    const std::size_t size = std::string(word).size();
    for (std::size_t at = lower.find(word); at != std::string::npos; at = lower.find(word, at + 1)) {
      if ((at == 0 || !is_letter(at - 1)) && !is_letter(at + size)) return word;
    }
  }
  return "";
}

Audit MockAudit(const Audited& audited, int count, std::uint64_t seed) { return Auditor(audited, seed).Run(count); }

}  // namespace vigil::lifecycle
