// Runs the tests of a folder against mutants of its sources.
//
//   mutate --root=EXECROOT --state=FILE --tests=LIST
//          [--deviations=FILE] [--record=FILE --digests=FILE --test_digests=FILE]
//          [--json] SOURCE...
//
// Started by mutate.sh, which builds what it needs. LIST: a file with a line for each
// test: its name and the file of the arguments that linked it. Each mutant is compiled
// and linked with each test that uses its source; those of its own folder run first. A
// mutant that does not compile, or to the same code as the source, does not count. A
// test that takes ten times the processor time that it takes otherwise has found it.
// FILE of --state keeps what was found, so that a run that was ended goes on.
// --deviations: records of changes that are no fault; the digests: what sha256sum
// prints of the sources and of the tests.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <mutex>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "tools/cpp_text/deviations.h"
#include "tools/measure/measurement.h"
#include "tools/mutate/mutants.h"

namespace vigil::tools {
namespace {

constexpr std::int64_t kLeastTestSeconds = 5;
constexpr rlim_t kMostSeconds = 300;  // of what is no mutant
constexpr unsigned kWorkers = 2;
constexpr std::size_t kLeastPercent = 90;  // found or explained, as `vigil check` wants it of class C

const char kClang[] = "tools/toolchain/bin/clang ";
const char kCompile[] =
    "--target=x86_64-linux-gnu "
    "-resource-dir=external/llvm/usr/lib/llvm-19/lib/clang/19 "
    "--sysroot=external/sysroot_x86_64 "
    "--gcc-install-dir=external/sysroot_x86_64/usr/lib/gcc/x86_64-linux-gnu/12 "
    "-std=c++20 -fPIC -O1 -w -fno-exceptions -fno-rtti -D_GLIBCXX_ASSERTIONS "
    // An index beyond its array ends the test, as a step beyond a bound should.
    "-fsanitize=array-bounds -fsanitize-trap=array-bounds -fstrict-flex-arrays=3 "
    "-iquote . -iquote bazel-out/k8-fastbuild/bin -x c++ -c - -o ";

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> Lines(const std::string& path) {
  std::vector<std::string> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line[0] != '#') lines.push_back(line);
  }
  return lines;
}

struct Outcome {
  int code = -1;             // of the exit; -1 when a signal ended it
  std::int64_t used_us = 0;  // of processor time
};

// Runs a shell command for `seconds` of processor time at most. `input` on its stdin.
Outcome Run(const std::string& command, rlim_t seconds, const std::string& input = "") {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return {};
  const pid_t child = fork();
  if (child == 0) {
    dup2(ends[0], 0);
    const rlimit limit = {seconds, seconds};
    setrlimit(RLIMIT_CPU, &limit);
    const rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    execl("/bin/sh", "sh", "-c", ("exec 1>/dev/null 2>&1; " + command).c_str(), nullptr);
    _exit(127);
  }
  close(ends[0]);
  std::size_t sent = 0;
  while (sent < input.size()) {
    const ssize_t got = write(ends[1], input.data() + sent, input.size() - sent);
    if (got <= 0) break;
    sent += static_cast<std::size_t>(got);
  }
  close(ends[1]);
  int status = 0;
  rusage used = {};
  wait4(child, &status, 0, &used);
  const auto us = [](const timeval& time) { return std::int64_t{time.tv_sec} * 1'000'000 + time.tv_usec; };
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, us(used.ru_utime) + us(used.ru_stime)};
}

bool Passes(const std::string& command, rlim_t seconds, const std::string& input = "") {
  return Run(command, seconds, input).code == 0;
}

struct Test {
  std::string name;          // folder:name
  std::string arguments;     // that link it, for a shell
  std::string linked;        // the objects that it uses, as the linker tells
  std::int64_t used_us = 0;  // of processor time, with the sources as they are

  rlim_t MostSeconds() const { return static_cast<rlim_t>(kLeastTestSeconds + 10 * (used_us / 1'000'000 + 1)); }
};

// The arguments in a file with one a line, without the output.
std::string LinkArguments(const std::string& path) {
  std::string arguments;
  bool is_output = false;
  for (const std::string& argument : Lines(path)) {
    if (!is_output && argument != "-o") arguments += "'" + argument + "' ";
    is_output = argument == "-o";
  }
  return arguments;
}

struct Options {
  std::string root, state, deviations, tests, record, digests, test_digests;
  bool json = false;
  std::vector<std::string> sources;
};

enum class Fate { kKilled, kSurvived, kNoMutant };

struct Job {
  std::string source;
  Mutant mutant;
  std::string key;  // stable over runs
};

class Session {
 public:
  explicit Session(const Options& options) : options_(options) {
    for (const std::string& line : Lines(options.tests)) {
      const std::size_t blank = line.find(' ');
      tests_.push_back({line.substr(0, blank), LinkArguments(line.substr(blank + 1)), "", 0});
    }
    for (const std::string& line : Lines(options.state)) {
      const std::size_t tab = line.find('\t');
      known_[line.substr(tab + 1)] = line.substr(0, tab);
    }
  }

