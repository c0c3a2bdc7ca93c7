#include "tools/new_plugin/new_plugin.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "tools/vigil/workspace.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;

constexpr char kTemplates[] = "tools/new_plugin/template";
constexpr char kPlugins[] = "plugins";
constexpr std::size_t kLongestName = 40;
constexpr char kOfTheTemplateAlone[] = "\n# Of the template alone: new_plugin leaves out what follows.\n";

// ISO/IEC 14882:2020, tables 5 and 6, as far as they are snake_case; what is a namespace
// where the object of a plugin gets its name; a target of each package.
const std::set<std::string>& ReservedNames() {
  static const auto* names = new std::set<std::string>{
      "alignas", "alignof", "and", "and_eq", "asm", "auto", "bitand", "bitor", "bool", "break",
      "case", "catch", "char", "char16_t", "char32_t", "char8_t", "class", "co_await", "co_return",
      "co_yield", "compl", "concept", "const", "const_cast", "consteval", "constexpr", "constinit",
      "continue", "decltype", "default", "delete", "do", "double", "dynamic_cast", "else", "enum",
      "explicit", "export", "extern", "false", "float", "for", "friend", "goto", "if", "inline",
      "int", "long", "mutable", "namespace", "new", "noexcept", "not", "not_eq", "nullptr",
      "operator", "or", "or_eq", "private", "protected", "public", "register", "reinterpret_cast",
      "requires", "return", "short", "signed", "sizeof", "static", "static_assert", "static_cast",
      "struct", "switch", "template", "this", "thread_local", "throw", "true", "try", "typedef",
      "typeid", "typename", "union", "unsigned", "using", "virtual", "void", "volatile", "wchar_t",
      "while", "xor", "xor_eq", "lifecycle_package", "plugins", "std", "vigil"};
  return *names;
}

bool IsSnakeCase(absl::string_view name) {
  if (name.empty() || !absl::ascii_islower(name[0]) || name.back() == '_') return false;
  char before = 0;
  for (const char c : name) {
    const bool letter = absl::ascii_islower(c) || absl::ascii_isdigit(c);
    if (!letter && (c != '_' || before == '_')) return false;
    before = c;
  }
  return true;
}

// RespirationRate
std::string CamelCase(absl::string_view name) {
  std::string out;
  for (absl::string_view word : absl::StrSplit(name, '_')) {
    absl::StrAppend(&out, std::string(1, absl::ascii_toupper(word[0])), word.substr(1));
  }
  return out;
}

// respiration-rate with '-'
std::string JoinedBy(absl::string_view separator, absl::string_view name) {
  return absl::StrReplaceAll(name, {{"_", separator}});
}

std::string UpperFirst(std::string text) {
  text[0] = absl::ascii_toupper(text[0]);
  return text;
}

bool HasWord(absl::string_view text, absl::string_view word) {
  const auto is_letter = [&text](std::size_t at) {
    return at < text.size() && (absl::ascii_isalnum(text[at]) || text[at] == '_');
  };
  for (std::size_t at = text.find(word); at != absl::string_view::npos; at = text.find(word, at + 1)) {
    if (!is_letter(at + word.size()) && (at == 0 || !is_letter(at - 1))) return true;
  }
  return false;
}

// The folder below plugins/ that has this name; empty when none has.
std::string PluginNamed(const std::string& name, const std::string& root) {
  std::error_code error;
  for (auto it = fs::recursive_directory_iterator(fs::path(root) / kPlugins, error);
       !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    if (it->is_directory() && it->path().filename() == name) {
      return it->path().lexically_relative(root).string();
    }
  }
  return "";
}

absl::Status CheckName(const std::string& name, const std::string& root) {
  if (!IsSnakeCase(name) || name.size() > kLongestName) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--name=", name, ": a name is snake_case, as respiration_rate, of at most ", kLongestName, " letters"));
  }
  if (ReservedNames().count(name) != 0) {
    return absl::InvalidArgumentError(absl::StrCat("--name=", name, ": C++ or the build uses that word itself"));
  }
  const absl::StatusOr<std::string> interface = ReadText(absl::StrCat(root, "/", kInterfaceLock));
  if (!interface.ok()) return interface.status();
  if (HasWord(*interface, CamelCase(name))) {
    return absl::InvalidArgumentError(absl::StrCat("--name=", name, ": the kernel's interface has the name ", CamelCase(name),
                                                   ", which the plugin's class would hide; choose another name"));
  }
  if (const std::string other = PluginNamed(name, root); !other.empty()) {
    return absl::AlreadyExistsError(absl::StrCat("--name=", name, ": ", other, " has that name"));
  }
  return absl::OkStatus();
}

absl::Status CheckFolder(const std::string& folder, const std::string& root) {
  const std::vector<std::string> parts = absl::StrSplit(folder, '/');
  const bool sound = parts.size() > 1 && parts[0] == kPlugins &&
                     std::all_of(parts.begin(), parts.end(), [](const std::string& part) { return IsSnakeCase(part); });
  if (!sound) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--folder=", folder, ": a plugin lives below plugins/, in folders in snake_case, as plugins/algorithm/respiration_rate"));
  }
  std::error_code error;
  if (fs::exists(fs::path(root) / folder, error) || error) {
    return absl::AlreadyExistsError(absl::StrCat(folder, ": is there already; nothing was changed"));
  }
  return absl::OkStatus();
}

// In the order in which they are looked for at a place of the text.
using Replacements = std::vector<std::pair<std::string, std::string>>;

