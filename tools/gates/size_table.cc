// Tells how much flash and RAM each part of a firmware image takes.
//
//   size_table --nm=PROGRAM --image=ELF --text=FILE --json=FILE
//              [--archive=PART=ARCHIVE]... [--limit=PART=FLASH=RAM]...
//
// PART is the folder that owns the archive, or the name of an external
// repository. A symbol of the image belongs to the part whose archive defines it;
// what no archive defines is the C library and the compiler's runtime. An object in
// RAM that has the name of a part's folder is the state of that part, wherever it is
// defined: `qrs_detector` in a product's plugin table, `runtime` of the kernel. Flash is
// code, constants and the first values of data; RAM is data, zeroed memory and
// the stack. The sum may lie a little under the sections' sizes: the rest is
// alignment.
//
// A part has to stay below each of its limits, in bytes.
//
// Exit: 0 both files are written; 1 a part is as large as its limit or is not in the
// image; 2 called wrongly or a file could not be read.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct Symbol {
  std::string name;
  std::uint64_t size = 0;
  char type = '?';  // as nm prints it
};

struct Sizes {
  std::uint64_t flash = 0;  // bytes
  std::uint64_t ram = 0;
};

constexpr std::string_view kRuntime = "C library and compiler runtime";

std::optional<std::string> Output(const std::string& command) {
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return std::nullopt;
  std::string text;
  std::array<char, 4096> buffer;
  while (std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    text.append(buffer.data(), n);
  }
  if (pclose(pipe) != 0) return std::nullopt;
  return text;
}

// Defined symbols with a size. nm's POSIX format: name type value size.
std::optional<std::vector<Symbol>> Symbols(const std::string& nm,
                                           const std::string& file) {
  const auto text = Output(nm + " --defined-only --format=posix --quiet --radix=d '" +
                           file + "'");
  if (!text) return std::nullopt;
  std::vector<Symbol> symbols;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    Symbol symbol;
    std::uint64_t value = 0;
    if (fields >> symbol.name >> symbol.type >> value >> symbol.size &&
        symbol.size > 0) {
      symbols.push_back(symbol);
    }
  }
  return symbols;
}

void Add(const Symbol& symbol, Sizes& sizes) {
  switch (symbol.type) {
    case 'b': case 'B': case 's': case 'S':
      sizes.ram += symbol.size;
      return;
    case 'd': case 'D':
      sizes.ram += symbol.size;
      sizes.flash += symbol.size;
      return;
    default:
      sizes.flash += symbol.size;
  }
}

bool IsInRam(const Symbol& symbol) {
  return std::string_view("bBdDsS").find(symbol.type) != std::string_view::npos;
}

// The last identifier of a mangled C++ name of an object: vigil::(anonymous
// namespace)::ecg is _ZN5vigil12_GLOBAL__N_13ecgE.
std::string LastIdentifier(std::string_view mangled) {
  if (mangled.empty() || mangled.back() != 'E') return std::string(mangled);
  mangled.remove_suffix(1);
  for (std::size_t length = 1; length < mangled.size(); ++length) {
    const std::string digits = std::to_string(length);
    const std::string_view head = mangled.substr(0, mangled.size() - length);
    if (head.size() >= digits.size() &&
        head.substr(head.size() - digits.size()) == digits) {
      return std::string(mangled.substr(mangled.size() - length));
    }
  }
  return std::string(mangled);
}

// The layer of a folder: safety_kernel/runtime is of safety_kernel; a plugin
// stands for itself.
std::string PartOf(std::string_view folder) {
  if (folder.substr(0, 8) == "plugins/") return std::string(folder);
  return std::string(folder.substr(0, folder.find('/')));
}

struct Arguments {
  std::string nm, image, text, json;
  std::vector<std::pair<std::string, std::string>> archives;  // part, file
  std::map<std::string, std::string> state_of;  // part by the name of its folder
  std::map<std::string, Sizes> limits;          // by part
};

// "safety_kernel=24576=8192"
bool ParseLimit(const std::string& value, Arguments& arguments) {
  const std::size_t ram = value.rfind('=');
  const std::size_t flash = ram == std::string::npos || ram == 0 ? ram : value.rfind('=', ram - 1);
  if (flash == std::string::npos || flash == 0) return false;
  Sizes& limit = arguments.limits[value.substr(0, flash)];
  limit.flash = std::strtoull(value.c_str() + flash + 1, nullptr, 10);
  limit.ram = std::strtoull(value.c_str() + ram + 1, nullptr, 10);
  return limit.flash > 0 && limit.ram > 0;
}

