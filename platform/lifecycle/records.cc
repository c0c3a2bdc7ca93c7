#include "platform/lifecycle/records.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "platform/lifecycle/content_digest.h"
#include "platform/lifecycle/read_message.h"

namespace vigil::lifecycle {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::TextFormat;

// Of `message` each link, however deep, with its line.
void CollectLinks(const Message& message, const TextFormat::ParseInfoTree* lines,
                  std::vector<Reference>& links) {
  std::vector<const FieldDescriptor*> fields;
  const auto& reflection = *message.GetReflection();
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int size = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int n = 0; n < size; ++n) {
      const int index = field->is_repeated() ? n : -1;
      const Message& nested =
          field->is_repeated() ? reflection.GetRepeatedMessage(message, field, n)
                               : reflection.GetMessage(message, field);
      if (field->message_type() == Link::descriptor()) {
        const int line = lines == nullptr ? -1 : lines->GetLocation(field, index).line;
        links.push_back({field, static_cast<const Link*>(&nested), line + 1, nullptr});
      } else {
        CollectLinks(nested,
                     lines == nullptr ? nullptr : lines->GetTreeForNested(field, index),
                     links);
      }
    }
  }
}

std::string IdOf(const Message& message) {
  const FieldDescriptor* id = message.GetDescriptor()->FindFieldByNumber(1);
  return message.GetReflection()->GetString(message, id);
}

// Who wrote `message` as it says itself; empty: it names nobody.
std::string OwnAuthor(const Message& message) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName("author");
  return field == nullptr ? "" : message.GetReflection()->GetString(message, field);
}

// Unspecified when `item` is none.
SafetyClass ClassOfItem(const Record* item) {
  const auto* content = item == nullptr ? nullptr : item->As<SoftwareItem>();
  return content == nullptr ? SAFETY_CLASS_UNSPECIFIED : content->safety_class();
}

}  // namespace

absl::string_view Reference::DigestNow() const {
  switch (field->options().GetExtension(lifecycle::carries)) {
    case LINK_DIGEST_FULL:
      return target->full_digest;
    case LINK_DIGEST_NONE:
      return "";
    default:
      return target->digest;
  }
}

const Record* Record::Linked(absl::string_view field) const {
  for (const Reference& reference : links) {
    if (reference.field->name() == field) return reference.target;
  }
  return nullptr;
}

void Records::Read(const std::string& file, const std::string& text,
                   Findings& findings) {
  auto read = std::make_unique<File>();
  read->name = file;
  TextFormat::ParseInfoTree lines;
  if (!ReadMessage(read->name, text, read->content, findings, &lines)) return;
  const File& kept = *files_.emplace_back(std::move(read));
  const auto& reflection = *kept.content.GetReflection();
  std::vector<const FieldDescriptor*> kinds;
  reflection.ListFields(kept.content, &kinds);
  for (const FieldDescriptor* kind : kinds) {
    if (kind->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    for (int n = 0; n < reflection.FieldSize(kept.content, kind); ++n) {
      const Message& message = reflection.GetRepeatedMessage(kept.content, kind, n);
      Record record;
      record.id = IdOf(message);
      record.kind = kind;
      record.message = &message;
      record.file = &kept.name;
      record.line = lines.GetLocation(kind, n).line + 1;
      const std::string own = OwnAuthor(message);
      record.author = own.empty() ? kept.content.author() : own;
      record.digest = ContentDigest(message);
      record.full_digest = FullContentDigest(message, own.empty() ? record.author : "");
      CollectLinks(message, lines.GetTreeForNested(kind, n), record.links);
      const Record* before = Find(record.id);
      if (before != nullptr) {
        findings.push_back(
            {.rule = "id-twice",
             .clause = "8.1.1",
             .file = kept.name,
             .line = record.line,
             .id = record.id,
             .message = absl::StrCat("is the id of another record, ", *before->file,
                                     ":", before->line),
             .mend = "give the newer one an id that was never used"});
        continue;
      }
      Record& added = records_.emplace_back(std::move(record));
      by_id_[added.id] = &added;
    }
  }
}

void Records::Connect() {
  for (Record& record : records_) {
    for (Reference& reference : record.links) {
      const auto found = by_id_.find(reference.link->to());
      if (found == by_id_.end()) continue;
      reference.target = found->second;
      found->second->linked_from.push_back(&record);
    }
  }
}

const Record* Records::Find(absl::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

const Record* Records::ItemOf(const Record& record) {
  if (record.As<SoftwareItem>() != nullptr) return &record;
  for (const Reference& reference : record.links) {
    // Its own, not that of something nested in it.
    const bool own = reference.field->containing_type() == record.message->GetDescriptor();
    if (own && reference.field->name() == "item") return reference.target;
  }
  return nullptr;
}

std::string Records::TitleOf(const Record& record) {
  const Message& message = *record.message;
  for (const char* name : {"title", "name", "version"}) {
    const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
    if (field != nullptr) return message.GetReflection()->GetString(message, field);
  }
  return "";
}

SafetyClass Records::ClassOf(const Record& record) {
  if (const auto* soup = record.As<Soup>()) return soup->accepted_up_to();
  if (record.As<InterfaceDesign>() == nullptr) return ClassOfItem(ItemOf(record));
  SafetyClass highest = SAFETY_CLASS_UNSPECIFIED;
  for (const Reference& end : record.links) {
    // Its ends have no ends of their own, so this goes no deeper.
    const bool nested = end.target == nullptr || end.target->As<InterfaceDesign>() != nullptr;
    if (!nested) highest = std::max(highest, ClassOf(*end.target));
  }
  return highest;
}

}  // namespace vigil::lifecycle
