#include "tools/evidence/collect.h"

#include <filesystem>
#include <fstream>
#include <string>

#include "gtest/gtest.h"
#include "test/system/temporary_folder.h"
#include "tools/evidence/file_digest.h"

namespace vigil::lifecycle {
namespace {

class CollectTest : public testing::Test {
 protected:
  CollectTest() {
    std::filesystem::current_path(folder_.path());
    std::filesystem::create_directory("pump");
    Write("pump/pump.lifecycle.textproto", "item { id: \"ITEM-PUMP\" }\n");
    Write("pump/pump.cc", "int rate;\n");
    Write("a.graph", "target { label: \"//pump:pump\" safety_class: C source: \"pump/pump.cc\" }\n");
    Write("b.graph", "target { label: \"//:all\" dep: \"//pump:pump\" }\n");
    Write("a.evidence", "test { test: \"//pump:pump_test\" case { name: \"A.B\" result: PASSED } }\n");
  }
  ~CollectTest() override { std::filesystem::current_path("/"); }

  static void Write(const std::string& path, const std::string& text) { std::ofstream(path) << text; }
  static std::string Read(const std::string& path) { return ReadFile(path).value_or("none"); }

 private:
  TemporaryFolder folder_;
};

constexpr char kLines[] =
    "--copy=pump/pump.lifecycle.textproto\n--graph=a.graph\n--graph=b.graph\n"
    "--source=pump/pump.cc\n--evidence=a.evidence\n--released=//pump:pump/x=y.a=pump/pump.cc\n";

TEST_F(CollectTest, PutsAllIntoAFolderLikeAWorkspace) {
  const auto collection = ParseCollection(kLines);
  ASSERT_TRUE(collection.ok()) << collection.status();
  ASSERT_TRUE(Collect(*collection, "out").ok());
  EXPECT_EQ(Read("out/pump/pump.lifecycle.textproto"), "item { id: \"ITEM-PUMP\" }\n");
  const std::string digest = DigestOfFile("pump/pump.cc").value();
  const std::string graph = Read("out/build_graph.textproto");
  EXPECT_NE(graph.find("label: \"//pump:pump\""), std::string::npos);
  EXPECT_NE(graph.find("label: \"//:all\""), std::string::npos);
  EXPECT_NE(graph.find("path: \"pump/pump.cc\"\n  sha256: \"" + digest), std::string::npos) << graph;
  const std::string evidence = Read("out/evidence.textproto");
  EXPECT_NE(evidence.find("test: \"//pump:pump_test\""), std::string::npos);
  EXPECT_NE(evidence.find("released {\n  label: \"//pump:pump/x=y.a\"\n  sha256: \"" + digest),
            std::string::npos)
      << evidence;
}

TEST_F(CollectTest, CopiesSourcesButNoRecordsAmongThem) {
  ASSERT_TRUE(Collect({.sources = {"pump/pump.cc", "pump/pump.lifecycle.textproto"}}, "out").ok());
  EXPECT_EQ(Read("out/pump/pump.cc"), "int rate;\n");
  EXPECT_EQ(Read("out/pump/pump.lifecycle.textproto"), "none");
}

// Fakes and tools that tests ran on are compared with nothing: nobody gets them.
TEST_F(CollectTest, ReleasedIsWhatShipsAndWhatMadeIt) {
  Write("b.graph", "target { label: \"//:release\" rule: \"release\" dep: \"//pump\" }\n"
                   "target { label: \"//pump:fake\" }\n");
  const auto collection = ParseCollection("--graph=a.graph\n--graph=b.graph\n--released=//pump:pump/a=pump/pump.cc\n"
                                          "--released=//pump:fake/b=pump/pump.cc\n--released=clang=pump/pump.cc\n");
  ASSERT_TRUE(collection.ok()) << collection.status();
  ASSERT_TRUE(Collect(*collection, "out").ok());
  const std::string evidence = Read("out/evidence.textproto");
  EXPECT_NE(evidence.find("//pump:pump/a"), std::string::npos);
  EXPECT_NE(evidence.find("clang"), std::string::npos);
  EXPECT_EQ(evidence.find("//pump:fake"), std::string::npos) << evidence;
}

TEST_F(CollectTest, KeepsWhatWasMeasured) {
  Write("mutation.measured.textproto", "measurement { name: \"mutation_score\" file { path: \"pump/pump.cc\" } }\n");
  ASSERT_TRUE(Collect({.evidence = {"a.evidence"}, .measured = {"mutation.measured.textproto"}}, "out").ok());
  EXPECT_NE(Read("out/evidence.textproto").find("name: \"mutation_score\""), std::string::npos);
}

// Written by hand, it would pass for a test that ran.
TEST_F(CollectTest, RefusesEvidenceAmongWhatWasMeasured) {
  for (const char* lie : {"test { test: \"//pump:never_ran_test\" case { name: \"Never.Ran\" result: PASSED } }",
                          "effectiveness { control: \"RC-PUMP\" failed: \"Never.Ran\" }",
                          "released { label: \"//pump\" sha256: \"\" }"}) {
    Write("mutation.measured.textproto", std::string("measurement { name: \"mutation_score\" }\n") + lie);
    const auto collection = ParseCollection("--measured=mutation.measured.textproto\n");
    ASSERT_TRUE(collection.ok()) << collection.status();
    const absl::Status status = Collect(*collection, "out");
    EXPECT_EQ(status.message().find("mutation.measured.textproto holds more than measurements; take out: "), 0U)
        << lie << ": " << status;
  }
}

TEST_F(CollectTest, DigestIsTheOneThatOthersCompute) {
  Write("abc", "abc");
  // FIPS 180-4, example of one block.
  EXPECT_EQ(DigestOfFile("abc").value(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_F(CollectTest, SaysWhatItCannotReadOrUnderstand) {
  EXPECT_EQ(ParseCollection("--copy=a\nb\n").status().message(), "what is b?");
  EXPECT_EQ(ParseCollection("--released=a\n").status().message(), "what is --released=a?");
  EXPECT_EQ(Collect({.copied = {"none"}}, "out").message(), "can't read none");
  EXPECT_EQ(Collect({.sources = {"none"}}, "out").message(), "can't read none");
  EXPECT_EQ(Collect({.released = {{"//a:a", "none"}}}, "out").message(), "can't read none");
  EXPECT_EQ(Collect({.graphs = {"pump/pump.cc"}}, "out").message(), "pump/pump.cc is no BuildGraph");
  EXPECT_EQ(Collect({.evidence = {"pump/pump.cc"}}, "out").message(), "pump/pump.cc is no Evidence");
  EXPECT_EQ(Collect({.copied = {"abc/"}}, "out").message(), "can't read abc/");
}

TEST_F(CollectTest, SaysWhereItCannotWrite) {
  EXPECT_EQ(Collect({.copied = {"a.graph"}}, "b.graph").message(), "can't write b.graph/a.graph");
}

}  // namespace
}  // namespace vigil::lifecycle
