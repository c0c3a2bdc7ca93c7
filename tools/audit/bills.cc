#include "tools/audit/bills.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "openssl/sha.h"
#include "tools/audit/json.h"

namespace vigil::lifecycle {
namespace {

// What both formats allow in a reference: letters, digits, dots, dashes. The digest keeps
// names apart that become alike.
std::string ReferenceTo(const Package& package) {
  std::string name = package.name;
  for (char& c : name) c = absl::ascii_isalnum(c) || c == '.' ? c : '-';
  return absl::StrCat("Package-", name, "-", package.sha256.substr(0, 8));
}

std::string ReferenceTo(const Record& item) {
  std::string id = item.id;
  for (char& c : id) c = absl::ascii_isalnum(c) || c == '.' ? c : '-';
  return absl::StrCat("Item-", id);
}

// The item that it is part of at last. A link to itself, or in a circle, is a finding of
// the check, and ends here.
const Record& WholeOf(const Record& item) {
  const Record* whole = &item;
  std::set<const Record*> seen;
  while (seen.insert(whole).second) {
    const Record* above = whole->Linked("part_of");
    if (above == nullptr) break;
    whole = above;
  }
  return *whole;
}

// The product: the item of which the most others are parts. Null: no item has a part.
const Record* Product(const Dossier& dossier) {
  std::map<std::string, int> parts;
  for (const Record* item : dossier.Of("item")) {
    const Record& whole = WholeOf(*item);
    if (&whole != item) ++parts[whole.id];
  }
  const auto most = std::max_element(parts.begin(), parts.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == parts.end() ? nullptr : dossier.records().Find(most->first);
}

bool IsOfProduct(const Dossier& dossier, const Record& item) {
  const Record* product = Product(dossier);
  return product == nullptr || &WholeOf(item) == product;
}

// Code of it is in what is released; as the lock says, else as items name it.
bool IsShipped(const Dossier& dossier, const Package& package) {
  return package.use.empty() ? !dossier.ItemsOnRepository(package.repository).empty() : package.use == "shipped";
}

// What the package is for the product, as SPDX says it.
const char* RelationOf(const Package& package) {
  if (package.use == "build tool") return "BUILD_TOOL_OF";
  return package.use == "tests" ? "TEST_DEPENDENCY_OF" : "BUILD_DEPENDENCY_OF";
}

// Shipped, and no item names it: the toolchain puts it into programs.
std::vector<const Package*> LinkedByToolchain(const Dossier& dossier) {
  std::vector<const Package*> packages;
  for (const Package& package : dossier.packages()) {
    const bool named = !dossier.ItemsOnRepository(package.repository).empty();
    if (!named && IsShipped(dossier, package)) packages.push_back(&package);
  }
  return packages;
}

std::string ProductName(const Dossier& dossier) {
  const Record* product = Product(dossier);
  return product == nullptr ? "product" : Records::TitleOf(*product);
}

// Of the only release; empty when there is none, or when it can't be known which one.
std::string ProductVersion(const Dossier& dossier) {
  const auto& releases = dossier.Of("release");
  return releases.size() == 1 ? releases.front()->As<Release>()->version() : "";
}

// Of what the bill says: another bill, another name (RFC 9562, version 8).
std::string Uuid(const Dossier& dossier) {
  std::string content;
  for (const Package& package : dossier.packages()) {
    absl::StrAppend(&content, package.name, "\n", package.version, "\n", package.sha256, "\n", package.licence, "\n");
  }
  for (const char* kind : {"item", "soup", "release"}) {
    for (const Record* record : dossier.Of(kind)) absl::StrAppend(&content, record->id, " ", record->digest, "\n");
  }
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> hash = {};
  SHA256(reinterpret_cast<const std::uint8_t*>(content.data()), content.size(), hash.data());
  hash[6] = static_cast<std::uint8_t>((hash[6] & 0x0F) | 0x80);
  hash[8] = static_cast<std::uint8_t>((hash[8] & 0x3F) | 0x80);
  const std::string hex = absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(hash.data()), 16));
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-", hex.substr(16, 4), "-", hex.substr(20, 12));
}

const Soup* RecordOf(const Dossier& dossier, const std::string& name) {
  for (const Record* record : dossier.Of("soup")) {
    if (record->As<Soup>()->name() == name) return record->As<Soup>();
  }
  return nullptr;
}

bool IsDate(absl::string_view text) {
  if (text.size() != 10) return false;
  for (std::size_t n = 0; n < text.size(); ++n) {
    if (n == 4 || n == 7 ? text[n] != '-' : !absl::ascii_isdigit(text[n])) return false;
  }
  return true;
}

// What an item rests on, as references of this bill, in order.
std::set<std::string> DependenciesOf(const Dossier& dossier, const Record& item) {
  std::set<std::string> references;
  const auto found = dossier.item_deps().find(&item);
  if (found != dossier.item_deps().end()) {
    for (const Record* other : found->second) references.insert(ReferenceTo(*other));
  }
  for (const Package& package : dossier.packages()) {
    if (dossier.ItemsOnRepository(package.repository).count(&item) != 0) references.insert(ReferenceTo(package));
  }
  return references;
}

std::string Encoded(absl::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = absl::ascii_isalnum(c) || absl::StrContains("-._~:/", c);
    absl::StrAppend(&out, plain ? std::string(1, c) : absl::StrFormat("%%%02X", static_cast<std::uint8_t>(c)));
  }
  return out;
}

