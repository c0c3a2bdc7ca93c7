// Whether the ventricles fibrillate, or flutter, from what is measured once a second.
//
//   FibrillationDecision decision;
//   decision.Clear();
//   decision.Add(window.Measure(), FibrillationDecision::kBegin);   // once a second
//   if (decision.is_fibrillation()) ...          // of the window one second before
//
// An episode begins with two windows in a row that look like one, or more where an artefact is
// more likely, and holds as long as the windows may be one: fibrillation drifts. A shock, or a lead that moves, is no window:
// what is not added changes nothing.
#ifndef VIGIL_PLUGINS_ALGORITHM_VENTRICULAR_RHYTHM_FIBRILLATION_DECISION_H_
#define VIGIL_PLUGINS_ALGORITHM_VENTRICULAR_RHYTHM_FIBRILLATION_DECISION_H_

#include <cstdint>

#include "plugins/algorithm/ecg_window/ecg_window.h"

namespace vigil::plugins {

class FibrillationDecision {
 public:
  // Peak to peak, uV: below it the heart stands still (the least of a fibrillation that
  // can be told from asystole, as AHA's recommendations for defibrillators have it, Kerber
  // and others, Circulation 95, 1997).
  static constexpr std::int32_t kLowestUv = 80;
  // Mean frequency: slower is motion, faster is muscle.
  static constexpr std::int32_t kSlowestMhz = 2200;
  static constexpr std::int32_t kFastestMhz = 9000;

  // Windows in a row that begin an episode.
  static constexpr std::uint32_t kBegin = 2;
  // The same in a standstill: artefacts of up to 3 s make none, as measured (windows that are filled
  // in part do not look like one).
  static constexpr std::uint32_t kBeginInStandstill = 7;
  static constexpr std::uint32_t kNever = kBeginInStandstill + 1;

  // Forgets everything.
  void Clear() { *this = FibrillationDecision(); }

  // The window that ends one second after that of the call before. An episode begins when so many
  // in a row look like one: kBegin to kNever.
  void Add(const EcgWindow::Measures& measures, std::uint32_t begin);

  // Of the window of the call before the last.
  bool is_fibrillation() const { return is_fibrillation_; }

 private:
  std::uint32_t alike_ = 0;   // windows in a row that look like one, at most kBeginInStandstill
  bool was_possible_ = false;  // the last one
  bool is_fibrillation_ = false;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_VENTRICULAR_RHYTHM_FIBRILLATION_DECISION_H_