Replacements ReplacementsFor(const Wish& wish) {
  const std::string folder = absl::StrCat(kTemplates, "/", wish.kind);
  const auto guard = [](const std::string& path) { return absl::AsciiStrToUpper(absl::StrReplaceAll(path, {{"/", "_"}})); };
  const std::string name = absl::StrCat("template_", wish.kind);
  return {
      {folder, wish.folder},
      {guard(folder), guard(wish.folder)},
      {"ITEM-PLUGIN-TEMPLATES", "ITEM-PLUGINS"},
      {name, wish.name},
      {CamelCase(name), CamelCase(wish.name)},
      {absl::AsciiStrToUpper(name), absl::AsciiStrToUpper(wish.name)},
      {absl::AsciiStrToUpper(JoinedBy("-", name)), absl::AsciiStrToUpper(JoinedBy("-", wish.name))},
      {JoinedBy(" ", name), JoinedBy(" ", wish.name)},
      {UpperFirst(JoinedBy(" ", name)), UpperFirst(JoinedBy(" ", wish.name))},
      {"safety_class = \"C\"", absl::StrCat("safety_class = \"", wish.safety_class, "\"")},
      {"safety_class: C", absl::StrCat("safety_class: ", wish.safety_class)},
  };
}

// In one pass: what was put in is not looked at again.
std::string Replaced(absl::string_view text, const Replacements& replacements) {
  std::string out;
  while (!text.empty()) {
    const auto found = std::find_if(replacements.begin(), replacements.end(),
                                    [&text](const auto& one) { return absl::StartsWith(text, one.first); });
    if (found == replacements.end()) {
      out += text[0];
      text.remove_prefix(1);
    } else {
      out += found->second;
      text.remove_prefix(found->first.size());
    }
  }
  return out;
}

// What nobody has read yet has no digest.
std::string WithoutDigest(absl::string_view line) {
  const std::size_t begin = line.find(" digest: \"");
  const std::size_t end = line.find(" }");
  if (begin == absl::string_view::npos || end == absl::string_view::npos || end < begin) return std::string(line);
  return absl::StrCat(line.substr(0, begin), line.substr(end));
}

// The lifecycle file without what only its author can say.
std::string Unanswered(absl::string_view text, bool with_units) {
  std::vector<std::string> out;
  bool in_left_out_unit = false;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    if (line == "unit {") in_left_out_unit = !with_units;
    if (!in_left_out_unit && !absl::StrContains(line, ": \"Example: ")) out.push_back(WithoutDigest(line));
    if (line == "}") in_left_out_unit = false;
  }
  return absl::StrJoin(out, "\n");
}

}  // namespace

const std::vector<std::string>& PluginKinds() {
  static const auto* kinds = new std::vector<std::string>{"acquisition", "algorithm", "alerting"};
  return *kinds;
}

absl::StatusOr<Wish> CheckedWish(Wish wish, const std::string& root) {
  const auto& kinds = PluginKinds();
  if (std::find(kinds.begin(), kinds.end(), wish.kind) == kinds.end()) {
    const bool later = wish.kind == "service" || wish.kind == "view";
    return absl::InvalidArgumentError(
        absl::StrCat("--kind=", wish.kind, ": ", later ? "the kernel gives such a plugin nothing yet; " : "",
                     "there are ", absl::StrJoin(kinds, ", ")));
  }
  if (wish.safety_class != "A" && wish.safety_class != "B" && wish.safety_class != "C") {
    return absl::InvalidArgumentError(absl::StrCat("--class=", wish.safety_class, ": a class after IEC 62304 is A, B or C; not sure is C"));
  }
  if (const absl::Status status = CheckName(wish.name, root); !status.ok()) return status;
  if (wish.folder.empty()) wish.folder = absl::StrCat(kPlugins, "/", wish.kind, "/", wish.name);
  if (const absl::Status status = CheckFolder(wish.folder, root); !status.ok()) return status;
  return wish;
}

std::string LifecycleFileOf(const Wish& wish) {
  return absl::StrCat(wish.folder, "/", wish.name, ".lifecycle.textproto");
}

absl::StatusOr<Files> PluginFiles(const Wish& wish, const std::string& root) {
  const std::string folder = absl::StrCat(kTemplates, "/", wish.kind);
  const Replacements replacements = ReplacementsFor(wish);
  Files files;
  for (const std::string end : {".h", ".cc", "_test.cc", ".lifecycle.textproto", "BUILD.bazel", "README.md"}) {
    const bool named = end[0] == '.' || end[0] == '_';
    const std::string from = absl::StrCat(folder, "/", named ? absl::StrCat("template_", wish.kind) : "", end);
    absl::StatusOr<std::string> text = ReadText(absl::StrCat(root, "/", from));
    if (!text.ok()) return text.status();
    if (end == ".lifecycle.textproto") text = Unanswered(*text, wish.safety_class != "A");
    text->resize(std::min(text->find(kOfTheTemplateAlone), text->size()));
    files[Replaced(from, replacements)] = Replaced(*text, replacements);
  }
  return files;
}

absl::StatusOr<std::string> WithPackage(const std::string& text, const std::string& package) {
  std::vector<std::string> lines = absl::StrSplit(text, '\n');
  const std::string row = absl::StrCat("    \"", package, "\",");
  const auto begin = std::find(lines.begin(), lines.end(), "PACKAGES = [");
  const auto end = std::find(begin, lines.end(), "]");
  if (end == lines.end()) {
    return absl::FailedPreconditionError(absl::StrCat(kPackages, ": has no list PACKAGES = [ with a package a line"));
  }
  if (std::find(begin, end, row) != end) {
    return absl::AlreadyExistsError(absl::StrCat(kPackages, ": has ", package, " already, whose folder is gone; take it out"));
  }
  lines.insert(std::find_if(begin + 1, end, [&row](const std::string& line) { return line > row; }), row);
  return absl::StrJoin(lines, "\n");
}

}  // namespace vigil::lifecycle