  // Each test passes on the sources as they are; or every mutant would seem to be
  // found.
  bool TestsPass() {
    const std::string program = Scratch("original.test");
    for (Test& test : tests_) {
      const std::string trace = Scratch("trace");
      const bool linked = Passes("{ " + LinkCommand("", test, program) + " -Wl,-t ; } >" + trace, kMostSeconds);
      const Outcome ran = Run(program, kMostSeconds);
      test.linked = ReadFile(trace);
      test.used_us = ran.used_us;
      if (linked && ran.code == 0) continue;
      std::cerr << "mutate: " << test.name << " does not pass on the sources as they are\n";
      return false;
    }
    // The quick ones first: most mutants do not come further.
    std::sort(tests_.begin(), tests_.end(), [](const Test& a, const Test& b) { return a.used_us < b.used_us; });
    if (tests_.empty()) std::cerr << "mutate: no test in " << options_.tests << "\n";
    return !tests_.empty();
  }

  void Work() {
    for (const std::string& source : options_.sources) Collect(source);
    std::vector<std::thread> workers;
    for (unsigned n = 0; n < kWorkers; ++n) {
      workers.emplace_back([this, n] { WorkAs(n); });
    }
    for (std::thread& worker : workers) worker.join();
  }

  int Tell() const;

 private:
  std::vector<MeasuredFile> Measure() const;
  bool ReadExcuses(std::map<std::vector<std::string>, std::string>& excuses) const;

  void Collect(const std::string& source) {
    texts_[source] = ReadFile(source);
    const std::string original = Scratch("original.o");
    if (!Passes(CompileCommand(original), kMostSeconds, texts_[source])) {
      std::cerr << "mutate: " << source << " does not compile by itself\n";
      return;
    }
    originals_[source] = ReadFile(original);
    std::map<std::string, int> seen;
    for (const Mutant& mutant : MutantsOf(texts_[source])) {
      std::ostringstream key;
      key << source << ":" << mutant.line << ": " << mutant.change;
      const int again = ++seen[key.str()];
      if (again > 1) key << " (" << again << ")";
      jobs_.push_back({source, mutant, key.str()});
    }
  }

  static std::string CompileCommand(const std::string& object) {
    return std::string(kClang) + kCompile + object;
  }

  // Of the object and what is in the archives under the same names, the object.
  static std::string LinkCommand(const std::string& object, const Test& test, const std::string& program) {
    return kClang + object + " " + test.arguments + " -o " + program;
  }

  std::string Scratch(const std::string& name) const {
    return options_.state + "." + name;
  }

  void WorkAs(unsigned worker) {
    for (;;) {
      const std::size_t n = next_++;
      if (n >= jobs_.size()) return;
      const Job& job = jobs_[n];
      {
        const std::lock_guard<std::mutex> lock(mutex_);
        if (known_.count(job.key) != 0) continue;
      }
      const Fate fate = Try(job, worker);
      const char* word = fate == Fate::kKilled ? "killed" : fate == Fate::kSurvived ? "survived" : "none";
      const std::lock_guard<std::mutex> lock(mutex_);
      known_[job.key] = word;
      std::ofstream(options_.state, std::ios::app) << word << '\t' << job.key << '\n';
      ++done_;
      if (done_ % 20 == 0 || fate == Fate::kSurvived) {
        std::cerr << "mutate: " << n + 1 << " of " << jobs_.size()
                  << (fate == Fate::kSurvived ? ", survived: " + job.key : "") << "\n";
      }
    }
  }

  // Whether the linker took the object of a source: "…/base/libcrc.a(crc16.pic.o)".
  static bool Links(const Test& test, const std::string& source) {
    const std::size_t name = source.rfind('/') + 1;
    const std::string object = "(" + source.substr(name, source.rfind('.') - name) + ".pic.o)";
    for (std::size_t at = test.linked.find(object); at != std::string::npos; at = test.linked.find(object, at + 1)) {
      const std::size_t folder = test.linked.rfind('/', at) + 1;
      if (folder >= name && test.linked.compare(folder - name, name, source, 0, name) == 0) return true;
    }
    return false;
  }

  Fate Try(const Job& job, unsigned worker) const {
    const std::string object = Scratch(std::to_string(worker) + ".o");
    const std::string program = Scratch(std::to_string(worker) + ".test");
    if (!Passes(CompileCommand(object), kMostSeconds, job.mutant.Apply(texts_.at(job.source)))) {
      return Fate::kNoMutant;
    }
    if (ReadFile(object) == originals_.at(job.source)) return Fate::kNoMutant;
    const std::string folder = job.source.substr(0, job.source.rfind('/'));
    for (const bool own : {true, false}) {
      for (const Test& test : tests_) {
        if ((test.name.rfind(folder + ":", 0) == 0) != own) continue;
        if (!Links(test, job.source)) continue;
        if (!Passes(LinkCommand(object, test, program), kMostSeconds)) {
          std::cerr << "mutate: " << test.name << " can't be linked with a mutant of "
                    << job.source << ": did sources change while it ran? Begin again.\n";
          std::_Exit(2);
        }
        if (!Passes(program + " --gtest_fail_fast", test.MostSeconds())) return Fate::kKilled;
      }
    }
    return Fate::kSurvived;
  }

