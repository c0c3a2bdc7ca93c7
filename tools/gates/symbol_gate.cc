// Fails the build when objects use functions that their safety class forbids.
//
//   symbol_gate --rules=class_c|plugin|image --label=NAME --nm=PROGRAM --stamp=FILE OBJECT...
//
// class_c: each OBJECT is an archive of a class C library; what it leaves
//   undefined must not be of the heap, of exceptions, of type information, of
//   the mathematical library or of formatted output.
// plugin: as class_c; besides, it must define no initializer that runs before main,
//   where no partition and no sandbox hold it yet.
// image: OBJECT is a linked image; nothing of these may be in it at all, nor the
//   compiler's routines for floating point.
//
// Exit: 0 passed and FILE was written; 1 a forbidden symbol, each named with the
// object and the reason; 2 called wrongly or an object could not be read.
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct Rule {
  std::string_view name;  // the symbol; a '*' at the end stands for anything
  std::string_view reason;
  std::string_view only_for = "";  // these rules alone
};

constexpr std::string_view kHeap = "takes memory from the heap";
constexpr std::string_view kException = "throws or unwinds";
constexpr std::string_view kRtti = "asks for type information at run time";
constexpr std::string_view kLibm = "uses the mathematical library";
constexpr std::string_view kFormat = "uses formatted output";
constexpr std::string_view kGuard = "initializes at first use";
constexpr std::string_view kJump = "leaves a function by a jump";
constexpr std::string_view kEarly = "runs before main, outside of its partition";
constexpr std::string_view kFloat = "computes with floating point";

// Itanium C++ ABI for the mangled names; Run-time ABI for the Arm Architecture
// (IHI 0043) for __aeabi_*.
constexpr Rule kRules[] = {
    {"malloc", kHeap}, {"calloc", kHeap}, {"realloc", kHeap}, {"free", kHeap},
    {"aligned_alloc", kHeap}, {"posix_memalign", kHeap}, {"strdup", kHeap},
    {"_malloc_r", kHeap}, {"_calloc_r", kHeap}, {"_realloc_r", kHeap},
    {"_free_r", kHeap}, {"_sbrk*", kHeap}, {"sbrk", kHeap},
    {"_Znw*", kHeap}, {"_Zna*", kHeap}, {"_Zdl*", kHeap}, {"_Zda*", kHeap},
    {"__cxa_throw", kException}, {"__cxa_rethrow", kException},
    {"__cxa_allocate_exception", kException}, {"__cxa_begin_catch", kException},
    {"_Unwind_*", kException}, {"_ZSt*__throw_*", kException},
    {"__gxx_personality_v0", kException}, {"__dynamic_cast", kRtti},
    {"_ZTVN10__cxxabiv1*", kRtti}, {"__cxa_guard_acquire", kGuard},
    {"longjmp", kJump}, {"setjmp", kJump}, {"_setjmp", kJump},
    {"printf", kFormat}, {"fprintf", kFormat}, {"sprintf", kFormat},
    {"snprintf", kFormat}, {"vsnprintf", kFormat}, {"puts", kFormat},
    {"sin", kLibm}, {"cos", kLibm}, {"tan", kLibm}, {"atan", kLibm},
    {"atan2", kLibm}, {"exp", kLibm}, {"exp2", kLibm}, {"log", kLibm},
    {"log2", kLibm}, {"log10", kLibm}, {"pow", kLibm}, {"sqrt", kLibm},
    {"sinf", kLibm}, {"cosf", kLibm}, {"expf", kLibm}, {"logf", kLibm},
    {"powf", kLibm}, {"sqrtf", kLibm}, {"fmod", kLibm}, {"floor", kLibm},
    {"ceil", kLibm}, {"round", kLibm}, {"lround", kLibm},
    {"_GLOBAL__sub_I_*", kEarly, "plugin"}, {"__cxx_global_*", kEarly, "plugin"},
    {"__cxa_atexit", kEarly, "plugin"}, {"__aeabi_atexit", kEarly, "plugin"},
    {"__aeabi_d*", kFloat, "image"}, {"__aeabi_f*", kFloat, "image"},
    {"__aeabi_i2d", kFloat, "image"}, {"__aeabi_i2f", kFloat, "image"},
    {"__aeabi_l2d", kFloat, "image"}, {"__aeabi_l2f", kFloat, "image"},
    {"__aeabi_ui2d", kFloat, "image"}, {"__aeabi_ui2f", kFloat, "image"},
};

