// What new_plugin makes, what it refuses, and what it says that a class asks for, in a
// workspace of the test's own with the real templates and the real profile.
#include "tools/new_plugin/new_plugin.h"

#include <sys/wait.h>

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "platform/lifecycle/check.h"
#include "test/system/temporary_folder.h"
#include "test/verifies.h"
#include "tools/new_plugin/open_needs.h"
#include "tools/new_plugin/write_all.h"
#include "tools/vigil/workspace.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;

constexpr char kTemplates[] = "tools/new_plugin/template";
const char* const kClasses[] = {"A", "B", "C"};

constexpr char kWhole[] = R"(item {
  id: "ITEM-PLUGINS"
  title: "Plugins"
  purpose: "They measure and alarm."
  safety_class: C
  class_rationale: "A missed alarm may end in death."
  package: "//plugins/..."
  no_external_input: "A plugin sees its mailbox alone."
}
)";

class NewPluginTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const std::string path : {kProfile, kInterfaceLock}) Put(path, ReadText(path).value());
    for (const std::string& kind : PluginKinds()) {
      for (const auto& entry : fs::directory_iterator(absl::StrCat(kTemplates, "/", kind))) {
        if (entry.is_regular_file()) Put(entry.path().string(), ReadText(entry.path().string()).value());
      }
    }
    Put("plugins/plugins.lifecycle.textproto", kWhole);
    Put(kIdRegister, "# Ids\nITEM-PLUGINS\n");
    Put(kPackages, "PACKAGES = [\n    \"\",\n    \"plugins\",\n    \"portal\",\n]\n");
  }

  void Put(const std::string& path, const std::string& text) {
    const fs::path file = folder_.path() / path;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    ASSERT_EQ(ReadText(file.string()).value(), text);
  }

  std::string root() const { return folder_.path().string(); }
  std::string Text(const std::string& path) const { return ReadText(absl::StrCat(root(), "/", path)).value(); }

  // The template as a wish of itself.
  static Wish Same(const std::string& kind) {
    return {.kind = kind, .safety_class = "C", .name = absl::StrCat("template_", kind), .folder = absl::StrCat(kTemplates, "/", kind)};
  }

  static Wish Rate(const std::string& kind, const std::string& safety_class) {
    return {.kind = kind, .safety_class = safety_class, .name = "respiration_rate", .folder = "plugins/x/respiration_rate"};
  }

  Files Made(const Wish& wish) const {
    absl::StatusOr<Files> files = PluginFiles(wish, root());
    EXPECT_TRUE(files.ok()) << files.status();
    return files.ok() ? *std::move(files) : Files();
  }

  absl::StatusOr<OpenNeeds> NeedsOf(const Wish& wish) const {
    const std::string file = LifecycleFileOf(wish);
    return FindOpenNeeds(root(), file, Made(wish)[file]);
  }

  absl::Status Refusal(const Wish& wish) const { return CheckedWish(wish, root()).status(); }

  // Every file below the workspace with its content.
  Files Everything() const {
    Files files;
    for (const auto& entry : fs::recursive_directory_iterator(folder_.path())) {
      const std::string path = entry.path().lexically_relative(folder_.path()).string();
      files[path] = entry.is_regular_file() ? Text(path) : "a folder";
    }
    return files;
  }

  // The exit code of the command.
  int Run(const std::string& arguments) const {
    const std::string command = absl::StrCat("BUILD_WORKSPACE_DIRECTORY='", root(), "' tools/new_plugin/new_plugin ",
                                             arguments, " >'", output_.path().string(), "/said' 2>&1");
    return WEXITSTATUS(std::system(command.c_str()));
  }
  std::string Said() const { return ReadText(output_.path().string() + "/said").value(); }

  TemporaryFolder folder_;  // the workspace
  TemporaryFolder output_;  // of the command
};

