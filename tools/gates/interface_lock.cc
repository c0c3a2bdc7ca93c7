// Locks the interface between the kernel and its plugins: what the headers say,
// without comments and layout, stands in a file that a test compares.
//
//   interface_lock --lock=FILE [--update] HEADER...
//
// Without --update: tells what differs and which version it takes. With it: writes
// the file anew, but only once kKernelInterfaceVersion was raised far enough. A
// plugin that was built before has to be refused by a kernel that it would
// misunderstand: whatever was removed, changed, or added to a type that existed
// takes a new major version; a new enumerator or a new declaration a new minor one.
//
// Exit: 0 they agree, or the file was written; 1 they differ, or the version is too
// low; 2 called wrongly or a file could not be read.
#include <algorithm>
#include <cctype>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct Version {
  int major = 0;
  int minor = 0;
};

bool operator<(Version a, Version b) {
  return a.major != b.major ? a.major < b.major : a.minor < b.minor;
}

struct Interface {
  Version version;
  std::vector<std::string> lines;  // "context | declaration"
};

constexpr std::string_view kSeparator = " | ";
constexpr std::string_view kVersionName = "kKernelInterfaceVersion";

// --- reading headers ---

// The header without comments and preprocessor lines.
std::string Stripped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const bool line_begins = i == 0 || text[i - 1] == '\n';
    if (text.compare(i, 2, "//") == 0 || (line_begins && text[i] == '#')) {
      i = std::min(text.find('\n', i), text.size());
    } else if (text.compare(i, 2, "/*") == 0) {
      const std::size_t end = text.find("*/", i);
      i = end == std::string::npos ? text.size() : end + 2;
    } else if (text[i] == '"') {
      const std::size_t begin = i;
      for (++i; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\') ++i;
      }
      i = std::min(i + 1, text.size());
      out += text.substr(begin, i - begin);
    } else {
      out += text[i];
      ++i;
    }
  }
  return out;
}

// With one blank wherever there were some, none at the ends.
std::string Tidy(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool blank = std::isspace(static_cast<unsigned char>(c)) != 0;
    if (!blank) out += c;
    if (blank && !out.empty() && out.back() != ' ') out += ' ';
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

bool IsEnum(const std::string& context) { return context.rfind("enum ", 0) == 0; }

// More of a type that existed is another layout; more of an enumeration or of what
// a function does with it is not.
bool IsLayout(const std::string& context) {
  return !context.empty() && !IsEnum(context) &&
         context.find('(') == std::string::npos;
}

// Takes a header apart into declarations, each with what surrounds it.
class Reader {
 public:
  explicit Reader(Interface& out) : out_(out) {}

  void Read(const std::string& text) {
    int parentheses = 0;
    for (const char c : text) {
      parentheses += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == '{' && parentheses == 0) {
        Open();
      } else if (c == '}' && parentheses == 0) {
        Close();
      } else if (parentheses == 0 && Ends(c)) {
        Declare();
      } else {
        declaration_ += c;
      }
    }
  }

 private:
  bool Ends(char c) const {
    return c == ';' || (c == ',' && !contexts_.empty() && IsEnum(contexts_.back()));
  }
  void Open() {
    contexts_.push_back(Tidy(declaration_));
    if (!Context().empty()) {
      out_.lines.push_back(Context() + std::string(kSeparator) + "{");
    }
    declaration_.clear();
  }
  void Close() {
    Declare();
    if (!contexts_.empty()) contexts_.pop_back();
  }
  void Declare() {
    const std::string declaration = Tidy(declaration_);
    declaration_.clear();
    if (!declaration.empty()) {
      out_.lines.push_back(Context() + std::string(kSeparator) + declaration);
    }
  }
  std::string Context() const {
    std::string context;
    for (const std::string& part : contexts_) {
      if (part.rfind("namespace", 0) == 0) continue;
      context += context.empty() ? part : " / " + part;
    }
    return context;
  }

  Interface& out_;
  std::vector<std::string> contexts_;
  std::string declaration_;
};

bool ReadFile(const std::string& path, std::string& text) {
  std::ifstream file(path, std::ios::binary);
  text.assign(std::istreambuf_iterator<char>(file), {});
  return !file.bad() && file.is_open();
}

// The numbers of `kKernelInterfaceVersion = {MAJOR, MINOR}`.
bool FindVersion(const std::string& text, Version& version) {
  const std::size_t name = text.find(std::string(kVersionName) + " = {");
  if (name == std::string::npos) return false;
  const std::size_t open = text.find('{', name);
  char comma = 0;
  std::istringstream numbers(text.substr(open + 1));
  return static_cast<bool>(numbers >> version.major >> comma >> version.minor);
}