bool Matches(std::string_view symbol, std::string_view pattern) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return symbol == pattern;
  if (symbol.substr(0, star) != pattern.substr(0, star)) return false;
  const std::string_view rest = pattern.substr(star + 1);
  if (rest.empty()) return true;
  const std::string_view middle = rest.substr(0, rest.find('*'));
  return symbol.find(middle, star) != std::string_view::npos;
}

const Rule* BrokenRule(std::string_view symbol, std::string_view rules) {
  for (const Rule& rule : kRules) {
    if (!rule.only_for.empty() && rule.only_for != rules) continue;
    if (Matches(symbol, rule.name)) return &rule;
  }
  return nullptr;
}


// The symbols that nm prints for `object`; nothing if nm failed.
std::optional<std::vector<std::string>> Symbols(const std::string& nm,
                                                const std::string& object,
                                                bool all) {
  const std::string command = nm + " --format=just-symbols --quiet " +
                              (all ? "" : "--undefined-only ") + "'" + object + "'";
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return std::nullopt;
  std::string text;
  std::array<char, 4096> buffer;
  while (std::size_t n = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    text.append(buffer.data(), n);
  }
  if (pclose(pipe) != 0) return std::nullopt;
  std::vector<std::string> symbols;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    symbols.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return symbols;
}

struct Arguments {
  std::string rules, label, nm, stamp;
  std::vector<std::string> objects;
};

bool Parse(int argc, char** argv, Arguments& arguments) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    const std::size_t equals = argument.find('=');
    const std::string_view name = argument.substr(0, equals);
    if (argument.substr(0, 2) != "--" || equals == std::string_view::npos) {
      arguments.objects.emplace_back(argument);
      continue;
    }
    const std::string value(argument.substr(equals + 1));
    if (name == "--rules") arguments.rules = value;
    else if (name == "--label") arguments.label = value;
    else if (name == "--nm") arguments.nm = value;
    else if (name == "--stamp") arguments.stamp = value;
    else return false;
  }
  const bool known = arguments.rules == "class_c" ||
                     arguments.rules == "plugin" || arguments.rules == "image";
  return known &&
         !arguments.nm.empty() && !arguments.stamp.empty() &&
         !arguments.objects.empty();
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  if (!Parse(argc, argv, arguments)) {
    std::cerr << "usage: symbol_gate --rules=class_c|plugin|image --label=NAME "
                 "--nm=PROGRAM --stamp=FILE OBJECT...\n";
    return 2;
  }
  // What an object defines itself tells as much as what it leaves to others.
  const bool all = arguments.rules != "class_c";
  int broken = 0;
  for (const std::string& object : arguments.objects) {
    const auto symbols = Symbols(arguments.nm, object, all);
    if (!symbols) {
      std::cerr << "symbol_gate: cannot read " << object << "\n";
      return 2;
    }
    for (const std::string& symbol : *symbols) {
      const Rule* rule = BrokenRule(symbol, arguments.rules);
      if (rule == nullptr) continue;
      std::cerr << arguments.label << " (class C) uses " << symbol << ", which "
                << rule->reason << ": class C code must not (docs/classes.md).\n";
      ++broken;
    }
  }
  if (broken > 0) return 1;
  std::ofstream(arguments.stamp) << "passed\n";
  return 0;
}
