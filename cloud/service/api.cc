#include "cloud/service/api.h"

#include <algorithm>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "cloud/records/records.h"

namespace vigil {
namespace {

absl::StatusOr<std::uint32_t> Number(const Target& target,
                                     absl::string_view name,
                                     std::uint64_t high) {
  const auto text = target.Parameter(name);
  if (!text) {
    return absl::InvalidArgumentError(
        absl::StrCat("the parameter '", name, "' is missing"));
  }
  const auto number = ParseNumber(name, *text, high);
  if (!number.ok()) return number.status();
  return static_cast<std::uint32_t>(*number);
}

}  // namespace

bool IsProtobufType(absl::string_view content_type) {
  const absl::string_view type = absl::StripAsciiWhitespace(
      content_type.substr(0, content_type.find(';')));
  return absl::EqualsIgnoreCase(type, kProtobufType);
}

absl::StatusOr<wire::UploadRequest> ParseUpload(absl::string_view body) {
  wire::UploadRequest request;
  if (body.size() > kMaxBodyBytes ||
      !request.ParseFromArray(body.data(), static_cast<int>(body.size()))) {
    return absl::InvalidArgumentError("the body is no UploadRequest");
  }
  const absl::Status status = CheckUpload(request);
  if (!status.ok()) return status;
  return request;
}

absl::StatusOr<MessagesQuery> ParseMessagesQuery(const Target& target) {
  constexpr std::uint64_t kMaxUint32 = std::numeric_limits<std::uint32_t>::max();
  for (const auto& [name, value] : target.parameters) {
    if (name != "device" && name != "session" && name != "after" &&
        name != "limit") {
      return absl::InvalidArgumentError(
          absl::StrCat("there is no parameter '", name,
                       "'; known are device, session, after, limit"));
    }
  }
  MessagesQuery query;
  query.device_id = std::string(target.Parameter("device").value_or(""));
  const absl::Status device = CheckDeviceId(query.device_id);
  if (!device.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("the parameter 'device': ", device.message()));
  }
  const auto session = Number(target, "session", kMaxUint32);
  if (!session.ok()) return session.status();
  query.session = *session;
  if (target.Parameter("after")) {
    const auto after = Number(target, "after", kMaxUint32);
    if (!after.ok()) return after.status();
    query.after = *after;
  }
  if (target.Parameter("limit")) {
    const auto limit = Number(target, "limit", kMaxMessagesPerAnswer);
    if (!limit.ok()) return limit.status();
    query.limit = *limit;
  }
  return query;
}

absl::Status CheckSameSite(absl::string_view host, absl::string_view origin,
                           const std::vector<std::string>& allowed_hosts) {
  const absl::string_view name = HostOf(host);
  const bool known =
      IsAddressLiteral(name) || absl::EqualsIgnoreCase(name, "localhost") ||
      std::any_of(allowed_hosts.begin(), allowed_hosts.end(),
                  [name](const std::string& allowed) {
                    return absl::EqualsIgnoreCase(name, allowed);
                  });
  if (!known) {
    return absl::PermissionDeniedError(
        "this host name is not served; start the service with "
        "--allowed-hosts=NAME to serve it");
  }
  if (origin.empty()) return absl::OkStatus();
  absl::string_view authority = origin;
  const bool http = absl::ConsumePrefix(&authority, "http://") ||
                    absl::ConsumePrefix(&authority, "https://");
  if (!http || !absl::EqualsIgnoreCase(authority, host)) {
    return absl::PermissionDeniedError("pages of other origins are not served");
  }
  return absl::OkStatus();
}

int HttpCode(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return 200;
    case absl::StatusCode::kInvalidArgument:
      return 400;
    case absl::StatusCode::kPermissionDenied:
      return 403;
    case absl::StatusCode::kNotFound:
      return 404;
    case absl::StatusCode::kAlreadyExists:
      return 409;
    case absl::StatusCode::kUnavailable:
      return 503;
    case absl::StatusCode::kResourceExhausted:
      return 507;
    default:
      return 500;
  }
}

}  // namespace vigil
