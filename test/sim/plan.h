// Scenes one after another, and what time each has.
#ifndef VIGIL_TEST_SIM_PLAN_H_
#define VIGIL_TEST_SIM_PLAN_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "test/sim/scene.h"

namespace vigil::sim {

class Plan {
 public:
  // At least one scene, each longer than 0 s; otherwise there is one of 60 s.
  explicit Plan(std::vector<Scene> scenes) : scenes_(std::move(scenes)) {
    std::erase_if(scenes_, [](const Scene& scene) { return scene.seconds <= 0; });
    if (scenes_.empty()) scenes_.emplace_back();
    double end = 0;
    for (const Scene& scene : scenes_) ends_.push_back(end += scene.seconds);
  }

  double seconds() const { return ends_.back(); }
  const std::vector<Scene>& scenes() const { return scenes_; }

  // The place of the scene in which `second` lies; before and behind all, the nearest.
  std::size_t PlaceAt(double second) const {
    const auto end = std::upper_bound(ends_.begin(), ends_.end() - 1, second);
    return static_cast<std::size_t>(end - ends_.begin());
  }
  const Scene& At(double second) const { return scenes_[PlaceAt(second)]; }
  double BeginOf(std::size_t place) const { return place == 0 ? 0 : ends_[place - 1]; }
  double EndOf(std::size_t place) const { return ends_[place]; }

 private:
  std::vector<Scene> scenes_;
  std::vector<double> ends_;
};

}  // namespace vigil::sim

#endif  // VIGIL_TEST_SIM_PLAN_H_
