// Computes how much stack each entry of a firmware image needs at most, and refuses
// recursion.
//
//   stack_bound --objdump=PROGRAM --image=ELF --text=FILE --json=FILE
//               [--indirect=FILE] [--entry=NAME=BYTES]...
//
// An entry is a function that begins on a stack of its own: each plugin's, whose
// bytes are in its name (`EntryOf<..., 1024u>`), those of --entry, and those that
// FILE names. What a function needs is read from its instructions: the sum of all
// that lowers the stack pointer, so never too little. kExceptionFrame is added: an
// interrupt may come at the deepest point.
//
// FILE says what the instructions do not, one line each, '#' before a remark:
//
//   CALLER -> CALLEE             a call through a pointer; both are a part of a name,
//                                demangled, and stand for each function that has it
//   CALLER -> nothing: REASON    it has such a call, which is never made
//   recursion NAME TIMES REASON  NAME is on the stack at most TIMES times at once
//   entry NAME LOW HIGH          its stack lies between two symbols; handlers run on
//                                it, and a fault's frame lies on theirs
//   handler NAME                 one of them; none interrupts another
//
// Refused are a call through a pointer that is reached and not listed, a virtual
// function that no line calls, a stack that grows by a number only known at run
// time, and a line that stands for nothing in the image: what was renamed would be
// left out of the bound.
//
// Exit: 0 each fits, both files are written; 1 one does not, or it can't be told; 2
// called wrongly or a file could not be read.
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

// Eight words that the processor pushes (Armv7-M without floating point), and one
// to align them.
constexpr int kExceptionFrame = 36;

struct Function {
  int bytes = 0;
  bool grows_at_run_time = false;
  bool calls_pointer = false;
  std::set<std::string> callees;
};

using Image = std::map<std::string, Function>;

struct Entry {
  std::string name;
  int room = 0;
  bool has_handlers = false;
};

// What the image does not say of itself.
struct Knowledge {
  std::map<std::string, int> recursions;  // times
  std::vector<Entry> entries;
  std::vector<std::string> handlers;
};

// The number of registers in "{r4, r5, r7-r9, lr}".
int RegistersIn(const std::string& text) {
  int count = 0;
  std::istringstream list(text.substr(text.find('{') + 1));
  for (std::string item; std::getline(list, item, ',');) {
    const std::size_t dash = item.find('-');
    int from = 0, to = 0;
    if (dash != std::string::npos &&
        std::sscanf(item.c_str(), " r%d-r%d", &from, &to) == 2) {
      count += to - from + 1;
    } else {
      ++count;
    }
  }
  return count;
}

// What follows the last '#', in any base; -1 without one.
long Immediate(const std::string& text) {
  const std::size_t at = text.find('#');
  return at == std::string::npos ? -1 : std::strtol(text.c_str() + at + 1, nullptr, 0);
}

// "<name>" or "<name+0x12>"; empty when there is none.
std::string TargetOf(const std::string& line) {
  const std::size_t begin = line.find('<');
  const std::size_t end = line.rfind('>');
  if (begin == std::string::npos || end < begin) return "";
  return line.substr(begin + 1, end - begin - 1);
}

