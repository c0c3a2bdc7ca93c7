// Whether the rhythm is atrial fibrillation, from window after window: a majority
// decides, and the decision is left at a lower threshold than it is made.
//
//   RhythmVote vote;
//   vote.Clear();
//   vote.Add(entropy.IsAbove(RhythmVote::kOnsetPermille), entropy.IsAbove(RhythmVote::kEndPermille));
//   Use(vote.is_fibrillation());
#ifndef VIGIL_PLUGINS_ALGORITHM_ATRIAL_FIBRILLATION_RHYTHM_VOTE_H_
#define VIGIL_PLUGINS_ALGORITHM_ATRIAL_FIBRILLATION_RHYTHM_VOTE_H_

#include <cstdint>

namespace vigil::plugins {

class RhythmVote {
 public:
  // e^COSEn, in thousandths: COSEn of -0.71 begins an episode, -0.92 ends it.
  static constexpr std::int64_t kOnsetPermille = 490;
  static constexpr std::int64_t kEndPermille = 400;

  // Windows that vote: with each beat there is a new one.
  static constexpr std::uint32_t kWindows = 17;

  // Forgets everything.
  void Clear();

  // The next window. What is above the onset is above the end.
  void Add(bool is_above_onset, bool is_above_end);

  bool is_fibrillation() const { return is_fibrillation_; }

  // So many windows after the middle one of those that voted.
  std::uint32_t delay() const { return count_ / 2; }

 private:
  static bool IsMajority(std::uint32_t votes, std::uint32_t of);

  std::uint32_t onset_ = 0;  // a bit for each window, the last one is bit 0
  std::uint32_t end_ = 0;
  std::uint32_t count_ = 0;
  bool is_fibrillation_ = false;
};

}  // namespace vigil::plugins

#endif  // VIGIL_PLUGINS_ALGORITHM_ATRIAL_FIBRILLATION_RHYTHM_VOTE_H_
