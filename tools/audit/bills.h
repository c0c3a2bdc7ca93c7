// Bills of materials, and what is known to be wrong with the materials, as other
// programs read them. Of the same input always the same bytes.
#ifndef VIGIL_TOOLS_AUDIT_BILLS_H_
#define VIGIL_TOOLS_AUDIT_BILLS_H_

#include <string>

#include "tools/audit/dossier.h"

namespace vigil::lifecycle {

// SPDX 2.3, https://spdx.github.io/spdx-spec/v2.3/. `created`, which the specification
// demands, is the beginning of 1970: the document depends on its content alone.
std::string SpdxBill(const Dossier& dossier);

// CycloneDX 1.5, https://cyclonedx.org/docs/1.5/json/. Items are components with their
// class; packages carry support level and end of support as properties.
std::string CycloneDxBill(const Dossier& dossier);

// CycloneDX 1.5: each known anomaly with its evaluation, as a vulnerability of the
// component of CycloneDxBill. Without an evaluation its state is "in_triage"; with one it
// has none, because the records tell in words what it means.
std::string Vex(const Dossier& dossier);

// https://github.com/package-url/purl-spec, of a package as it was locked.
std::string PackageUrl(const Package& package);

}  // namespace vigil::lifecycle

#endif  // VIGIL_TOOLS_AUDIT_BILLS_H_
