// The digest of what a record says: the same text, the same digest, wherever it
// stands in its file and however it is laid out.
//
//   const std::string digest = ContentDigest(record);   // "3fa94c01b7d2e680"
//
// The digests within links are left out, so that looking at one record again does
// not make all that point at it suspect; whom it links to is part of what it says.
#ifndef VIGIL_PLATFORM_LIFECYCLE_CONTENT_DIGEST_H_
#define VIGIL_PLATFORM_LIFECYCLE_CONTENT_DIGEST_H_

#include <string>

#include "google/protobuf/message.h"

namespace vigil::lifecycle {

// The first 16 hexadecimal digits of the SHA-256 over the fields that are set, in the
// order of their numbers: number, then the value as text; what is nested between its
// number and an end mark. Text with more or fewer blanks or line breaks between its
// words says the same.
std::string ContentDigest(const google::protobuf::Message& record);

}  // namespace vigil::lifecycle

#endif  // VIGIL_PLATFORM_LIFECYCLE_CONTENT_DIGEST_H_
