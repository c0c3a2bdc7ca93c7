#include "platform/lifecycle/read_message.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace vigil::lifecycle {
namespace {

using google::protobuf::TextFormat;

// Tells each error of the parser as a finding.
class ErrorsAsFindings final : public google::protobuf::io::ErrorCollector {
 public:
  ErrorsAsFindings(const std::string& file, const std::string& schema, Findings& findings)
      : file_(file), schema_(schema), findings_(findings) {}

  void AddError(int line, google::protobuf::io::ColumnNumber, const std::string& message) override {
    findings_.push_back({.rule = "unreadable",
                         .clause = "",
                         .file = file_,
                         .line = line + 1,
                         .id = "",
                         .message = message,
                         .mend = absl::StrCat(schema_, " is the schema")});
  }

 private:
  const std::string& file_;
  const std::string& schema_;
  Findings& findings_;
};

}  // namespace

bool ReadMessage(const std::string& file, const std::string& text, google::protobuf::Message& message,
                 Findings& findings, TextFormat::ParseInfoTree* lines) {
  ErrorsAsFindings errors(file, message.GetDescriptor()->file()->name(), findings);
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&errors);
  parser.WriteLocationsTo(lines);
  google::protobuf::io::ArrayInputStream input(text.data(), static_cast<int>(text.size()));
  return parser.Parse(&input, &message);
}

}  // namespace vigil::lifecycle
