#include "plugins/algorithm/atrial_fibrillation/rhythm_vote.h"

#include <cstdint>

namespace vigil::plugins {
namespace {

constexpr std::uint32_t kAll = (std::uint32_t{1} << RhythmVote::kWindows) - 1;

std::uint32_t Shifted(std::uint32_t votes, bool vote) {
  return ((votes << 1) | (vote ? 1u : 0u)) & kAll;
}

}  // namespace

void RhythmVote::Clear() { *this = RhythmVote(); }

void RhythmVote::Add(bool is_above_onset, bool is_above_end) {
  onset_ = Shifted(onset_, is_above_onset);
  end_ = Shifted(end_, is_above_end);
  if (count_ < kWindows) ++count_;
  is_fibrillation_ = IsMajority(is_fibrillation_ ? end_ : onset_, count_);
}

bool RhythmVote::IsMajority(std::uint32_t votes, std::uint32_t of) {
  std::uint32_t yes = 0;
  for (std::uint32_t place = 0; place < kWindows; ++place) yes += (votes >> place) & 1u;
  return 2 * yes > of;
}

}  // namespace vigil::plugins