void ReadInstruction(const std::string& mnemonic, const std::string& rest,
                     const std::string& own, Function& function) {
  const bool on_stack = rest.find("sp") != std::string::npos;
  if (mnemonic.rfind("push", 0) == 0 || mnemonic.rfind("stmdb", 0) == 0) {
    if (mnemonic[0] == 'p' || rest.rfind("sp!", 0) == 0) {
      function.bytes += 4 * RegistersIn(rest);
    }
  } else if (mnemonic.rfind("sub", 0) == 0 && rest.rfind("sp", 0) == 0) {
    const long bytes = Immediate(rest);
    if (bytes < 0) function.grows_at_run_time = true;
    function.bytes += bytes < 0 ? 0 : static_cast<int>(bytes);
  } else if (mnemonic.rfind("str", 0) == 0 && on_stack && rest.find("]!") != std::string::npos) {
    const long bytes = Immediate(rest);
    function.bytes += bytes < 0 ? static_cast<int>(-bytes) : 0;
  } else if (mnemonic == "blx" || (mnemonic.rfind("bx", 0) == 0 && rest.rfind("lr", 0) != 0)) {
    if (TargetOf(rest).empty()) function.calls_pointer = true;
  } else if ((mnemonic.rfind("mov", 0) == 0 || mnemonic.rfind("ldr", 0) == 0) && rest.rfind("pc", 0) == 0) {
    if (!on_stack) function.calls_pointer = true;
  }
  const bool branches = mnemonic[0] == 'b' || mnemonic.rfind("cb", 0) == 0;
  const std::string target = branches ? TargetOf(rest) : "";
  const std::size_t plus = target.rfind("+0x");
  const std::string callee = plus == std::string::npos ? target : target.substr(0, plus);
  // Within itself; or constants between the code, read as if they were code: nobody
  // branches into the middle of another function.
  if (callee.empty() || plus != std::string::npos) return;
  // Back to its own begin it is a loop unless it is called.
  if (callee == own && mnemonic.rfind("bl", 0) != 0) return;
  function.callees.insert(callee);
}

// Runs it for each line of what `command` prints; false when it fails.
template <typename Take>
bool ForEachLine(const std::string& command, Take take) {
  std::FILE* output = popen(command.c_str(), "r");
  if (output == nullptr) return false;
  std::string line;
  for (int next = std::fgetc(output); next != EOF; next = std::fgetc(output)) {
    if (next != '\n') {
      line += static_cast<char>(next);
      continue;
    }
    take(line);
    line.clear();
  }
  return pclose(output) == 0;
}

bool ReadImage(const std::string& objdump, const std::string& path, Image& image) {
  std::string own;
  const std::string options = " -d --demangle --no-show-raw-insn --no-leading-addr ";
  const bool read = ForEachLine(objdump + options + path, [&](const std::string& line) {
    const std::size_t end = line.find_last_not_of(" \t") + 1;
    if (line[0] == '<' && end > 2 && line.compare(end - 2, 2, ">:") == 0) {
      own = line.substr(1, end - 3);
      image[own];
    } else if (!own.empty() && end > 0 && std::isspace(static_cast<unsigned char>(line[0])) != 0) {
      std::istringstream words(line.substr(0, end));
      std::string mnemonic, rest;
      words >> mnemonic;
      std::getline(words >> std::ws, rest);
      ReadInstruction(mnemonic, rest, own, image[own]);
    }
  });
  return read && !image.empty();
}

struct Symbol {
  long address = 0;
  long bytes = 0;
};

using Symbols = std::map<std::string, Symbol>;

// "20004000 g       .stack	00000000 vigil_stack_top"
bool ReadSymbols(const std::string& objdump, const std::string& path, Symbols& symbols) {
  return ForEachLine(objdump + " -t --demangle " + path, [&](const std::string& line) {
    const std::size_t tab = line.find('\t');
    const std::size_t blank = line.find(' ', tab);
    if (tab == std::string::npos || blank == std::string::npos) return;
    symbols[line.substr(blank + 1)] = {std::strtol(line.c_str(), nullptr, 16),
                                       std::strtol(line.c_str() + tab, nullptr, 16)};
  });
}

// Words of the constants, by their addresses.
using Words = std::map<long, long>;

// " dad8 00000000 00000000 1d3d0000 373d0000  .........=..7=.."
bool ReadConstants(const std::string& objdump, const std::string& path, Words& constants) {
  return ForEachLine(objdump + " -s --section=.rodata " + path, [&](const std::string& line) {
    std::istringstream words(line.substr(0, line.find("  ", 1)));
    std::string first, word;
    words >> first;
    for (long address = std::strtol(first.c_str(), nullptr, 16); words >> word; address += 4) {
      const unsigned long bytes = std::strtoul(word.c_str(), nullptr, 16);
      constants[address] = static_cast<long>(__builtin_bswap32(static_cast<unsigned>(bytes)));
    }
  });
}

