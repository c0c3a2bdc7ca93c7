// Records as people read them: every field by its name, whatever its kind.
#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "platform/lifecycle/validation.h"
#include "tools/audit/parts.h"

namespace vigil::lifecycle {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// "class_rationale" as "Class rationale".
std::string Label(const std::string& field) {
  std::string words = Words(field);
  if (!words.empty()) words[0] = absl::ascii_toupper(words[0]);
  return words;
}

Html LinkHtml(const Record& record, const lifecycle::Link& link) {
  const auto found = std::find_if(record.links.begin(), record.links.end(),
                                  [&link](const Reference& one) { return one.link == &link; });
  if (found == record.links.end() || found->target == nullptr) {
    return {Tag("code", link.to()), " ", Gap("there is no such record")};
  }
  const Html suspect = found->IsSuspect() ? Html{" ", Mark("open", "suspect: changed, or never read")} : Html();
  return {RecordLink(*found->target), suspect};
}

// What the writing of a field needs besides it.
struct Context {
  const Dossier& dossier;
  const Record& record;
};

Html FieldsHtml(const Context& context, const Message& message, const std::set<std::string>& without);

// The value, or the n-th of a repeated field.
Html ValueHtml(const Context& context, const Message& message, const FieldDescriptor& field, int n) {
  const auto& reflection = *message.GetReflection();
  const bool repeated = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return Prose(context.dossier, repeated ? reflection.GetRepeatedString(message, &field, n)
                                     : reflection.GetString(message, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return repeated || reflection.GetBool(message, &field) ? "yes" : "no";
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value = repeated ? reflection.GetRepeatedEnum(message, &field, n)
                                   : reflection.GetEnum(message, &field);
      const bool is_class = field.enum_type() == SafetyClass_descriptor();
      return is_class ? ClassMark(static_cast<SafetyClass>(value->number())) : Html(Words(value->name()));
    }
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      const Message& nested = repeated ? reflection.GetRepeatedMessage(message, &field, n)
                                       : reflection.GetMessage(message, &field);
      if (field.message_type() == lifecycle::Link::descriptor()) {
        return LinkHtml(context.record, static_cast<const lifecycle::Link&>(nested));
      }
      return FieldsHtml(context, nested, {});
    }
    default:
      // Numbers of any kind, as the text format writes them.
      std::string text;
      google::protobuf::TextFormat::PrintFieldValueToString(message, &field, repeated ? n : -1, &text);
      return text;
  }
}

Html ValuesHtml(const Context& context, const Message& message, const FieldDescriptor& field) {
  if (!field.is_repeated()) return ValueHtml(context, message, field, 0);
  std::vector<Html> values;
  for (int n = 0; n < message.GetReflection()->FieldSize(message, &field); ++n) {
    values.push_back(ValueHtml(context, message, field, n));
  }
  return values.size() == 1 ? values.front() : ItemList(values);
}

Html FieldsHtml(const Context& context, const Message& message, const std::set<std::string>& without) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  Html rows;
  for (const FieldDescriptor* field : fields) {
    if (without.count(field->name()) != 0) continue;
    rows += Tag("dt", Label(field->name()));
    rows += Tag("dd", ValuesHtml(context, message, *field));
  }
  return Tag("dl", rows);
}

Html LeadsHere(const Record& record) {
  std::set<std::pair<std::string, const Record*>> seen;
  std::vector<std::pair<std::string, const Record*>> from;
  for (const Record* one : record.linked_from) {
    for (const Reference& link : one->links) {
      if (link.target == &record && seen.insert({link.field->name(), one}).second) {
        from.push_back({link.field->name(), one});
      }
    }
  }
  std::sort(from.begin(), from.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first, a.second->id) < std::tie(b.first, b.second->id);
  });
  std::vector<Html> items;
  for (const auto& [field, one] : from) items.push_back({RecordLink(*one), " ", Tag("small", Words(field))});
  return ItemList(items);
}

Html VerifiedBy(const Dossier& dossier, const Record& record) {
  std::vector<Html> items;
  for (const CaseRun& run : dossier.RunsOf(record.id)) {
    items.push_back({ResultMark(run.run->result()), " ", Breakable(run.run->name()), " ",
                     Tag("small", TestLink(dossier, run.test->test()))});
  }
  return ItemList(items);
}

// Some names, and how many there are besides.
Html CaseNames(const google::protobuf::RepeatedPtrField<std::string>& names) {
  constexpr int kMost = 3;
  std::vector<Html> parts;
  for (int n = 0; n < names.size() && n < kMost; ++n) parts.push_back(Tag("code", Breakable(names[n])));
  if (names.size() > kMost) {
    parts.push_back(Counted(static_cast<std::size_t>(names.size() - kMost), "more case", "more cases"));
  }
  return Joined(parts, ", ");
}

Html BreakHtml(const Dossier& dossier, const Record& control, const RiskControl::Break& declared) {
  const Html what = {Prose(dossier, declared.meaning()), " ", Tag("small", FileLink(dossier, declared.file()))};
  const Effectiveness* noticed = dossier.NoticedBreak(control, declared);
  if (noticed == nullptr) return {Gap("not noticed"), " ", what};
  const Html by = noticed->failed().empty() ? Prose(dossier, "ended early: " + declared.crash_is_noticed())
                                            : CaseNames(noticed->failed());
  return Stacked({{Mark("good", "noticed"), " ", what}, {"by ", TestLink(dossier, noticed->test()), ": ", by}});
}

