// The last four seconds of an ECG lead at 250 Hz.
//
//   EcgRing ring;
//   ring.Clear();
//   ring.Add(microvolt);
//   if (ring.Has(100)) Use(ring.Ago(100));
#ifndef VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_ECG_RING_H_
#define VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_ECG_RING_H_

#include <cstdint>

namespace vigil::plugins::beats {

class EcgRing {
 public:
  static constexpr std::int32_t kSize = 1024;  // a power of two

  // Forgets all samples.
  void Clear();

  // The next sample, uV. Values beyond +-1 V, which no electrode gives, are taken as
  // +-1 V.
  void Add(std::int32_t microvolt);

  // Whether the sample is there that was added `ago` samples before the last.
  bool Has(std::int32_t ago) const { return ago >= 0 && ago < count_; }

  // That sample. Needs Has(ago).
  std::int32_t Ago(std::int32_t ago) const {
    return samples_[(next_ - 1 - static_cast<std::uint32_t>(ago)) % kSize];
  }

 private:
  std::int32_t samples_[kSize] = {};
  std::uint32_t next_ = 0;  // wraps
  std::int32_t count_ = 0;  // at most kSize
};

}  // namespace vigil::plugins::beats

#endif  // VIGIL_PLUGINS_ALGORITHM_BEAT_CLASSIFIER_ECG_RING_H_