int Count(const Findings& findings, const std::string& rule, const std::string& clause) {
  int count = 0;
  for (const Finding& finding : findings) count += finding.rule == rule && finding.clause == clause;
  return count;
}

bool HasKind(const OpenNeeds& needs, const std::string& kind) {
  for (const SilentKind& silent : needs.silent) {
    if (silent.name == kind) return true;
  }
  return false;
}

// So what is built and tested as the template is what a user gets.
TEST_F(NewPluginTest, ATemplateUnderItsOwnNameStaysAsItIs) {
  VIGIL_VERIFIES("REQ-NEW-PLUGIN-001");
  for (const std::string& kind : PluginKinds()) {
    const Files files = Made(Same(kind));
    EXPECT_EQ(files.size(), 6u);
    for (const auto& [path, text] : files) {
      const std::string before = Text(path);
      if (absl::EndsWith(path, ".lifecycle.textproto")) continue;
      if (absl::EndsWith(path, "BUILD.bazel")) {
        EXPECT_TRUE(absl::StartsWith(before, text)) << path;
        EXPECT_TRUE(absl::EndsWith(text, ")\n\nlifecycle_package()\n")) << path;
      } else {
        EXPECT_EQ(text, before) << path;
      }
    }
  }
}

// A plugin of another major version is refused at load.
TEST_F(NewPluginTest, TheTemplatesAreForTheKernelAsItIs) {
  const std::string lock = Text(kInterfaceLock);
  const std::size_t begin = lock.find("\nversion ") + 9;
  const std::string version = lock.substr(begin, lock.find('\n', begin) - begin);
  for (const std::string& kind : PluginKinds()) {
    const std::string build = Made(Same(kind))[Same(kind).folder + "/BUILD.bazel"];
    EXPECT_TRUE(absl::StrContains(build, absl::StrCat("    kernel_interface = \"", version, "\",\n"))) << kind;
  }
}

TEST_F(NewPluginTest, NothingOfTheTemplateIsLeftInANewPlugin) {
  VIGIL_VERIFIES("REQ-NEW-PLUGIN-001");
  for (const std::string& kind : PluginKinds()) {
    for (const char* safety_class : kClasses) {
      for (const auto& [path, text] : Made(Rate(kind, safety_class))) {
        EXPECT_TRUE(absl::StartsWith(path, "plugins/x/respiration_rate/")) << path;
        for (const char* word : {"template", "Template", "TEMPLATE", "Example:", "digest", "new_plugin"}) {
          EXPECT_FALSE(absl::StrContains(text, word)) << path << " says " << word;
        }
      }
    }
  }
}

TEST_F(NewPluginTest, ThePluginHasItsNameFolderAndClassEverywhere) {
  VIGIL_VERIFIES("REQ-NEW-PLUGIN-001");
  Files files = Made(Rate("algorithm", "B"));
  const std::string header = files["plugins/x/respiration_rate/respiration_rate.h"];
  EXPECT_TRUE(absl::StrContains(header, "#ifndef VIGIL_PLUGINS_X_RESPIRATION_RATE_RESPIRATION_RATE_H_\n"));
  EXPECT_TRUE(absl::StrContains(header, "class RespirationRate {"));
  const std::string build = files["plugins/x/respiration_rate/BUILD.bazel"];
  EXPECT_TRUE(absl::StrContains(build, "    safety_class = \"B\",\n    stack_bytes"));
  EXPECT_TRUE(absl::StrContains(build, "    safety_class = \"B\",\n    deps = ["));
  EXPECT_FALSE(absl::StrContains(build, "\"C\""));
  const std::string test = files["plugins/x/respiration_rate/respiration_rate_test.cc"];
  EXPECT_TRUE(absl::StrContains(test, "#include \"plugins/x/respiration_rate/respiration_rate.plugin.h\"\n"));
  EXPECT_TRUE(absl::StrContains(test, "VIGIL_VERIFIES(\"REQ-RESPIRATION-RATE-001\")"));
  const std::string records = files[LifecycleFileOf(Rate("algorithm", "B"))];
  EXPECT_TRUE(absl::StrContains(records, "  safety_class: B\n"));
  EXPECT_TRUE(absl::StrContains(records, "  part_of { to: \"ITEM-PLUGINS\" }\n"));
  EXPECT_TRUE(absl::StrContains(records, "  package: \"//plugins/x/respiration_rate\"\n"));
  EXPECT_TRUE(absl::StrContains(files["plugins/x/respiration_rate/README.md"], "# Respiration rate\n"));
}

