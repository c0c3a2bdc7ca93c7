#include "plugins/algorithm/ventricular_rhythm/fibrillation_decision.h"

#include <cstdint>

namespace vigil::plugins {
namespace {

bool IsInRange(const EcgWindow::Measures& measures) {
  if (measures.height_uv < FibrillationDecision::kLowestUv) return false;
  if (measures.frequency_mhz < FibrillationDecision::kSlowestMhz) return false;
  return measures.frequency_mhz <= FibrillationDecision::kFastestMhz;
}

}  // namespace

void FibrillationDecision::Add(const EcgWindow::Measures& measures, std::uint32_t begin) {
  const bool is_in_range = IsInRange(measures);
  const bool is_like = is_in_range && measures.IsFibrillation();
  if (!is_like) alike_ = 0;
  if (is_like && alike_ < kBeginInStandstill) ++alike_;
  const bool begins = alike_ >= begin;
  is_fibrillation_ = is_fibrillation_ ? was_possible_ : begins;
  was_possible_ = is_in_range && measures.MayBeFibrillation();
}

}  // namespace vigil::plugins
