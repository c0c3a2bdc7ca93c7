#include "tools/audit/package.h"

#include <filesystem>
#include <fstream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tools/audit/bills.h"
#include "tools/audit/data_files.h"
#include "tools/audit/pages.h"
#include "tools/audit/parts.h"
#include "tools/vigil/lock_file.h"
#include "tools/vigil/workspace.h"

namespace vigil::lifecycle {
namespace {

namespace fs = std::filesystem;

absl::Status WriteText(const fs::path& path, const std::string& text) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  return file ? absl::OkStatus() : absl::InternalError(absl::StrCat(path.string(), ": can't be written"));
}

}  // namespace

std::map<std::string, std::string> AuditPackage(const Dossier& dossier) {
  return {
      {FileOf(Page::kOverview), OverviewPage(dossier)},
      {FileOf(Page::kOpen), OpenPage(dossier)},
      {FileOf(Page::kTrace), TracePage(dossier)},
      {FileOf(Page::kCode), CodePage(dossier)},
      {FileOf(Page::kRisk), RiskPage(dossier)},
      {FileOf(Page::kRequirements), RequirementsPage(dossier)},
      {FileOf(Page::kArchitecture), ArchitecturePage(dossier)},
      {FileOf(Page::kDesign), DesignPage(dossier)},
      {FileOf(Page::kSoup), SoupPage(dossier)},
      {FileOf(Page::kTests), TestsPage(dossier)},
      {FileOf(Page::kMeasurements), MeasurementsPage(dossier)},
      {FileOf(Page::kChanges), ChangesPage(dossier)},
      {FileOf(Page::kClauses), ClausesPage(dossier)},
      {FileOf(Page::kRelease), ReleasePage(dossier)},
      {FileOf(Page::kQuality), QualityPage(dossier)},
      {"search_index.js", SearchIndex(dossier)},
      {"data/records.json", RecordsData(dossier)},
      {"data/findings.json", FindingsData(dossier)},
      {"data/trace.json", TraceData(dossier)},
      {"data/tests.json", TestsData(dossier)},
      {"data/clauses.json", ClausesData(dossier)},
      {"data/release.json", ReleaseData(dossier)},
      {"data/sbom.spdx.json", SpdxBill(dossier)},
      {"data/sbom.cdx.json", CycloneDxBill(dossier)},
      {"data/vex.cdx.json", Vex(dossier)},
  };
}

absl::Status WriteAuditPackage(const std::string& root, const std::string& out,
                               const std::vector<std::string>& statics) {
  Workspace workspace;
  if (const absl::Status status = workspace.Load(root); !status.ok()) return status;
  const auto lock = ReadText(absl::StrCat(root, "/", kLock));
  const Dossier dossier(workspace, lock.ok() ? ReadLock(*lock) : Lock());
  std::map<std::string, std::string> files = AuditPackage(dossier);
  for (const std::string& path : statics) {
    const auto text = ReadText(path);
    if (!text.ok()) return text.status();
    files[fs::path(path).filename().string()] = *text;
  }
  for (const auto& [file, text] : files) {
    if (const absl::Status status = WriteText(fs::path(out) / file, text); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace vigil::lifecycle