TEST_F(NewPluginTest, ClassAHasNoUnit) {
  VIGIL_VERIFIES("REQ-NEW-PLUGIN-001");
  for (const char* safety_class : kClasses) {
    const Wish wish = Rate("alerting", safety_class);
    EXPECT_EQ(absl::StrContains(Made(wish)[LifecycleFileOf(wish)], "UNIT-"), *safety_class != 'A');
  }
}

// So that what a new plugin lacks was left out, not forgotten.
TEST_F(NewPluginTest, TheTemplatesAnswerAllThatTheirClassAsksFor) {
  VIGIL_VERIFIES("REQ-NEW-PLUGIN-003");
  Workspace workspace;
  ASSERT_TRUE(workspace.Load(root()).ok());
  Findings findings;
  Check(workspace.subject(), findings);
  int of_the_whole = 0;
  for (const Finding& finding : findings) {
    EXPECT_TRUE(finding.rule != "missing" && finding.rule != "requirement-orphan") << TextOf(finding);
    of_the_whole += finding.rule == "link-broken";
  }
  EXPECT_EQ(of_the_whole, 3);  // ITEM-PLUGIN-TEMPLATES is not in this workspace: they were looked at
}

TEST_F(NewPluginTest, EachAnswerThatOnlyItsAuthorCanGiveIsAskedFor) {
  VIGIL_VERIFIES("REQ-NEW-PLUGIN-003");
  for (const std::string& kind : PluginKinds()) {
    for (const char* safety_class : kClasses) {
      const absl::StatusOr<OpenNeeds> needs = NeedsOf(Rate(kind, safety_class));
      ASSERT_TRUE(needs.ok()) << needs.status();
      const bool is_c = *safety_class == 'C';
      EXPECT_EQ(Count(needs->findings, "missing", "4.3"), 2) << kind;         // purpose, class_rationale
      EXPECT_EQ(Count(needs->findings, "missing", "5.2.1"), 2) << kind;       // text, rationale
      EXPECT_EQ(Count(needs->findings, "requirement-orphan", "5.2.1"), 1) << kind;
      EXPECT_EQ(Count(needs->findings, "missing", "5.5.4"), is_c ? 8 : 0) << kind;
      EXPECT_EQ(Count(needs->findings, "missing", "5.4.2"), is_c ? 1 : 0) << kind;  // design
      EXPECT_EQ(Count(needs->findings, "class-below-whole", "4.3"), is_c ? 0 : 1) << kind;
    }
  }
}

TEST_F(NewPluginTest, NoLinkIsAccepted) {
  VIGIL_VERIFIES("REQ-NEW-PLUGIN-003");
  const absl::StatusOr<OpenNeeds> needs = NeedsOf(Rate("algorithm", "C"));
  ASSERT_TRUE(needs.ok()) << needs.status();
  // part_of; four requirements and the unit of the item; the unit of four requirements
  EXPECT_EQ(Count(needs->findings, "link-suspect", "7.3.3"), 10);
}

TEST_F(NewPluginTest, ItsIdsCountAsRegistered) {
  const absl::StatusOr<OpenNeeds> needs = NeedsOf(Rate("algorithm", "C"));
  ASSERT_TRUE(needs.ok()) << needs.status();
  EXPECT_EQ(Count(needs->findings, "id-unregistered", "8.1.1"), 0);
  for (const char* id : {"ITEM-PLUGIN-RESPIRATION-RATE", "REQ-RESPIRATION-RATE-001", "REQ-RESPIRATION-RATE-004",
                         "UNIT-RESPIRATION-RATE", "ITEM-PLUGINS"}) {
    EXPECT_TRUE(absl::StrContains(needs->registered, absl::StrCat("\n", id, "\n"))) << id;
  }
}