// What a call through a pointer to an object can reach.
std::set<std::string> VirtualFunctions(const Symbols& symbols, const Words& constants, const Image& image) {
  std::map<long, std::string> functions;
  for (const auto& [name, symbol] : symbols) {
    if (image.count(name) != 0) functions[symbol.address & ~1L] = name;
  }
  std::set<std::string> found;
  for (const auto& [name, table] : symbols) {
    if (name.rfind("vtable for ", 0) != 0) continue;
    for (auto word = constants.lower_bound(table.address);
         word != constants.end() && word->first < table.address + table.bytes; ++word) {
      const auto function = functions.find(word->second & ~1L);
      if (word->second != 0 && function != functions.end()) found.insert(function->second);
    }
  }
  return found;
}

// Takes the lines of --indirect.
class Reader {
 public:
  Reader(const Symbols& symbols, Image& image) : symbols_(symbols), image_(image) {}

  // False when a line stands for nothing; why_not() says which.
  bool Read(std::istream& file) {
    for (std::string line; std::getline(file, line);) {
      if (line.empty() || line[0] == '#') continue;
      if (!Take(line)) {
        why_not_ = "'" + line + "': " + why_not_;
        return false;
      }
    }
    for (const std::string& name : listed_) image_[name].calls_pointer = false;
    return true;
  }

  // The first of these that no line calls; empty when each is called.
  std::string NotCalled(const std::set<std::string>& functions) const {
    for (const std::string& name : functions) {
      if (called_.count(name) == 0) return name;
    }
    return "";
  }

  const Knowledge& knowledge() const { return knowledge_; }
  const std::string& why_not() const { return why_not_; }

 private:
  bool Take(const std::string& line) {
    const std::size_t arrow = line.find(" -> ");
    if (arrow != std::string::npos) return TakeCall(line.substr(0, arrow), line.substr(arrow + 4));
    const std::string kHandler = "handler ";
    if (line.rfind(kHandler, 0) == 0) return TakeHandler(line.substr(kHandler.size()));
    std::istringstream words(line);
    std::string kind, name, second, third;
    words >> kind >> name >> second >> third;
    if (image_.count(name) == 0) return Fail("the image has no function " + name);
    if (kind == "recursion") return TakeRecursion(name, second, third);
    if (kind == "entry") return TakeEntry(name, second, third);
    return Fail("no line begins so");
  }

  bool TakeHandler(const std::string& name) {
    knowledge_.handlers.push_back(name);
    return image_.count(name) != 0 || Fail("the image has no such function");
  }

  bool TakeCall(const std::string& from, const std::string& to) {
    const std::string kNothing = "nothing: ";
    const bool nothing = to.rfind(kNothing, 0) == 0 && to.size() > kNothing.size();
    std::set<std::string> callees;
    for (const auto& [name, unused] : image_) {
      if (!nothing && name.find(to) != std::string::npos) callees.insert(name);
    }
    if (callees.empty() && !nothing) return Fail("the image has no such callee");
    called_.insert(callees.begin(), callees.end());
    bool found = false;
    for (auto& [name, function] : image_) {
      if (name.find(from) == std::string::npos || !function.calls_pointer) continue;
      listed_.insert(name);
      function.callees.insert(callees.begin(), callees.end());
      found = true;
    }
    return found || Fail("no such caller calls through a pointer");
  }

  bool TakeRecursion(const std::string& name, const std::string& times, const std::string& reason) {
    const int count = std::atoi(times.c_str());
    if (count < 2 || reason.empty()) return Fail("a recursion has a number of times from 2 on, and a reason");
    knowledge_.recursions[name] = count;
    return true;
  }

  bool TakeEntry(const std::string& name, const std::string& low, const std::string& high) {
    if (symbols_.count(low) == 0 || symbols_.count(high) == 0) return Fail("the image lacks a border of the stack");
    const long room = symbols_.at(high).address - symbols_.at(low).address;
    knowledge_.entries.push_back({name, static_cast<int>(room), true});
    return true;
  }

  bool Fail(const std::string& why) {
    why_not_ = why;
    return false;
  }

  const Symbols& symbols_;
  Image& image_;
  Knowledge knowledge_;
  std::set<std::string> listed_;
  std::set<std::string> called_;
  std::string why_not_;
};

// The deepest way from a function on.
class Depth {
 public:
  Depth(const Image& image, const std::map<std::string, int>& recursions)
      : image_(image), recursions_(recursions) {}

