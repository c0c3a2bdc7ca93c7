// A synthetic patient as WFDB records: others' programs can read them.
//
//   const wfdb::Record ecg = EcgRecord(recording, "sim1");
//   WriteAnnotations("sim1.atr", Truth(recording));
//
// All functions are pure.
#ifndef VIGIL_TEST_SIM_WFDB_RECORD_H_
#define VIGIL_TEST_SIM_WFDB_RECORD_H_

#include <string>
#include <vector>

#include "platform/wfdb/annotation.h"
#include "platform/wfdb/record.h"
#include "test/sim/patient.h"

namespace vigil::sim {

// One signal, a count for a microvolt, cut off at the ends of 16 bits.
wfdb::Record EcgRecord(const Recording& recording, const std::string& name);

// Light of three colours, 16 converter counts for one of the record, and motion along
// three axes, 1 mg for one. The motion is taken at the light's times.
wfdb::Record BodyRecord(const Recording& recording, const std::string& name);

// Beats (N, V), "[" and "]" about ventricular flutter and fibrillation, and a rhythm where
// a scene begins: "(N", "(AFIB", "(B", "(VT", "(VFL", "(VF", "(ASYS", and "(U" without
// contact.
std::vector<wfdb::Annotation> Truth(const Recording& recording);

}  // namespace vigil::sim

#endif  // VIGIL_TEST_SIM_WFDB_RECORD_H_