TEST_F(NewPluginTest, WhatAClassAsksForIsReadFromTheProfile) {
  VIGIL_VERIFIES("REQ-NEW-PLUGIN-003");
  Put(kProfile, R"(title: "A stricter one"
need { clause: "9.9" record: "unit" field: "design" from: B mend: "say how" }
gate { clause: "9.8" name: "clang_tidy" from: C mend: "mend it" }
measure { clause: "9.7" name: "branch_coverage" from: B least: 80 unit: "percent" mend: "test it" }
clause { number: "9.6" title: "Hazards" from: B shown_by: "hazard" }
clause { number: "9.5" title: "Plans" from: A shown_by: "plan" }
)");
  const absl::StatusOr<OpenNeeds> b = NeedsOf(Rate("algorithm", "B"));
  ASSERT_TRUE(b.ok()) << b.status();
  EXPECT_EQ(b->profile, "A stricter one");
  EXPECT_EQ(Count(b->findings, "missing", "9.9"), 1);
  EXPECT_TRUE(b->gates.empty());
  ASSERT_EQ(b->measures.size(), 1u);
  EXPECT_EQ(b->measures[0].least(), 80u);
  ASSERT_EQ(b->silent.size(), 1u);  // no plan speaks of an item
  EXPECT_EQ(b->silent[0].name, "hazard");
  EXPECT_EQ(b->silent[0].clauses[0].number(), "9.6");
  const absl::StatusOr<OpenNeeds> a = NeedsOf(Rate("algorithm", "A"));
  ASSERT_TRUE(a.ok()) << a.status();
  EXPECT_TRUE(a->silent.empty());
  EXPECT_TRUE(a->measures.empty());
  const absl::StatusOr<OpenNeeds> c = NeedsOf(Rate("algorithm", "C"));
  ASSERT_TRUE(c.ok()) << c.status();
  EXPECT_EQ(c->gates.size(), 1u);
}

TEST_F(NewPluginTest, KindsOfRecordsThatAreMissingFollowTheClass) {
  const absl::StatusOr<OpenNeeds> c = NeedsOf(Rate("algorithm", "C"));
  ASSERT_TRUE(c.ok()) << c.status();
  for (const char* kind : {"hazard", "interface", "approval", "segregation"}) EXPECT_TRUE(HasKind(*c, kind)) << kind;
  for (const char* kind : {"item", "requirement", "unit", "soup", "plan"}) EXPECT_FALSE(HasKind(*c, kind)) << kind;
  const absl::StatusOr<OpenNeeds> a = NeedsOf(Rate("algorithm", "A"));
  ASSERT_TRUE(a.ok()) << a.status();
  EXPECT_FALSE(HasKind(*a, "hazard"));
}

TEST_F(NewPluginTest, WithoutAFolderItLivesBelowItsKind) {
  const absl::StatusOr<Wish> wish = CheckedWish({"alerting", "B", "spo2_low", ""}, root());
  ASSERT_TRUE(wish.ok()) << wish.status();
  EXPECT_EQ(wish->folder, "plugins/alerting/spo2_low");
  EXPECT_EQ(CheckedWish({"alerting", "B", "spo2_low", "plugins/oximetry/low"}, root())->folder, "plugins/oximetry/low");
}

