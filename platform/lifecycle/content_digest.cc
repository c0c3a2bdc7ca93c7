#include "platform/lifecycle/content_digest.h"

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "openssl/sha.h"
#include "platform/lifecycle/lifecycle.pb.h"

namespace vigil::lifecycle {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr char kNumber = '\x1e';
constexpr char kEnd = '\x1f';
// Before a control character in a text, so that no text can hold the marks above.
constexpr char kEscape = '\x1d';

void AppendText(const std::string& text, std::string& out) {
  std::string words = text;
  absl::RemoveExtraAsciiWhitespace(&words);
  for (const char c : words) {
    const bool control = static_cast<unsigned char>(c) < 0x20;
    if (control) out += kEscape;
    out += control ? static_cast<char>(c + '@') : c;
  }
}

void AppendFields(const Message& message, std::string& out);

// `index` of a repeated field; of another, -1.
void AppendValue(const Message& message, const FieldDescriptor& field, int index,
                 std::string& out) {
  const auto& reflection = *message.GetReflection();
  const bool single = index < 0;
  out += kNumber;
  absl::StrAppend(&out, field.number(), " ");
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      AppendText(single ? reflection.GetString(message, &field)
                        : reflection.GetRepeatedString(message, &field, index),
                 out);
      break;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      AppendFields(single ? reflection.GetMessage(message, &field)
                          : reflection.GetRepeatedMessage(message, &field, index),
                   out);
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      absl::StrAppend(&out, single ? reflection.GetEnumValue(message, &field)
                                   : reflection.GetRepeatedEnumValue(message, &field, index));
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      absl::StrAppend(&out, reflection.GetBool(message, &field) ? 1 : 0);
      break;
    default:
      // The schema has no other; a new one has to be added here.
      absl::StrAppend(&out, "?", field.type_name());
  }
  out += kEnd;
}

void AppendFields(const Message& message, std::string& out) {
  const bool is_link = message.GetDescriptor() == Link::descriptor();
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (is_link && field->number() == Link::kDigestFieldNumber) continue;
    if (!field->is_repeated()) {
      AppendValue(message, *field, -1, out);
      continue;
    }
    const int size = message.GetReflection()->FieldSize(message, field);
    for (int n = 0; n < size; ++n) AppendValue(message, *field, n, out);
  }
}

}  // namespace

std::string Sha256Of(absl::string_view bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest), sizeof digest));
}

std::string FullContentDigest(const Message& record, absl::string_view file_author) {
  std::string text;
  AppendFields(record, text);
  if (!file_author.empty()) {
    // Field 0 is none of any record's.
    text += kNumber;
    text += "0 ";
    AppendText(std::string(file_author), text);
    text += kEnd;
  }
  return Sha256Of(text);
}

std::string ContentDigest(const Message& record) {
  return FullContentDigest(record).substr(0, kShortDigest);
}

}  // namespace vigil::lifecycle