  Options options_;
  std::vector<Test> tests_;
  std::map<std::string, std::string> texts_, originals_;
  std::vector<Job> jobs_;
  std::atomic<std::size_t> next_{0};
  std::mutex mutex_;
  std::map<std::string, std::string> known_;
  std::size_t done_ = 0;
};

// The line that a mutant changes, without the blanks before it.
std::string LineOf(const std::string& text, const Mutant& mutant) {
  const std::size_t first = text.find_first_not_of(' ', text.rfind('\n', mutant.offset) + 1);
  return text.substr(first, text.find('\n', first) - first);
}

std::vector<MeasuredFile> Session::Measure() const {
  std::map<std::string, MeasuredFile> files;
  for (const std::string& source : options_.sources) files[source].path = source;
  for (const Job& job : jobs_) {
    const auto fate = known_.find(job.key);
    if (fate == known_.end() || fate->second == "none") continue;
    MeasuredFile& file = files[job.source];
    ++file.total;
    if (fate->second == "killed") {
      ++file.covered;
    } else {
      file.holes.push_back({.line = static_cast<std::size_t>(job.mutant.line),
                            .text = LineOf(texts_.at(job.source), job.mutant),
                            .what = job.mutant.change});
    }
  }
  std::vector<MeasuredFile> measured;
  for (const auto& [path, file] : files) measured.push_back(file);
  return measured;
}

// Why a change is no fault, by file, line and change.
bool Session::ReadExcuses(std::map<std::vector<std::string>, std::string>& excuses) const {
  std::vector<Deviation> deviations;
  std::string problem;
  if (!DeviationsIn(ReadFile(options_.deviations), deviations, problem)) {
    std::cerr << "mutate: " << options_.deviations << ": " << problem << "\n";
    return false;
  }
  for (const Deviation& one : deviations) {
    if (one.rule == "mutation_score") excuses[{one.file, one.text, one.what}] = one.rationale;
  }
  return true;
}

int Session::Tell() const {
  std::map<std::vector<std::string>, std::string> excuses;
  if (!ReadExcuses(excuses)) return 2;
  const Measurement measured = {.name = "mutation_score", .tool = "//tools:mutate", .files = Measure()};
  std::size_t all = 0, killed = 0, justified = 0;
  std::ostringstream list;
  for (const MeasuredFile& file : measured.files) {
    all += file.total;
    killed += file.covered;
    for (const Hole& hole : file.holes) {
      const auto why = excuses.find({file.path, hole.text, hole.what});
      if (why != excuses.end()) ++justified;
      if (options_.json) {
        list << (list.str().empty() ? "" : ",\n  ") << "\"" << file.path << ":" << hole.line << "\"";
      } else {
        list << (why != excuses.end() ? "explained  " : "SURVIVED   ") << file.path << ":" << hole.line << ": " << hole.what
             << "\n           " << hole.text << (why != excuses.end() ? "\n           " + why->second : "") << "\n";
      }
    }
  }
  if (!options_.record.empty()) {
    std::ofstream(options_.record) << TextOf({measured}, DigestsIn(ReadFile(options_.digests)),
                                             DigestsIn(ReadFile(options_.test_digests)));
  }
  const double score = all == 0 ? 100 : 100.0 * static_cast<double>(killed) / static_cast<double>(all);
  if (options_.json) {
    std::printf("{\"mutants\": %zu, \"killed\": %zu, \"survived\": %zu, \"explained\": %zu, \"score_percent\": %.2f,\n \"survivors\": [%s]}\n",
                all, killed, all - killed, justified, score, list.str().c_str());
  } else {
    std::printf("%s%zu mutants, %zu killed, %zu survived (%zu explained): score %.2f %%\n",
                list.str().c_str(), all, killed, all - killed, justified, score);
  }
  return 100 * (killed + justified) >= kLeastPercent * all ? 0 : 1;
}

}  // namespace
}  // namespace vigil::tools

int main(int argc, char** argv) {
  vigil::tools::Options options;
  const std::map<std::string, std::string*> values = {
      {"--root=", &options.root},       {"--state=", &options.state},
      {"--tests=", &options.tests},     {"--record=", &options.record},
      {"--digests=", &options.digests}, {"--test_digests=", &options.test_digests},
      {"--deviations=", &options.deviations},
  };
  for (int n = 1; n < argc; ++n) {
    const std::string argument = argv[n];
    bool taken = argument == "--json";
    if (taken) options.json = true;
    for (const auto& [name, value] : values) {
      if (argument.rfind(name, 0) != 0) continue;
      *value = argument.substr(name.size());
      taken = true;
    }
    if (!taken) options.sources.push_back(argument);
  }
  if (options.root.empty() || options.state.empty() || chdir(options.root.c_str()) != 0) {
    std::cerr << "mutate: started by mutate.sh; see ./bazelw run //tools:mutate -- --help\n";
    return 2;
  }
  vigil::tools::Session session(options);
  if (!session.TestsPass()) return 2;
  session.Work();
  return session.Tell();
}