// "amd64" of "zlib1g_1.2.13_amd64.deb".
std::string ArchitectureOf(absl::string_view file) {
  const std::size_t at = file.rfind('_');
  if (at == absl::string_view::npos || !absl::EndsWith(file, ".deb")) return "";
  return std::string(file.substr(at + 1, file.size() - at - 1 - std::string(".deb").size()));
}

void Property(Json& json, absl::string_view name, absl::string_view value) {
  if (value.empty()) return;
  json.Object([&] {
    json.Key("name").Text(name);
    json.Key("value").Text(value);
  });
}

class Spdx {
 public:
  explicit Spdx(const Dossier& dossier) : dossier_(dossier) {}

  std::string Text() {
    json_.Object([this] { Document(); });
    return json_.text();
  }

 private:
  void Document() {
    json_.Key("spdxVersion").Text("SPDX-2.3");
    json_.Key("dataLicense").Text("CC0-1.0");
    json_.Key("SPDXID").Text("SPDXRef-DOCUMENT");
    json_.Key("name").Text(ProductName(dossier_));
    json_.Key("documentNamespace").Text("urn:uuid:" + Uuid(dossier_));
    json_.Key("creationInfo").Object([this] {
      json_.Key("created").Text("1970-01-01T00:00:00Z");
      json_.Key("creators").Array([this] { json_.Text("Tool: vigil-audit"); });
      json_.Key("comment").Text("No time is recorded: the same content gives the same bytes.");
    });
    json_.Key("packages").Array([this] { Packages(); });
    json_.Key("relationships").Array([this] { Relationships(); });
  }

  void Packages() {
    json_.Object([this] {
      Head("Product", ProductName(dossier_), ProductVersion(dossier_), "APPLICATION");
    });
    for (const Record* item : dossier_.Of("item")) {
      json_.Object([&] {
        Head(ReferenceTo(*item), Records::TitleOf(*item), "", "APPLICATION");
        json_.Key("comment").Text(absl::StrCat("IEC 62304 safety class ", SafetyClass_Name(Records::ClassOf(*item))));
      });
    }
    for (const Package& package : dossier_.packages()) {
      json_.Object([&] { LockedPart(package, RecordOf(dossier_, package.name)); });
    }
  }

  void Head(const std::string& reference, const std::string& name, const std::string& version, const char* purpose) {
    json_.Key("SPDXID").Text("SPDXRef-" + reference);
    json_.Key("name").Text(name);
    json_.TextIfAny("versionInfo", version);
    json_.Key("downloadLocation").Text("NOASSERTION");
    json_.Key("filesAnalyzed").Bool(false);
    json_.Key("primaryPackagePurpose").Text(purpose);
  }

  void LockedPart(const Package& package, const Soup* soup) {
    Head(ReferenceTo(package), package.name, package.version, package.use == "build tool" ? "APPLICATION" : "LIBRARY");
    json_.Key("packageFileName").Text(package.file);
    json_.Key("supplier").Text(soup == nullptr || soup->supplier().empty() ? "NOASSERTION" : "Organization: " + soup->supplier());
    json_.Key("licenseConcluded").Text("NOASSERTION");
    json_.Key("licenseDeclared").Text(package.licence.empty() ? "NOASSERTION" : package.licence);
    json_.Key("copyrightText").Text("NOASSERTION");
    json_.TextIfAny("description", package.purpose);
    json_.TextIfAny("sourceInfo", package.origin);
    if (soup != nullptr && IsDate(soup->end_of_support())) {
      json_.Key("validUntilDate").Text(soup->end_of_support() + "T00:00:00Z");
    }
    if (soup != nullptr && !soup->support_level().empty()) {
      json_.Key("comment").Text("Support: " + soup->support_level());
    }
    json_.Key("checksums").Array([&] {
      json_.Object([&] {
        json_.Key("algorithm").Text("SHA256");
        json_.Key("checksumValue").Text(package.sha256);
      });
    });
    json_.Key("externalRefs").Array([&] {
      json_.Object([&] {
        json_.Key("referenceCategory").Text("PACKAGE-MANAGER");
        json_.Key("referenceType").Text("purl");
        json_.Key("referenceLocator").Text(PackageUrl(package));
      });
    });
  }

