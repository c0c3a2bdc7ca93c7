// The pages of an audit package, each as the whole text of its file.
//
// Pure functions of the dossier: nothing is read or written, nothing fails, any thread.
#ifndef VIGIL_TOOLS_AUDIT_PAGES_H_
#define VIGIL_TOOLS_AUDIT_PAGES_H_

#include <string>

#include "tools/audit/dossier.h"

namespace vigil::lifecycle {

std::string OverviewPage(const Dossier& dossier);
std::string OpenPage(const Dossier& dossier);
std::string TracePage(const Dossier& dossier);
std::string CodePage(const Dossier& dossier);
std::string RiskPage(const Dossier& dossier);
std::string RequirementsPage(const Dossier& dossier);
std::string ArchitecturePage(const Dossier& dossier);
std::string DesignPage(const Dossier& dossier);
std::string SoupPage(const Dossier& dossier);
std::string TestsPage(const Dossier& dossier);
std::string MeasurementsPage(const Dossier& dossier);
std::string ChangesPage(const Dossier& dossier);
std::string ClausesPage(const Dossier& dossier);
std::string ReleasePage(const Dossier& dossier);
std::string QualityPage(const Dossier& dossier);

// What the search box looks through, as a script: a page from file:// may fetch nothing.
std::string SearchIndex(const Dossier& dossier);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_AUDIT_PAGES_H_
