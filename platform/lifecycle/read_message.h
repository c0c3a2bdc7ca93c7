// Reads a message in Protobuf's text format.
//
//   Evidence evidence;
//   const bool read = ReadMessage("evidence.textproto", text, evidence, findings);
//
// Reads no file and blocks on nothing; any thread.
#ifndef VIGIL_PLATFORM_LIFECYCLE_READ_MESSAGE_H_
#define VIGIL_PLATFORM_LIFECYCLE_READ_MESSAGE_H_

#include <string>

#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "platform/lifecycle/finding.h"

namespace vigil::lifecycle {

// False when `text` is no such message; each reason becomes a finding, "unreadable",
// with its line in `file`. `lines`, when given, gets the place of each field.
bool ReadMessage(const std::string& file, const std::string& text, google::protobuf::Message& message,
                 Findings& findings, google::protobuf::TextFormat::ParseInfoTree* lines = nullptr);

}  // namespace vigil::lifecycle

#endif  // VIGIL_PLATFORM_LIFECYCLE_READ_MESSAGE_H_
