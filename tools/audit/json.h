// Writes JSON: commas, quotes and indentation come by themselves.
//
//   Json json;
//   json.Object([&] {
//     json.Key("name").Text("nanopb");
//     json.Key("hashes").Array([&] { json.Text(hash); });
//   });
//   file << json.text();
#ifndef VIGIL_TOOLS_AUDIT_JSON_H_
#define VIGIL_TOOLS_AUDIT_JSON_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace vigil::lifecycle {

class Json {
 public:
  // Within an object: what comes next is the value of `key`.
  Json& Key(absl::string_view key);

  // What is no UTF-8 in `value` is replaced.
  void Text(absl::string_view value);
  void Number(std::int64_t value);
  void Bool(bool value);
  // `members` writes what is in it: keys with values, or values.
  template <typename Members>
  void Object(Members members) {
    Open('{');
    members();
    Close('}');
  }
  template <typename Members>
  void Array(Members members) {
    Open('[');
    members();
    Close(']');
  }

  // Key and text, unless the text is empty.
  void TextIfAny(absl::string_view key, absl::string_view value);

  // The whole text, with a line break at its end.
  std::string text() const { return text_ + "\n"; }

 private:
  void Begin();
  void Open(char bracket);
  void Close(char bracket);

  std::string text_;
  int depth_ = 0;
  bool first_ = true;      // nothing yet in what is open
  bool after_key_ = false;
};

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_AUDIT_JSON_H_
