// What the pages tell, for programs: JSON without a time, in a stable order.
#ifndef VIGIL_TOOLS_AUDIT_DATA_FILES_H_
#define VIGIL_TOOLS_AUDIT_DATA_FILES_H_

#include <string>

#include "tools/audit/dossier.h"

namespace vigil::lifecycle {

// Each record: fields by their names in the schema, place, digest, approvals, links both ways.
std::string RecordsData(const Dossier& dossier);
std::string FindingsData(const Dossier& dossier);
// Hazards with controls, controls with requirements and breaks, requirements with units and cases.
std::string TraceData(const Dossier& dossier);
std::string TestsData(const Dossier& dossier);
std::string ClausesData(const Dossier& dossier);
// What the release page tells: parts, third-party versions and tools by digest, what the
// tests and the disabled controls showed, what is open.
std::string ReleaseData(const Dossier& dossier);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_AUDIT_DATA_FILES_H_