  void Relationships() {
    Relationship("DOCUMENT", "DESCRIBES", "Product");
    for (const Record* item : dossier_.Of("item")) {
      const Record* whole = item->Linked("part_of");
      if (whole == nullptr && !IsOfProduct(dossier_, *item)) {
        Relationship(ReferenceTo(*item), "DEV_TOOL_OF", "Product");
      } else {
        Relationship(whole == nullptr ? "Product" : ReferenceTo(*whole), "CONTAINS", ReferenceTo(*item));
      }
    }
    for (const Record* item : dossier_.Of("item")) {
      for (const std::string& other : DependenciesOf(dossier_, *item)) Relationship(ReferenceTo(*item), "DEPENDS_ON", other);
    }
    for (const Package* package : LinkedByToolchain(dossier_)) Relationship("Product", "DEPENDS_ON", ReferenceTo(*package));
    for (const Package& package : dossier_.packages()) {
      if (!IsShipped(dossier_, package)) Relationship(ReferenceTo(package), RelationOf(package), "Product");
    }
  }

  void Relationship(const std::string& from, const char* type, const std::string& to) {
    json_.Object([&] {
      json_.Key("spdxElementId").Text("SPDXRef-" + from);
      json_.Key("relationshipType").Text(type);
      json_.Key("relatedSpdxElement").Text("SPDXRef-" + to);
    });
  }

  const Dossier& dossier_;
  Json json_;
};

// CycloneDX's names of states and justifications are the record's, in small letters.
std::string StateOf(const Soup::Anomaly& anomaly) {
  if (anomaly.state() == ANOMALY_STATE_UNSPECIFIED) return "in_triage";
  return absl::AsciiStrToLower(AnomalyState_Name(anomaly.state()));
}

std::string JustificationOf(const Soup::Anomaly& anomaly) {
  if (anomaly.justification() == ANOMALY_JUSTIFICATION_UNSPECIFIED) return "";
  return absl::AsciiStrToLower(AnomalyJustification_Name(anomaly.justification()));
}

class CycloneDx {
 public:
  explicit CycloneDx(const Dossier& dossier) : dossier_(dossier) {}

  std::string Bill() {
    json_.Object([this] {
      Head();
      json_.Key("components").Array([this] { Components(); });
      json_.Key("dependencies").Array([this] { Dependencies(); });
    });
    return json_.text();
  }

  std::string Anomalies() {
    json_.Object([this] {
      Head();
      json_.Key("vulnerabilities").Array([this] { Vulnerabilities(); });
    });
    return json_.text();
  }

 private:
  void Head() {
    json_.Key("bomFormat").Text("CycloneDX");
    json_.Key("specVersion").Text("1.5");
    // One document of its own for each file, the same for the same content.
    json_.Key("serialNumber").Text("urn:uuid:" + Uuid(dossier_));
    json_.Key("version").Number(1);
    json_.Key("metadata").Object([this] {
      json_.Key("component").Object([this] {
        json_.Key("type").Text("application");
        json_.Key("bom-ref").Text("Product");
        json_.Key("name").Text(ProductName(dossier_));
        json_.TextIfAny("version", ProductVersion(dossier_));
      });
    });
  }

  void Components() {
    for (const Record* item : dossier_.Of("item")) {
      json_.Object([&] {
        json_.Key("type").Text("application");
        json_.Key("bom-ref").Text(ReferenceTo(*item));
        json_.Key("name").Text(Records::TitleOf(*item));
        json_.Key("scope").Text(IsOfProduct(dossier_, *item) ? "required" : "excluded");
        json_.Key("properties").Array([&] {
          Property(json_, "vigil:item", item->id);
          Property(json_, "vigil:safety-class", SafetyClass_Name(Records::ClassOf(*item)));
        });
      });
    }
    for (const Package& package : dossier_.packages()) {
      json_.Object([&] { Component(package, RecordOf(dossier_, package.name)); });
    }
  }

