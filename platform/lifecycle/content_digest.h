// The digest of what a record says: the same text, the same digest, wherever it
// stands in its file and however it is laid out.
//
//   const std::string digest = ContentDigest(record);   // "3fa94c01b7d2e680"
//
// The short one shows that a text changed. What is signed is the full one: of the short
// one somebody could make two texts, have one signed, and show the other.
//
// The digests within links are left out, so that looking at one record again does
// not make all that point at it suspect; whom it links to is part of what it says.
//
// Pure functions: nothing blocks or fails, any thread.
#ifndef VIGIL_PLATFORM_LIFECYCLE_CONTENT_DIGEST_H_
#define VIGIL_PLATFORM_LIFECYCLE_CONTENT_DIGEST_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace vigil::lifecycle {

// SHA-256 of bytes as 64 hexadecimal digits.
std::string Sha256Of(absl::string_view bytes);

// SHA-256, 64 hexadecimal digits, over the fields that are set, in the order of their
// numbers: number, then the value as text; what is nested between its number and an end
// mark. Text with more or fewer blanks or line breaks between its words says the same.
inline constexpr std::size_t kFullDigest = 64;
//
// `file_author` is who wrote it, where its file says so and the record itself does not:
// a signature is over that as well. A link is not: it is about what the record says.
std::string FullContentDigest(const google::protobuf::Message& record, absl::string_view file_author = "");

// Its first digits.
inline constexpr std::size_t kShortDigest = 16;
std::string ContentDigest(const google::protobuf::Message& record);

}  // namespace vigil::lifecycle

#endif  // VIGIL_PLATFORM_LIFECYCLE_CONTENT_DIGEST_H_
