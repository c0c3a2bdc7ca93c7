#include "plugins/algorithm/ventricular_rhythm/fibrillation_decision.h"

namespace vigil::plugins {
namespace {

bool IsInRange(const EcgWindow::Measures& measures) {
  if (measures.height_uv < FibrillationDecision::kLowestUv) return false;
  if (measures.frequency_mhz < FibrillationDecision::kSlowestMhz) return false;
  return measures.frequency_mhz <= FibrillationDecision::kFastestMhz;
}

}  // namespace

void FibrillationDecision::Add(const EcgWindow::Measures& measures, bool may_begin) {
  const bool is_in_range = IsInRange(measures);
  const bool is_like = is_in_range && measures.IsFibrillation();
  const bool begins = was_like_ && is_like && may_begin;
  is_fibrillation_ = is_fibrillation_ ? was_possible_ : begins;
  was_like_ = is_like;
  was_possible_ = is_in_range && measures.MayBeFibrillation();
}

}  // namespace vigil::plugins
