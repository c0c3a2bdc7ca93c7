// All records of the lifecycle, read from their files, with who links to whom.
//
//   Records records;
//   Findings findings;
//   records.Read("plugins/.../ecg.lifecycle.textproto", text, findings);
//   records.Connect();
//   const Record* requirement = records.Find("REQ-ECG-001");
//   for (const Reference& link : requirement->links) Show(*link.target);
//
// After Connect the records stay where they are. Not safe for use from several
// threads while it is filled.
#ifndef VIGIL_PLATFORM_LIFECYCLE_RECORDS_H_
#define VIGIL_PLATFORM_LIFECYCLE_RECORDS_H_

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "platform/lifecycle/finding.h"
#include "platform/lifecycle/lifecycle.pb.h"

namespace vigil::lifecycle {

struct Record;

struct Reference {
  const google::protobuf::FieldDescriptor* field = nullptr;  // of type Link
  const Link* link = nullptr;
  int line = 0;
  const Record* target = nullptr;  // null: there is no such record

  // What the target says now, as much of it as such a link carries.
  absl::string_view DigestNow() const;
  // The target says something else than when the link was made, or nobody has read it.
  bool IsSuspect() const { return target != nullptr && link->digest() != DigestNow(); }
};

struct Record {
  std::string id;
  const google::protobuf::FieldDescriptor* kind = nullptr;  // of LifecycleFile
  const google::protobuf::Message* message = nullptr;
  const std::string* file = nullptr;
  int line = 0;
  std::string digest;  // ContentDigest
  std::string full_digest;  // with the author that its file names
  std::string author;       // its own, else its file's; empty: nobody is named
  std::vector<Reference> links;
  std::vector<const Record*> linked_from;

  // The target of its first link of that name; null when it has none.
  const Record* Linked(absl::string_view field) const;

  // The record as what it is; null when it is of another kind.
  template <typename Kind>
  const Kind* As() const {
    return message->GetDescriptor() == Kind::descriptor()
               ? static_cast<const Kind*>(message)
               : nullptr;
  }
};

class Records {
 public:
  // `text` of a file; what can't be read becomes a finding with its line, and so does
  // an id that another record has already. Each readable file counts as a whole.
  void Read(const std::string& file, const std::string& text, Findings& findings);

  // Finds the targets of all links. Call it once, after the last Read.
  void Connect();

  const Record* Find(absl::string_view id) const;
  const std::deque<Record>& all() const { return records_; }

  // The item that a record belongs to, itself if it is one; null when none is named.
  static const Record* ItemOf(const Record& record);
  // Of that item; of an interface the higher one of its ends; of SOUP the one up to
  // which it is accepted. Unspecified without any.
  static SafetyClass ClassOf(const Record& record);
  // What people call it: its title, name or version; empty when it has none.
  static std::string TitleOf(const Record& record);

 private:
  struct File {
    std::string name;
    LifecycleFile content;
  };

  std::deque<std::unique_ptr<File>> files_;
  std::deque<Record> records_;
  absl::flat_hash_map<absl::string_view, Record*> by_id_;
};

}  // namespace vigil::lifecycle

#endif  // VIGIL_PLATFORM_LIFECYCLE_RECORDS_H_