TEST_F(NewPluginTest, NamesThatCannotBeAreRefused) {
  VIGIL_VERIFIES("REQ-NEW-PLUGIN-002");
  for (const std::string name : {"", "Rate", "rate-2", "2rate", "_rate", "rate_", "rate__2", "rate.h", "../rate", "r\xC3\xA4te",
                                 "while", "template", "plugins", "vigil", "lifecycle_package",  // as a word of C++ or the build
                                 "observation", "seal", "sample_block"}) {  // as the kernel's interface
    EXPECT_TRUE(absl::IsInvalidArgument(Refusal({"algorithm", "C", name, ""}))) << name;
  }
  EXPECT_TRUE(absl::IsInvalidArgument(Refusal({"algorithm", "C", std::string(41, 'r'), ""})));
  EXPECT_TRUE(Refusal({"algorithm", "C", std::string(40, 'r'), ""}).ok());
  EXPECT_TRUE(Refusal({"algorithm", "C", "while_asleep", ""}).ok());
}

TEST_F(NewPluginTest, UnknownKindsAndClassesAreRefused) {
  VIGIL_VERIFIES("REQ-NEW-PLUGIN-002");
  for (const std::string kind : {"", "Algorithm", "service", "view", "sensor"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(Refusal({kind, "C", "rate", ""}))) << kind;
  }
  for (const std::string safety_class : {"", "a", "D", "IIa"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(Refusal({"algorithm", safety_class, "rate", ""}))) << safety_class;
  }
}

TEST_F(NewPluginTest, FoldersOutsideOfPluginsAreRefused) {
  VIGIL_VERIFIES("REQ-NEW-PLUGIN-002");
  for (const std::string folder : {"rate", "plugins", "firmware/rate", "/tmp/rate", "plugins/../rate", "plugins//rate",
                                   "plugins/rate/", "plugins/Rate", "//plugins/rate"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(Refusal({"algorithm", "C", "rate", folder}))) << folder;
  }
}

TEST_F(NewPluginTest, WhatIsTakenIsRefused) {
  VIGIL_VERIFIES("REQ-NEW-PLUGIN-002");
  Put("plugins/acquisition/ecg/ecg.h", "");
  EXPECT_TRUE(absl::IsAlreadyExists(Refusal({"algorithm", "C", "rate", "plugins/acquisition/ecg"})));
  EXPECT_TRUE(absl::IsAlreadyExists(Refusal({"algorithm", "C", "ecg", ""})));
  Put(kIdRegister, "ITEM-PLUGINS\nREQ-RESPIRATION-RATE-002 retired: its plugin is gone\n");
  EXPECT_TRUE(absl::IsAlreadyExists(NeedsOf(Rate("algorithm", "C")).status()));
}

