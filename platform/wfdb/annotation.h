// WFDB annotation files (.atr, .qrs, ...), MIT format: what somebody or some
// program found in a recording, and where.
//
//   absl::StatusOr<std::vector<Annotation>> reference =
//       DecodeAnnotations(bytes, "100.atr");
//   for (const Annotation& a : *reference) if (IsBeat(a.code)) ...
//
// Source: WFDB Applications Guide, annot(5); codes: <wfdb/ecgcodes.h>.
// All functions are pure.
#ifndef VIGIL_PLATFORM_WFDB_ANNOTATION_H_
#define VIGIL_PLATFORM_WFDB_ANNOTATION_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace vigil::wfdb {

// The codes that this code base uses; a file may hold others, 1..49.
enum AnnotationCode : int {
  kNormalBeat = 1,
  kPrematureVentricular = 5,
  kFusionBeat = 6,          // of a ventricular and a normal beat
  kVentricularEscape = 10,
  kPacedBeat = 12,
  kUnclassifiableBeat = 13,
  kNoise = 14,
  kNote = 22,
  kRhythmChange = 28,
  kVentricularFlutterOn = 32,   // "[", flutter or fibrillation begins
  kVentricularFlutterOff = 33,  // "]"
  kFusionOfPacedBeat = 38,
  kVentricularOnT = 41,         // "r", premature, on the T wave before
};

struct Annotation {
  std::int64_t sample = 0;  // place in the recording, in frames
  int code = 0;             // 1..49
  int subtype = 0;          // -128..127
  int channel = 0;          // 0..255
  int number = 0;           // -128..127
  std::string auxiliary;    // at most 255 bytes
};

// True for the codes that mark a heart beat (QRS complex).
bool IsBeat(int code);

// The annotations that `bytes` holds; `origin` names them in errors.
// kDataLoss: the file ends inside an annotation or without its end mark; the
// message has the byte. kInvalidArgument: a place before the recording's start
// or a code without meaning. kUnimplemented: a time resolution of its own.
absl::StatusOr<std::vector<Annotation>> DecodeAnnotations(
    std::string_view bytes, std::string_view origin);

// The content of an annotation file. kInvalidArgument: a field outside of its
// range as given above, or places that fall or start below 0.
absl::StatusOr<std::string> EncodeAnnotations(
    const std::vector<Annotation>& annotations);

}  // namespace vigil::wfdb

#endif  // VIGIL_PLATFORM_WFDB_ANNOTATION_H_