  // -1 when it can't be told; why_not() says why.
  int Of(const std::string& name) { return Of(Place{name, recursions_}); }

  // Names of recursions that no way has gone to their end.
  std::set<std::string> UnusedRecursions() const {
    std::set<std::string> unused;
    for (const auto& [name, times] : recursions_) {
      if (exhausted_.count(name) == 0) unused.insert(name);
    }
    return unused;
  }

  std::string PathOf(const std::string& name) const {
    std::string path;
    for (auto at = next_.find(Entered(Place{name, recursions_})); at != next_.end(); at = next_.find(at->second)) {
      const std::string& function = at->first.function;
      path += "      " + std::to_string(image_.at(function).bytes) + "  " + function + "\n";
    }
    return path;
  }

  const std::string& why_not() const { return why_not_; }

 private:
  // A function, and how often each recursive one may still be entered.
  struct Place {
    std::string function;
    std::map<std::string, int> left;
    bool operator<(const Place& other) const {
      return function != other.function ? function < other.function : left < other.left;
    }
  };

  static Place Entered(Place place) {
    const auto left = place.left.find(place.function);
    if (left != place.left.end()) --left->second;
    return place;
  }

  int Of(const Place& caller_sees) {
    const Place place = Entered(caller_sees);
    const auto left = place.left.find(place.function);
    if (left != place.left.end() && left->second < 0) {
      exhausted_.insert(place.function);
      return 0;
    }
    const auto known = depth_.find(place);
    return known != depth_.end() ? known->second : Compute(place);
  }

  int Compute(const Place& place) {
    const std::string& name = place.function;
    const auto found = image_.find(name);
    if (found == image_.end()) return 0;  // data between the code
    const Function& function = found->second;
    if (function.grows_at_run_time) return Fail(name + " takes an amount of stack that is known at run time only");
    if (function.calls_pointer) return Fail(name + " calls through a pointer that is not listed");
    if (!open_.insert(place).second) return Fail(name + " calls itself, perhaps through others");
    int deepest = 0;
    Place next;
    for (const std::string& callee : function.callees) {
      const int below = Of(Place{callee, place.left});
      if (below < 0) return -1;
      if (below > deepest) next = Entered(Place{callee, place.left});
      deepest = std::max(deepest, below);
    }
    open_.erase(place);
    next_[place] = next;
    return depth_[place] = function.bytes + deepest;
  }

  int Fail(const std::string& why) {
    why_not_ = why;
    return -1;
  }

  const Image& image_;
  const std::map<std::string, int>& recursions_;
  std::map<Place, int> depth_;
  std::map<Place, Place> next_;
  std::set<Place> open_;
  std::set<std::string> exhausted_;
  std::string why_not_;
};

std::vector<Entry> EntriesOf(const Image& image, const std::vector<Entry>& named) {
  std::vector<Entry> entries = named;
  for (const auto& [name, function] : image) {
    const std::size_t size = name.find("u>(vigil::Partition<");
    if (name.find("vigil::EntryOf<") != std::string::npos && size != std::string::npos) {
      entries.push_back({name, std::atoi(name.c_str() + name.rfind(' ', size) + 1)});
    }
  }
  return entries;
}

// The plugin instead of its lambda.
std::string Title(const std::string& name) {
  const std::size_t begin = name.find("EntryOf<");
  if (begin == std::string::npos) return name;
  const std::size_t from = begin + 8;
  const bool init = name.find("Mailbox const&") != std::string::npos;
  return name.substr(from, name.find(',', from) - from) + (init ? "::Init" : "::Process");
}

// What may come on top of an entry's own depth; -1 when it can't be told.
int OnTop(const Entry& entry, const std::vector<std::string>& handlers, Depth& depth) {
  if (!entry.has_handlers || handlers.empty()) return kExceptionFrame;
  int deepest = 0;
  for (const std::string& handler : handlers) {
    const int bytes = depth.Of(handler);
    if (bytes < 0) return -1;
    deepest = std::max(deepest, bytes);
  }
  return kExceptionFrame + deepest + kExceptionFrame;
}

// The figures of all entries, and whether each fits.
struct Verdict {
  std::string text;
  std::string json;
  std::string trouble;
};

