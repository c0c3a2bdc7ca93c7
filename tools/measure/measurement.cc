#include "tools/measure/measurement.h"

#include <sstream>

namespace vigil::tools {
namespace {

std::string Quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out + "\"";
}

std::string DigestOf(const Digests& digests, const std::string& path) {
  const auto found = digests.find(path);
  return found == digests.end() ? "" : found->second;
}

void Tell(const Hole& hole, std::ostream& out) {
  out << "    hole { line: " << hole.line << " text: " << Quoted(hole.text);
  if (!hole.what.empty()) out << " what: " << Quoted(hole.what);
  out << " count: " << hole.count << " }\n";
}

void Tell(const MeasuredFile& file, const Digests& digests, std::ostream& out) {
  out << "  file {\n    path: " << Quoted(file.path) << "\n    sha256: " << Quoted(DigestOf(digests, file.path))
      << "\n    covered: " << file.covered << "\n    total: " << file.total << "\n";
  for (const Hole& hole : file.holes) Tell(hole, out);
  out << "  }\n";
}

}  // namespace

Digests DigestsIn(const std::string& text) {
  Digests digests;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t blanks = line.find("  ");
    if (blanks != std::string::npos) digests[line.substr(blanks + 2)] = line.substr(0, blanks);
  }
  return digests;
}

std::string TextOf(const std::vector<Measurement>& measurements, const Digests& digests, const Digests& tests) {
  std::ostringstream out;
  out << "# Written by a tool with --record; not to be edited.\n"
         "# proto-file: platform/lifecycle/evidence.proto\n"
         "# proto-message: vigil.lifecycle.Evidence\n";
  for (const Measurement& measurement : measurements) {
    out << "\nmeasurement {\n  name: " << Quoted(measurement.name) << "\n  tool: " << Quoted(measurement.tool) << "\n";
    for (const MeasuredFile& file : measurement.files) Tell(file, digests, out);
    for (const auto& [path, digest] : tests) {
      out << "  test { label: " << Quoted(path) << " sha256: " << Quoted(digest) << " }\n";
    }
    out << "}\n";
  }
  return out.str();
}

}  // namespace vigil::tools
