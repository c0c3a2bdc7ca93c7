// The target of an HTTP request, taken apart; and the addresses that programs
// are given on their command line.
//
//   absl::StatusOr<Target> target = ParseTarget("/v1/messages?device=a&limit=5");
//   target->path                    // "/v1/messages"
//   target->Parameter("device")     // "a"
//
// Bytes may come from an attacker. Nothing here blocks; any thread.
#ifndef VIGIL_CLOUD_HTTP_URL_H_
#define VIGIL_CLOUD_HTTP_URL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace vigil {

struct Target {
  std::string path;  // decoded; begins with '/'; no "." or ".." as a segment
  std::vector<std::pair<std::string, std::string>> parameters;  // decoded

  // The value of a name that is there.
  std::optional<absl::string_view> Parameter(absl::string_view name) const;
};

// RFC 3986, origin form. kInvalidArgument: longer than 2048, no leading '/', a
// broken percent escape, a control character or backslash, a segment that is
// "." or "..", more than 16 parameters, or a parameter given twice.
absl::StatusOr<Target> ParseTarget(absl::string_view target);

// Without sign or leading white space, at most `high`. kInvalidArgument with
// `name` in its text otherwise.
absl::StatusOr<std::uint64_t> ParseNumber(absl::string_view name,
                                          absl::string_view text,
                                          std::uint64_t high);

struct HostPort {
  std::string host;  // without the brackets of an IPv6 address
  std::uint16_t port = 0;
};

// "127.0.0.1:8080", "[::1]:8080", "localhost:8080". kInvalidArgument otherwise.
absl::StatusOr<HostPort> ParseHostPort(absl::string_view text);

// "http://HOST:PORT" or "http://HOST" (port 80), with or without a '/' at its
// end. kInvalidArgument otherwise.
absl::StatusOr<HostPort> ParseHttpOrigin(absl::string_view text);

// The host of a Host header or of an origin's authority, without its port and
// brackets: "[::1]:80" gives "::1". Empty when there is none.
absl::string_view HostOf(absl::string_view authority);

// True for a numeric IPv4 or IPv6 address.
bool IsAddressLiteral(absl::string_view host);

}  // namespace vigil

#endif  // VIGIL_CLOUD_HTTP_URL_H_