Html OpenHere(const Dossier& dossier, const Record& record) {
  std::vector<Html> items;
  for (const Finding* finding : dossier.FindingsOf(record.id)) {
    items.push_back({Gap(finding->rule), " ", Prose(dossier, finding->message),
                     finding->mend.empty() ? Html() : Html{". To mend: ", Prose(dossier, finding->mend)}});
  }
  return ItemList(items);
}

Html Part(const char* title, const Html& content) {
  return content.empty() ? Html() : Html{Tag("h4", title), content};
}

Html ValidationMark(const Validation& validation) {
  return Mark(IsClinicallyValidated(validation) ? "good" : "open", LabelOf(validation.state()));
}

Html ApprovalHtml(const Dossier& dossier, const Record& record) {
  std::vector<Html> parts;
  for (const Record* approval : dossier.ApprovalsOf(record)) {
    const auto& content = *approval->As<Approval>();
    parts.push_back(Anchor(AddressOf(*approval),
                           Mark("good", absl::StrCat(Words(ApprovalKind_Name(content.kind())), ": ", content.role()))));
  }
  for (const ApprovalDemand* demand : dossier.WaitsFor(record)) {
    parts.push_back(Tag("span", {{"title", TextOf(*demand)}},
                        Mark("open", "waits for " + Words(ApprovalKind_Name(demand->kind())))));
  }
  return Joined(parts, " ");
}

}  // namespace

Html Breaks(const Dossier& dossier, const Record& control) {
  const auto* content = control.As<RiskControl>();
  std::vector<Html> items;
  if (content == nullptr) return {};
  for (const RiskControl::Break& declared : content->broken_by()) items.push_back(BreakHtml(dossier, control, declared));
  return ItemList(items);
}

Html ShownOnPeople(const Dossier& dossier, const Record& record) {
  std::vector<Html> items;
  for (const Record* one : ValidationsOf(dossier, record)) items.push_back({ValidationMark(*one->As<Validation>()), " ", RecordLink(*one)});
  return ItemList(items);
}

Html FieldHtml(const Dossier& dossier, const Record& record, const std::string& field) {
  const FieldDescriptor* descriptor = record.message->GetDescriptor()->FindFieldByName(field);
  if (descriptor == nullptr) return {};
  const auto& reflection = *record.message->GetReflection();
  const bool set = descriptor->is_repeated() ? reflection.FieldSize(*record.message, descriptor) > 0
                                             : reflection.HasField(*record.message, descriptor);
  return set ? ValuesHtml({dossier, record}, *record.message, *descriptor) : Html();
}

Row StateOf(const Dossier& dossier, const Record& record) {
  Row row;
  const SafetyClass safety_class = Records::ClassOf(record);
  if (safety_class != SAFETY_CLASS_UNSPECIFIED) row.tags.push_back({"class", SafetyClass_Name(safety_class)});
  const bool waits = !dossier.WaitsFor(record).empty();
  const bool given = !waits && !dossier.ApprovalsOf(record).empty();
  row.tags.push_back({"signature", waits ? "waits" : given ? "given" : "none wanted"});
  const std::size_t open = dossier.FindingsOf(record.id).size();
  row.tags.push_back({"check", open == 0 ? "nothing open" : "open"});
  std::vector<Html> parts = {ApprovalHtml(dossier, record)};
  std::set<std::string> labels;  // each once: an item may have several records
  for (const Record* one : ValidationsOf(dossier, record)) {
    const auto& validation = *one->As<Validation>();
    if (!labels.insert(LabelOf(validation.state())).second) continue;
    row.tags.push_back({"on people", LabelOf(validation.state())});
    parts.push_back(ValidationMark(validation));
  }
  if (open > 0) parts.push_back(Gap(Counted(open, "finding", "findings")));
  row.cells = {Joined(parts, " ")};
  return row;
}

Html Article(const Dossier& dossier, const Record& record) {
  const SafetyClass safety_class = Records::ClassOf(record);
  const Html head = Tag(
      "header", {Tag("h3", {Anchor(AddressOf(record), record.id), " ", Records::TitleOf(record)}),
                 Tag("p", {safety_class == SAFETY_CLASS_UNSPECIFIED ? Html() : Html{ClassMark(safety_class), " "},
                           ApprovalHtml(dossier, record), " ",
                           Tag("small", absl::StrCat(*record.file, ":", record.line, ", digest ", record.digest))})});
  return Tag("article", {{"id", record.id}},
             {head, FieldsHtml({dossier, record}, *record.message, {"id", "title"}),
              Part("Verified by", VerifiedBy(dossier, record)), Part("Shown to be true of people", ShownOnPeople(dossier, record)), Part("Disabled, and noticed", Breaks(dossier, record)),
              Part("Leads here", LeadsHere(record)),
              Part("Open", OpenHere(dossier, record))});
}

Html Articles(const Dossier& dossier, const std::vector<const Record*>& records) {
  Html out;
  for (const Record* record : records) out += Article(dossier, *record);
  return out;
}

Html RecordTable(const Dossier& dossier, const std::string& kind, const std::string& caption,
                 const std::vector<std::string>& fields) {
  Table table{.id = kind + "-table", .caption = caption, .columns = {"Id", "Title"}, .rows = {}};
  for (const std::string& field : fields) table.columns.push_back(Label(field));
  table.columns.push_back("State");
  for (const Record* record : dossier.Of(kind)) {
    Row row = StateOf(dossier, *record);
    const Html state = row.cells.front();
    row.cells = {IdLink(*record), Records::TitleOf(*record)};
    for (const std::string& field : fields) row.cells.push_back(FieldHtml(dossier, *record, field));
    row.cells.push_back(state);
    table.rows.push_back(std::move(row));
  }
  return TableHtml(table);
}

}  // namespace vigil::lifecycle