bool Parse(int argc, char** argv, Arguments& arguments) {
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    const std::size_t equals = argument.find('=');
    if (equals == std::string::npos) return false;
    const std::string name = argument.substr(0, equals);
    const std::string value = argument.substr(equals + 1);
    if (name == "--nm") arguments.nm = value;
    else if (name == "--image") arguments.image = value;
    else if (name == "--text") arguments.text = value;
    else if (name == "--json") arguments.json = value;
    else if (name == "--limit") {
      if (!ParseLimit(value, arguments)) return false;
    } else if (name == "--archive") {
      const std::size_t second = value.find('=');
      if (second == std::string::npos) return false;
      const std::string folder = value.substr(0, second);
      arguments.state_of[folder.substr(folder.rfind('/') + 1)] = PartOf(folder);
      arguments.archives.emplace_back(PartOf(folder), value.substr(second + 1));
    } else {
      return false;
    }
  }
  return !arguments.nm.empty() && !arguments.image.empty() &&
         !arguments.text.empty() && !arguments.json.empty();
}

void Write(const std::map<std::string, Sizes>& parts, const Arguments& arguments) {
  Sizes sum;
  std::ofstream text(arguments.text), json(arguments.json);
  char line[160];
  std::snprintf(line, sizeof line, "%-44s %10s %10s\n", "part", "flash", "RAM");
  text << line;
  json << "{\"parts\":{";
  const char* separator = "";
  for (const auto& [part, sizes] : parts) {
    sum.flash += sizes.flash;
    sum.ram += sizes.ram;
    std::snprintf(line, sizeof line, "%-44s %10llu %10llu\n", part.c_str(),
                  static_cast<unsigned long long>(sizes.flash),
                  static_cast<unsigned long long>(sizes.ram));
    text << line;
    json << separator << "\"" << part << "\":{\"flash\":" << sizes.flash
         << ",\"ram\":" << sizes.ram << "}";
    separator = ",";
  }
  std::snprintf(line, sizeof line, "%-44s %10llu %10llu\n", "image, in bytes",
                static_cast<unsigned long long>(sum.flash),
                static_cast<unsigned long long>(sum.ram));
  text << line;
  json << "},\"image\":{\"flash\":" << sum.flash << ",\"ram\":" << sum.ram
       << "}}\n";
}

bool StaysBelow(const std::map<std::string, Sizes>& parts,
                const std::map<std::string, Sizes>& limits) {
  bool below = true;
  for (const auto& [part, limit] : limits) {
    const auto found = parts.find(part);
    if (found == parts.end()) {
      std::cerr << "size_table: the image has no part " << part << "\n";
      return false;
    }
    const Sizes& sizes = found->second;
    if (sizes.flash < limit.flash && sizes.ram < limit.ram) continue;
    std::cerr << "size_table: " << part << " takes " << sizes.flash << " bytes of flash and "
              << sizes.ram << " of RAM, and has to stay below " << limit.flash << " and "
              << limit.ram << "\n";
    below = false;
  }
  return below;
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  if (!Parse(argc, argv, arguments)) {
    std::cerr << "usage: size_table --nm=PROGRAM --image=ELF --text=FILE "
                 "--json=FILE [--archive=PART=ARCHIVE]... "
                 "[--limit=PART=FLASH=RAM]...\n";
    return 2;
  }
  std::map<std::string, std::string> owner;  // of a symbol
  for (const auto& [part, archive] : arguments.archives) {
    const auto symbols = Symbols(arguments.nm, archive);
    if (!symbols) {
      std::cerr << "size_table: cannot read " << archive << "\n";
      return 2;
    }
    for (const Symbol& symbol : *symbols) owner.emplace(symbol.name, part);
  }
  const auto image = Symbols(arguments.nm, arguments.image);
  if (!image) {
    std::cerr << "size_table: cannot read " << arguments.image << "\n";
    return 2;
  }
  std::map<std::string, Sizes> parts;
  for (const Symbol& symbol : *image) {
    const auto state = arguments.state_of.find(LastIdentifier(symbol.name));
    const auto found = owner.find(symbol.name);
    if (IsInRam(symbol) && state != arguments.state_of.end()) {
      Add(symbol, parts[state->second]);
    } else {
      Add(symbol, parts[found == owner.end() ? std::string(kRuntime) : found->second]);
    }
  }
  if (!StaysBelow(parts, arguments.limits)) return 1;
  Write(parts, arguments);
  return 0;
}
