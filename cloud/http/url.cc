#include "cloud/http/url.h"

#include <arpa/inet.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace vigil {
namespace {

constexpr std::size_t kMaxTargetLength = 2048;
constexpr std::size_t kMaxParameters = 16;

std::optional<int> HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

absl::StatusOr<std::string> PercentDecode(absl::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const auto high = i + 2 < text.size() ? HexDigit(text[i + 1]) : std::nullopt;
      const auto low = i + 2 < text.size() ? HexDigit(text[i + 2]) : std::nullopt;
      if (!high || !low) {
        return absl::InvalidArgumentError(
            "a '%' in the target is not followed by two hexadecimal digits");
      }
      c = static_cast<char>(*high * 16 + *low);
      i += 2;
    }
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c)) || c == '\\') {
      return absl::InvalidArgumentError(
          "the target contains a control character or a backslash");
    }
    decoded += c;
  }
  return decoded;
}

absl::Status CheckSegments(absl::string_view path) {
  for (const absl::string_view segment : absl::StrSplit(path, '/')) {
    if (segment == "." || segment == "..") {
      return absl::InvalidArgumentError("the target contains a '.' or '..'");
    }
  }
  return absl::OkStatus();
}

absl::Status AddParameter(absl::string_view pair, Target& target) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(pair, absl::MaxSplits('=', 1));
  absl::StatusOr<std::string> name = PercentDecode(parts.first);
  if (!name.ok()) return name.status();
  absl::StatusOr<std::string> value = PercentDecode(parts.second);
  if (!value.ok()) return value.status();
  if (target.Parameter(*name)) {
    return absl::InvalidArgumentError(
        absl::StrCat("parameter '", *name, "' is given twice"));
  }
  if (target.parameters.size() == kMaxParameters) {
    return absl::InvalidArgumentError("the target has too many parameters");
  }
  target.parameters.emplace_back(*std::move(name), *std::move(value));
  return absl::OkStatus();
}

}  // namespace

std::optional<absl::string_view> Target::Parameter(
    absl::string_view name) const {
  for (const auto& [key, value] : parameters) {
    if (key == name) return value;
  }
  return std::nullopt;
}

absl::StatusOr<Target> ParseTarget(absl::string_view text) {
  if (text.size() > kMaxTargetLength) {
    return absl::InvalidArgumentError("the target is longer than 2048");
  }
  if (!absl::StartsWith(text, "/")) {
    return absl::InvalidArgumentError("the target does not begin with '/'");
  }
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('?', 1));
  absl::StatusOr<std::string> path = PercentDecode(parts.first);
  if (!path.ok()) return path.status();
  const absl::Status segments = CheckSegments(*path);
  if (!segments.ok()) return segments;
  Target target;
  target.path = *std::move(path);
  for (const absl::string_view pair :
       absl::StrSplit(parts.second, '&', absl::SkipEmpty())) {
    const absl::Status status = AddParameter(pair, target);
    if (!status.ok()) return status;
  }
  return target;
}

absl::StatusOr<std::uint64_t> ParseNumber(absl::string_view name,
                                          absl::string_view text,
                                          std::uint64_t high) {
  std::uint64_t value = 0;
  const bool digits = !text.empty() && text.size() <= 20 &&
                      text.find_first_not_of("0123456789") == text.npos;
  if (!digits || !absl::SimpleAtoi(text, &value) || value > high) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, " has to be a number from 0 to ", high));
  }
  return value;
}

absl::StatusOr<HostPort> ParseHostPort(absl::string_view text) {
  const std::size_t colon = text.rfind(':');
  const absl::string_view host = HostOf(text);
  if (colon == text.npos || host.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", text, "' is no HOST:PORT"));
  }
  const auto port = ParseNumber("the port", text.substr(colon + 1), 65535);
  if (!port.ok()) return port.status();
  return HostPort{std::string(host), static_cast<std::uint16_t>(*port)};
}

absl::StatusOr<HostPort> ParseHttpOrigin(absl::string_view text) {
  absl::string_view rest = text;
  if (!absl::ConsumePrefix(&rest, "http://")) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", text, "' has to begin with http://"));
  }
  absl::ConsumeSuffix(&rest, "/");
  const absl::string_view host = HostOf(rest);
  if (host.empty() || absl::StrContains(rest, "/")) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", text, "' is no http://HOST:PORT"));
  }
  const bool bare = rest == host || rest == absl::StrCat("[", host, "]");
  if (bare) return HostPort{std::string(host), 80};
  return ParseHostPort(rest);
}

absl::string_view HostOf(absl::string_view authority) {
  if (absl::ConsumePrefix(&authority, "[")) {
    const std::size_t end = authority.find(']');
    return end == authority.npos ? absl::string_view()
                                 : authority.substr(0, end);
  }
  return authority.substr(0, authority.find(':'));
}

bool IsAddressLiteral(absl::string_view host) {
  const std::string text(host);
  in6_addr address = {};
  return inet_pton(AF_INET, text.c_str(), &address) == 1 ||
         inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

}  // namespace vigil