bool ReadHeaders(const std::vector<std::string>& paths, Interface& interface) {
  bool has_version = false;
  for (const std::string& path : paths) {
    std::string text;
    if (!ReadFile(path, text)) {
      std::cerr << "interface_lock: can't read " << path << "\n";
      return false;
    }
    text = Stripped(text);
    has_version = FindVersion(text, interface.version) || has_version;
    interface.lines.push_back("== " + path);
    Reader(interface).Read(text);
  }
  if (!has_version) {
    std::cerr << "interface_lock: no header has " << kVersionName << " = {..}\n";
  }
  // The version itself is no part of what it counts.
  auto& lines = interface.lines;
  lines.erase(std::remove_if(lines.begin(), lines.end(),
                             [](const std::string& line) {
                               return line.find(kVersionName) !=
                                      std::string::npos;
                             }),
              lines.end());
  return has_version;
}

// --- the lock ---

std::string AsText(const Interface& interface) {
  std::ostringstream text;
  text << "# The interface between the kernel and its plugins. Written by\n"
          "# ./bazelw run //safety_kernel:interface.update; see "
          "tools/gates/interface_lock.cc.\n"
          "version "
       << interface.version.major << "." << interface.version.minor << "\n";
  for (const std::string& line : interface.lines) text << line << "\n";
  return text.str();
}

bool ReadLock(const std::string& path, Interface& lock) {
  std::string text;
  if (!ReadFile(path, text)) return false;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    char dot = 0;
    if (line.rfind("# ", 0) == 0) continue;
    if (line.rfind("version ", 0) == 0) {
      std::istringstream numbers(line.substr(8));
      numbers >> lock.version.major >> dot >> lock.version.minor;
    } else {
      lock.lines.push_back(line);
    }
  }
  return true;
}

// --- comparing ---

struct Change {
  std::vector<std::string> removed;
  std::vector<std::string> added;
  bool reordered = false;
  bool is_major = false;
};

std::string ContextOf(const std::string& line) {
  return line.substr(0, line.find(kSeparator));
}

Change Compare(const Interface& before, const Interface& now) {
  const std::multiset<std::string> old(before.lines.begin(), before.lines.end());
  const std::multiset<std::string> fresh(now.lines.begin(), now.lines.end());
  Change change;
  std::set_difference(old.begin(), old.end(), fresh.begin(), fresh.end(),
                      std::back_inserter(change.removed));
  std::set_difference(fresh.begin(), fresh.end(), old.begin(), old.end(),
                      std::back_inserter(change.added));
  change.reordered = change.removed.empty() && change.added.empty() &&
                     before.lines != now.lines;
  change.is_major = !change.removed.empty() || change.reordered;
  for (const std::string& line : change.added) {
    const std::string context = ContextOf(line);
    const bool existed = std::any_of(
        old.begin(), old.end(), [&](const std::string& known) {
          return ContextOf(known) == context;
        });
    if (existed && IsLayout(context)) change.is_major = true;
  }
  return change;
}

Version Needed(const Change& change, Version before) {
  return change.is_major ? Version{before.major + 1, 0}
                         : Version{before.major, before.minor + 1};
}

int Report(const Change& change, const Interface& lock, const Interface& now) {
  std::cerr << "interface_lock: the kernel's interface is not the locked one\n";
  for (const std::string& line : change.removed) std::cerr << "  - " << line << "\n";
  for (const std::string& line : change.added) std::cerr << "  + " << line << "\n";
  if (change.reordered) std::cerr << "  the order of declarations changed\n";
  const Version needed = Needed(change, lock.version);
  if (now.version < needed) {
    std::cerr << "It takes version " << needed.major << "." << needed.minor
              << " or later; " << kVersionName << " is " << now.version.major
              << "." << now.version.minor << ". Raise it in "
              << "safety_kernel/plugin/plugin.h.\n";
  }
  std::cerr << "Then: ./bazelw run //safety_kernel:interface.update\n";
  return 1;
}

int Run(const std::string& lock_path, bool update,
        const std::vector<std::string>& headers) {
  Interface now, lock;
  if (!ReadHeaders(headers, now)) return 2;
  const bool has_lock = ReadLock(lock_path, lock);
  if (!has_lock && !update) {
    std::cerr << "interface_lock: can't read " << lock_path << "\n";
    return 2;
  }
  const Change change = Compare(lock, now);
  const bool same_version =
      !(lock.version < now.version) && !(now.version < lock.version);
  const bool same = lock.lines == now.lines;
  if (same && same_version) return 0;
  const bool version_suffices =
      !has_lock || (same ? lock.version < now.version
                         : !(now.version < Needed(change, lock.version)));
  if (!update || !version_suffices) return Report(change, lock, now);
  std::ofstream(lock_path, std::ios::binary) << AsText(now);
  std::cerr << "interface_lock: wrote " << lock_path << ", version "
            << now.version.major << "." << now.version.minor << "\n";
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::string lock;
  bool update = false;
  std::vector<std::string> headers;
  for (const std::string argument : std::vector<std::string>(argv + 1, argv + argc)) {
    if (argument.rfind("--lock=", 0) == 0) {
      lock = argument.substr(7);
    } else if (argument == "--update") {
      update = true;
    } else {
      headers.push_back(argument);
    }
  }
  if (lock.empty() || headers.empty()) {
    std::cerr << "usage: interface_lock --lock=FILE [--update] HEADER...\n";
    return 2;
  }
  return Run(lock, update, headers);
}