TEST_F(NewPluginTest, ThePackageComesToItsPlaceInTheList) {
  const std::string list = "# text\nPACKAGES = [\n    \"\",\n    \"plugins/a\",\n    \"plugins/c\",\n]\n\ndef x():\n";
  EXPECT_EQ(WithPackage(list, "plugins/b").value(),
            "# text\nPACKAGES = [\n    \"\",\n    \"plugins/a\",\n    \"plugins/b\",\n    \"plugins/c\",\n]\n\ndef x():\n");
  EXPECT_EQ(WithPackage("PACKAGES = [\n]\n", "a").value(), "PACKAGES = [\n    \"a\",\n]\n");
  EXPECT_TRUE(absl::IsAlreadyExists(WithPackage(list, "plugins/c").status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(WithPackage("PACKAGES = []\n", "a").status()));
}

TEST_F(NewPluginTest, AllIsWritten) {
  Files expected = Everything();
  const Files files = {{"plugins/k/rate/rate.h", "h"}, {"plugins/k/rate/BUILD.bazel", "b"}, {kPackages, "p"}, {kIdRegister, "i"}};
  ASSERT_TRUE(WriteAll(root(), "plugins/k/rate", files).ok());
  expected.insert({{"plugins/k", "a folder"}, {"plugins/k/rate", "a folder"}});
  for (const auto& [path, text] : files) expected[path] = text;
  EXPECT_EQ(Everything(), expected);
}

TEST_F(NewPluginTest, WhenAFileCannotBeWrittenNothingIs) {
  VIGIL_VERIFIES("REQ-NEW-PLUGIN-002");
  const Files files = {{"plugins/k/rate/rate.h", "h"}, {kIdRegister, "i"}, {kPackages, "p"}};
  Put(absl::StrCat(kPackages, ".new/in_the_way"), "");
  const Files before = Everything();
  EXPECT_TRUE(absl::IsUnavailable(WriteAll(root(), "plugins/k/rate", files)));
  const Files after = Everything();
  for (const auto& [path, text] : before) EXPECT_EQ(after.count(path) == 0 ? "gone" : after.at(path), text) << path;
  EXPECT_EQ(after.size(), before.size());
}

// The register of ids is replaced already when the list of packages turns out to be gone.
TEST_F(NewPluginTest, WhatWasReplacedComesBack) {
  VIGIL_VERIFIES("REQ-NEW-PLUGIN-002");
  fs::remove(folder_.path() / kPackages);
  const Files before = Everything();
  EXPECT_FALSE(WriteAll(root(), "plugins/k/rate", {{"plugins/k/rate/rate.h", "h"}, {kIdRegister, "i"}, {kPackages, "p"}}).ok());
  EXPECT_EQ(Everything(), before);
}

TEST_F(NewPluginTest, WhatAnEndedProcessLeftIsNoPartOfThePlugin) {
  Put("plugins/k/.rate.new/left", "");
  ASSERT_TRUE(WriteAll(root(), "plugins/k/rate", {{"plugins/k/rate/rate.h", "h"}}).ok());
  EXPECT_EQ(Everything().count("plugins/k/rate/left"), 0u);
  EXPECT_EQ(Everything().count("plugins/k/rate/rate.h"), 1u);
}

TEST_F(NewPluginTest, TheCommandMakesAPluginOnce) {
  VIGIL_VERIFIES("REQ-NEW-PLUGIN-002");
  const std::string wish = "--kind=alerting --class=C --name=spo2_low";
  const Files before = Everything();
  EXPECT_EQ(Run(wish + " --dry-run"), 0) << Said();
  EXPECT_EQ(Everything(), before);
  EXPECT_EQ(Run(wish), 0);
  const std::string said = Said();
  EXPECT_TRUE(absl::StrContains(said, "Made plugins/alerting/spo2_low, alerting, class C\n")) << said;
  EXPECT_TRUE(absl::StrContains(said, "ITEM-PLUGIN-SPO2-LOW says nothing of class_rationale")) << said;
  EXPECT_TRUE(absl::StrContains(said, "  ./bazelw test //plugins/alerting/spo2_low/...\n")) << said;
  EXPECT_TRUE(absl::StrContains(Text(kPackages), "    \"plugins/alerting/spo2_low\",\n"));
  EXPECT_TRUE(absl::StrContains(Text(kIdRegister), "\nUNIT-SPO2-LOW\n"));
  const Files after = Everything();
  EXPECT_EQ(Run(wish), 1);
  EXPECT_TRUE(absl::StrContains(Said(), "plugins/alerting/spo2_low has that name"));
  EXPECT_EQ(Everything(), after);
}

TEST_F(NewPluginTest, TheCommandSaysHowItIsCalled) {
  EXPECT_EQ(Run("--help"), 0);
  EXPECT_TRUE(absl::StrContains(Said(), "--kind"));
  EXPECT_EQ(Run(""), 2);
  EXPECT_TRUE(absl::StrContains(Said(), "is missing"));
  EXPECT_EQ(Run("--kind=algorithm --class=C --name=rate --colour=red"), 2);
  EXPECT_TRUE(absl::StrContains(Said(), "unknown option --colour=red"));
  EXPECT_EQ(Run("--kind=algorithm --class=D --name=rate"), 2);
  EXPECT_TRUE(absl::StrContains(Said(), "A, B or C"));
}

}  // namespace
}  // namespace vigil::lifecycle
