// [label, kind, title, address, words] of everything that can be looked for.
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "tools/audit/json.h"
#include "tools/audit/pages.h"
#include "tools/audit/parts.h"

namespace vigil::lifecycle {
namespace {

using google::protobuf::FieldDescriptor;

// All texts in a message, however deep.
void AddWords(const google::protobuf::Message& message, std::string& words) {
  std::vector<const FieldDescriptor*> fields;
  const auto& reflection = *message.GetReflection();
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const int size = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int n = 0; n < size; ++n) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        absl::StrAppend(&words, " ", field->is_repeated() ? reflection.GetRepeatedString(message, field, n)
                                                          : reflection.GetString(message, field));
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && field->message_type() != lifecycle::Link::descriptor()) {
        AddWords(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, n)
                                      : reflection.GetMessage(message, field), words);
      }
    }
  }
}

void Add(Json& json, const std::string& label, const std::string& kind, const std::string& title,
         const std::string& address, const std::string& words) {
  json.Array([&] {
    for (const std::string& text : {label, kind, title, address, absl::AsciiStrToLower(words)}) json.Text(text);
  });
}

}  // namespace

std::string SearchIndex(const Dossier& dossier) {
  Json json;
  json.Array([&] {
    for (const Record& record : dossier.records().all()) {
      std::string words;
      AddWords(*record.message, words);
      Add(json, record.id, Words(record.kind->name()), Records::TitleOf(record), AddressOf(record), words);
    }
    if (dossier.evidence() != nullptr) {
      for (const TestEvidence& test : dossier.evidence()->test()) {
        std::string cases = test.test();
        for (const TestCase& one : test.case_()) absl::StrAppend(&cases, " ", one.name());
        Add(json, test.test(), "test", "", Address(FileOf(Page::kTests), test.test()), cases);
      }
    }
    for (const std::string& file : dossier.files()) Add(json, file, "file", "", Address(FileOf(Page::kCode), file), file);
    for (const ClauseRow& row : dossier.clauses()) {
      const std::string& number = row.clause->number();
      Add(json, number, "clause", row.clause->title(), Address(FileOf(Page::kClauses), number),
          absl::StrCat(number, " ", row.clause->title()));
    }
  });
  return "window.vigilIndex = " + json.text();
}

}  // namespace vigil::lifecycle
