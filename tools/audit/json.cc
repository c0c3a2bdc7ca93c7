#include "tools/audit/json.h"

#include <cstddef>

#include "absl/strings/str_cat.h"
#include "tools/audit/html.h"
#include "tools/vigil/commands.h"

namespace vigil::lifecycle {

void Json::Begin() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (depth_ == 0) return;
  absl::StrAppend(&text_, first_ ? "\n" : ",\n", std::string(static_cast<std::size_t>(depth_), ' '));
  first_ = false;
}

Json& Json::Key(absl::string_view key) {
  Begin();
  absl::StrAppend(&text_, JsonText(ValidUtf8(key)), ": ");
  after_key_ = true;
  return *this;
}

void Json::Text(absl::string_view value) {
  Begin();
  text_ += JsonText(ValidUtf8(value));
}

void Json::Number(std::int64_t value) {
  Begin();
  absl::StrAppend(&text_, value);
}

void Json::Bool(bool value) {
  Begin();
  text_ += value ? "true" : "false";
}

void Json::Open(char bracket) {
  Begin();
  text_ += bracket;
  ++depth_;
  first_ = true;
}

void Json::Close(char bracket) {
  --depth_;
  if (!first_) absl::StrAppend(&text_, "\n", std::string(static_cast<std::size_t>(depth_), ' '));
  first_ = false;
  text_ += bracket;
}

void Json::TextIfAny(absl::string_view key, absl::string_view value) {
  if (!value.empty()) Key(key).Text(value);
}

}  // namespace vigil::lifecycle
