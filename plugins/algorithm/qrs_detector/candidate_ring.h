// The last candidates, in the order of their times.
#ifndef VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_CANDIDATE_RING_H_
#define VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_CANDIDATE_RING_H_

#include <cstdint>

#include "plugins/algorithm/qrs_detector/candidate.h"

namespace vigil::plugins {

// Candidates are named by their number since Clear, which no lead reaches the end of.
class CandidateRing {
 public:
  void Clear() {
    end_ = 0;
    for (Candidate& each : candidates_) each = Candidate();
  }
  void Add(const Candidate& candidate) {
    candidates_[end_ % kSize] = candidate;
    ++end_;
  }

  // Those of numbers begin() up to, without it, end() are there.
  std::uint32_t begin() const { return end_ < kSize ? 0 : end_ - kSize + 1; }
  std::uint32_t end() const { return end_; }
  Candidate& operator[](std::uint32_t number) { return candidates_[number % kSize]; }
  const Candidate& operator[](std::uint32_t number) const {
    return candidates_[number % kSize];
  }

 private:
  static constexpr std::uint32_t kSize = 64;

  Candidate candidates_[kSize];
  std::uint32_t end_ = 0;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_QRS_DETECTOR_CANDIDATE_RING_H_