  void Component(const Package& package, const Soup* soup) {
    json_.Key("type").Text(package.use == "build tool" ? "application" : "library");
    json_.Key("bom-ref").Text(ReferenceTo(package));
    if (soup != nullptr && !soup->supplier().empty()) {
      json_.Key("supplier").Object([&] { json_.Key("name").Text(soup->supplier()); });
    }
    json_.Key("name").Text(package.name);
    json_.Key("version").Text(package.version);
    json_.TextIfAny("description", package.purpose);
    // "excluded" is there for the build or for tests, and not for a user.
    json_.Key("scope").Text(IsShipped(dossier_, package) ? "required" : "excluded");
    json_.Key("hashes").Array([&] {
      json_.Object([&] {
        json_.Key("alg").Text("SHA-256");
        json_.Key("content").Text(package.sha256);
      });
    });
    if (!package.licence.empty()) {
      json_.Key("licenses").Array([&] { json_.Object([&] { json_.Key("expression").Text(package.licence); }); });
    }
    json_.Key("purl").Text(PackageUrl(package));
    json_.Key("properties").Array([&] {
      Property(json_, "vigil:origin", package.origin);
      Property(json_, "vigil:use", package.use);
      if (soup == nullptr) return;
      Property(json_, "vigil:soup-record", soup->id());
      Property(json_, "vigil:support-level", soup->support_level());
      Property(json_, "vigil:end-of-support", soup->end_of_support());
      Property(json_, "vigil:accepted-up-to-class", SafetyClass_Name(soup->accepted_up_to()));
      Property(json_, "vigil:anomalies-reviewed-for", soup->anomalies_reviewed_for());
    });
  }

  void Dependencies() {
    std::set<std::string> parts;
    for (const Record* item : dossier_.Of("item")) {
      if (item->Linked("part_of") == nullptr && IsOfProduct(dossier_, *item)) parts.insert(ReferenceTo(*item));
    }
    for (const Package* package : LinkedByToolchain(dossier_)) parts.insert(ReferenceTo(*package));
    Dependency("Product", parts);
    for (const Record* item : dossier_.Of("item")) {
      std::set<std::string> references = DependenciesOf(dossier_, *item);
      for (const Record* part : LinkingBy(*item, "item", "part_of")) references.insert(ReferenceTo(*part));
      Dependency(ReferenceTo(*item), references);
    }
  }

  void Dependency(const std::string& from, const std::set<std::string>& to) {
    json_.Object([&] {
      json_.Key("ref").Text(from);
      json_.Key("dependsOn").Array([&] {
        for (const std::string& reference : to) json_.Text(reference);
      });
    });
  }

  void Vulnerabilities() {
    for (const Package& package : dossier_.packages()) {
      const Soup* soup = RecordOf(dossier_, package.name);
      if (soup == nullptr) continue;
      for (const Soup::Anomaly& anomaly : soup->anomaly()) {
        json_.Object([&] { Vulnerability(package, *soup, anomaly); });
      }
    }
  }

  void Vulnerability(const Package& package, const Soup& soup, const Soup::Anomaly& anomaly) {
    json_.Key("id").Text(anomaly.reference());
    json_.Key("source").Object([&] { json_.Key("name").Text(soup.supplier().empty() ? package.name : soup.supplier()); });
    json_.Key("description").Text(anomaly.text());
    json_.Key("analysis").Object([&] {
      json_.Key("state").Text(StateOf(anomaly));
      json_.TextIfAny("justification", JustificationOf(anomaly));
      json_.TextIfAny("detail", anomaly.evaluation());
    });
    json_.Key("affects").Array([&] {
      json_.Object([&] { json_.Key("ref").Text(absl::StrCat("urn:cdx:", Uuid(dossier_), "/1#", ReferenceTo(package))); });
    });
  }

  const Dossier& dossier_;
  Json json_;
};

}  // namespace

std::string PackageUrl(const Package& package) {
  const std::vector<std::string> origin = absl::StrSplit(package.origin, ' ');
  const std::string version = absl::StrCat("@", Encoded(package.version));
  if (origin.front() == "npm" && origin.size() == 2) return absl::StrCat("pkg:npm/", Encoded(origin[1]), version);
  if (origin.front() == "debian" && origin.size() == 3) {
    const std::string architecture = ArchitectureOf(package.file);
    return absl::StrCat("pkg:deb/debian/", Encoded(origin[2]), version, "?",
                        architecture.empty() ? "" : absl::StrCat("arch=", architecture, "&"), "distro=", Encoded(origin[1]));
  }
  // A tarball as its authors publish it has no package manager.
  return absl::StrCat("pkg:generic/", Encoded(package.name), version);
}

std::string SpdxBill(const Dossier& dossier) { return Spdx(dossier).Text(); }

std::string CycloneDxBill(const Dossier& dossier) { return CycloneDx(dossier).Bill(); }

std::string Vex(const Dossier& dossier) { return CycloneDx(dossier).Anomalies(); }

}  // namespace vigil::lifecycle
