// Computes how much stack each entry of a firmware image needs at most, and refuses
// recursion.
//
//   stack_bound --objdump=PROGRAM --image=ELF --text=FILE --json=FILE
//               [--indirect=FILE] [--entry=NAME=BYTES]...
//
// An entry is a function that begins on a stack of its own: each plugin's, whose
// bytes are in its name (`EntryOf<..., 1024u>`), and those of --entry. What a
// function needs is read from its instructions: the sum of all that lowers the stack
// pointer, so never too little. A call through a pointer is followed as --indirect
// says, one line each: caller, " -> ", callee, both a part of the name, demangled;
// one that is reached and is not listed is refused, as is a stack that grows by a
// number only known at run time. kExceptionFrame is added: an interrupt may come at
// the deepest point.
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

bool ReadImage(const std::string& objdump, const std::string& path, Image& image) {
  const std::string command =
      objdump + " -d --demangle --no-show-raw-insn --no-leading-addr " + path;
  std::FILE* output = popen(command.c_str(), "r");
  if (output == nullptr) return false;
  std::string line, own;
  char buffer[4096];
  while (std::fgets(buffer, sizeof buffer, output) != nullptr) {
    line += buffer;
    if (line.back() != '\n') continue;
    while (!line.empty() && std::isspace(static_cast<unsigned char>(line.back())) != 0) line.pop_back();
    if (line.size() > 2 && line[0] == '<' && line.compare(line.size() - 2, 2, ">:") == 0) {
      own = line.substr(1, line.size() - 3);
      image[own];
    } else if (!own.empty() && !line.empty() && std::isspace(static_cast<unsigned char>(line[0])) != 0) {
      std::istringstream words(line);
      std::string mnemonic, rest;
      words >> mnemonic;
      std::getline(words >> std::ws, rest);
      if (!mnemonic.empty()) ReadInstruction(mnemonic, rest, own, image[own]);
    }
    line.clear();
  }
  return pclose(output) == 0 && !image.empty();
}

bool AddIndirect(const std::string& path, Image& image) {
  std::ifstream file(path);
  if (!file) return false;
  std::set<std::string> listed;
  for (std::string line; std::getline(file, line);) {
    const std::size_t arrow = line.find(" -> ");
    if (line.empty() || line[0] == '#' || arrow == std::string::npos) continue;
    const std::string from = line.substr(0, arrow), to = line.substr(arrow + 4);
    for (auto& [name, function] : image) {
      if (name.find(from) == std::string::npos || !function.calls_pointer) continue;
      listed.insert(name);
      for (const auto& [callee, unused] : image) {
        if (callee.find(to) != std::string::npos) function.callees.insert(callee);
      }
    }
  }
  for (const std::string& name : listed) image[name].calls_pointer = false;
  return true;
}

// The deepest way from a function on.
class Depth {
 public:
  explicit Depth(const Image& image) : image_(image) {}

  // -1 when it can't be told; why_not() says why.
  int Of(const std::string& name) {
    const auto known = depth_.find(name);
    if (known != depth_.end()) return known->second;
    const auto found = image_.find(name);
    if (found == image_.end()) return 0;  // data between the code
    const Function& function = found->second;
    if (function.grows_at_run_time) return Fail(name + " takes an amount of stack that is known at run time only");
    if (function.calls_pointer) return Fail(name + " calls through a pointer that is not listed");
    if (!open_.insert(name).second) return Fail(name + " calls itself, perhaps through others");
    int deepest = 0;
    std::string next;
    for (const std::string& callee : function.callees) {
      const int below = Of(callee);
      if (below < 0) return -1;
      if (below > deepest) next = callee;
      deepest = std::max(deepest, below);
    }
    open_.erase(name);
    next_[name] = next;
    return depth_[name] = function.bytes + deepest;
  }

  std::string PathOf(const std::string& name) const {
    std::string path;
    for (std::string at = name; !at.empty();) {
      path += "      " + std::to_string(image_.at(at).bytes) + "  " + at + "\n";
      const auto next = next_.find(at);
      at = next == next_.end() || image_.count(next->second) == 0 ? "" : next->second;
    }
    return path;
  }

  const std::string& why_not() const { return why_not_; }

 private:
  int Fail(const std::string& why) {
    why_not_ = why;
    return -1;
  }

  const Image& image_;
  std::map<std::string, int> depth_;
  std::map<std::string, std::string> next_;
  std::set<std::string> open_;
  std::string why_not_;
};

std::vector<Entry> EntriesOf(const Image& image, const std::vector<Entry>& named) {
  std::vector<Entry> entries;
  for (const auto& [name, function] : image) {
    const std::size_t size = name.find("u>(vigil::Partition<");
    if (name.find("vigil::EntryOf<") != std::string::npos && size != std::string::npos) {
      entries.push_back({name, std::atoi(name.c_str() + name.rfind(' ', size) + 1)});
    }
    for (const Entry& entry : named) {
      if (name == entry.name) entries.push_back(entry);
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
  Image image;
  if (options["--objdump"].empty() || options["--image"].empty() ||
      !ReadImage(options["--objdump"], options["--image"], image)) {
    std::cerr << "stack_bound: can't read the image " << options["--image"] << "\n";
    return 2;
  }
  if (!options["--indirect"].empty() && !AddIndirect(options["--indirect"], image)) {
    std::cerr << "stack_bound: can't read " << options["--indirect"] << "\n";
    return 2;
  }
  Depth depth(image);
  std::ostringstream text, json;
  int status = 0;
  for (const Entry& entry : EntriesOf(image, named)) {
    const int below = depth.Of(entry.name);
    if (below < 0) {
      std::cerr << "stack_bound: " << Title(entry.name) << ": " << depth.why_not() << "\n";
      return 1;
    }
    const int bytes = below + kExceptionFrame;
    char line[256];
    std::snprintf(line, sizeof line, "%-52s %6d of %6d bytes\n", Title(entry.name).c_str(), bytes, entry.room);
    text << line << depth.PathOf(entry.name);
    json << (json.str().empty() ? "[" : ",\n ") << "{\"entry\": \"" << Title(entry.name)
         << "\", \"bytes\": " << bytes << ", \"room\": " << entry.room << "}";
    if (bytes > entry.room) {
      std::cerr << "stack_bound: " << Title(entry.name) << " needs " << bytes << " bytes of stack, and has "
                << entry.room << ":\n" << depth.PathOf(entry.name);
      status = 1;
    }
  }
  if (json.str().empty()) {
    std::cerr << "stack_bound: no entry was found\n";
    return 1;
  }
  std::ofstream(options["--text"]) << text.str();
  std::ofstream(options["--json"]) << json.str() << "]\n";
  return status;
}