void Judge(const Entry& entry, int bytes, const std::string& path, Verdict& verdict) {
  const std::string title = Title(entry.name);
  char line[256];
  std::snprintf(line, sizeof line, "%-52s %6d of %6d bytes\n", title.c_str(), bytes, entry.room);
  verdict.text += line + path;
  verdict.json += (verdict.json.empty() ? "[" : ",\n ") + std::string("{\"entry\": \"") + title +
                  "\", \"bytes\": " + std::to_string(bytes) + ", \"room\": " + std::to_string(entry.room) + "}";
  if (bytes <= entry.room) return;
  verdict.trouble += title + " needs " + std::to_string(bytes) + " bytes of stack, and has " +
                     std::to_string(entry.room) + ":\n" + path;
}

Verdict JudgeAll(const Image& image, const std::vector<Entry>& entries, const Knowledge& knowledge) {
  Depth depth(image, knowledge.recursions);
  Verdict verdict;
  for (const Entry& entry : entries) {
    const int own = image.count(entry.name) == 0 ? -1 : depth.Of(entry.name);
    const int on_top = own < 0 ? -1 : OnTop(entry, knowledge.handlers, depth);
    if (on_top < 0) {
      verdict.trouble = Title(entry.name) + ": " +
                        (depth.why_not().empty() ? "the image has no such function" : depth.why_not()) + "\n";
      return verdict;
    }
    Judge(entry, own + on_top,
          depth.PathOf(entry.name) + "      " + std::to_string(on_top) +
              (on_top > kExceptionFrame ? "  exceptions and the deepest handler\n" : "  frame of an exception\n"),
          verdict);
  }
  for (const std::string& name : depth.UnusedRecursions()) {
    verdict.trouble += "'recursion " + name + "': it does not call itself so often\n";
  }
  if (verdict.json.empty()) verdict.trouble = "no entry was found\n";
  return verdict;
}

}  // namespace

int main(int argc, char** argv) {
  std::map<std::string, std::string> options;
  std::vector<Entry> named;
  for (int n = 1; n < argc; ++n) {
    const std::string argument = argv[n];
    const std::size_t equal = argument.find('=');
    if (argument.rfind("--entry=", 0) == 0) {
      const std::size_t last = argument.rfind('=');
      named.push_back({argument.substr(8, last - 8), std::atoi(argument.c_str() + last + 1)});
    } else if (equal != std::string::npos) {
      options[argument.substr(0, equal)] = argument.substr(equal + 1);
    }
  }
  const std::string objdump = options["--objdump"], path = options["--image"];
  Image image;
  if (objdump.empty() || path.empty() || !ReadImage(objdump, path, image)) {
    std::cerr << "stack_bound: can't read the image " << path << "\n";
    return 2;
  }
  Symbols symbols;
  Words constants;
  const std::string indirect = options["--indirect"];
  std::ifstream file(indirect);
  if (!ReadSymbols(objdump, path, symbols) || !ReadConstants(objdump, path, constants) ||
      (!indirect.empty() && !file)) {
    std::cerr << "stack_bound: can't read " << (indirect.empty() ? path : indirect) << "\n";
    return 2;
  }
  Reader reader(symbols, image);
  if (!indirect.empty() && !reader.Read(file)) {
    std::cerr << "stack_bound: " << indirect << ": " << reader.why_not() << "\n";
    return 1;
  }
  const std::string forgotten = reader.NotCalled(VirtualFunctions(symbols, constants, image));
  if (!indirect.empty() && !forgotten.empty()) {
    std::cerr << "stack_bound: " << indirect << ": no line calls the virtual function " << forgotten << "\n";
    return 1;
  }
  const Knowledge& knowledge = reader.knowledge();
  named.insert(named.end(), knowledge.entries.begin(), knowledge.entries.end());
  const Verdict verdict = JudgeAll(image, EntriesOf(image, named), knowledge);
  if (!verdict.trouble.empty()) {
    std::cerr << "stack_bound: " << verdict.trouble;
    return 1;
  }
  std::ofstream(options["--text"]) << verdict.text;
  std::ofstream(options["--json"]) << verdict.json << "]\n";
  return 0;
}
