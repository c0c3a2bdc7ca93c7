#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "test/sim/channels.h"
#include "test/sim/exact_math.h"
#include "test/sim/random.h"
#include "test/sim/streams.h"

namespace vigil::sim {
namespace {

struct Vector {
  double x = 0;
  double y = 0;
  double z = 0;
};

Vector Sum(const Vector& a, const Vector& b, double of_b) { return {a.x + of_b * b.x, a.y + of_b * b.y, a.z + of_b * b.z}; }

Vector UnitOf(const Vector& a) {
  const double length = std::sqrt(a.x * a.x + a.y * a.y + a.z * a.z);
  return length > 0 ? Vector{a.x / length, a.y / length, a.z / length} : Vector{0, 0, 1};
}

// Where up is, as the sensor sees it.
constexpr Vector kUpright = {0.1, 0.98, 0.17};
constexpr Vector kFlat = {0, 0, 1};
constexpr Vector kLying[] = {{0.1, 0.15, 0.98}, {0.97, 0.1, 0.2}, {-0.97, 0.1, 0.2}, {0.05, 0.2, -0.97}};

// A walk's acceleration along the body in mg, over a step, and across it, over two.
struct Gait {
  double up;
  double up_twice;  // at twice the pace
  double forward;
  double aside;
};
constexpr Gait kWalk = {280, 110, 160, 90};
constexpr Gait kRun = {1000, 320, 350, 250};

constexpr double kFallSeconds = 0.6;    // from the begin to the impact
constexpr double kFloatingMg = 350;     // what is left of gravity meanwhile
constexpr double kImpactSeconds = 0.04;  // width
constexpr double kReboundSeconds = 0.35;

// Smooth noise around 0: white noise through two low-passes of so many Hz, of standard
// deviation about 1.
class Smooth {
 public:
  Smooth(double corner_hz, int hz) : share_(std::min(1.0, 2 * std::numbers::pi * corner_hz / hz)), gain_(2 / std::sqrt(share_)) {}
  double Next(Random& random) {
    first_ += share_ * (random.Normal() - first_);
    second_ += share_ * (first_ - second_);
    return gain_ * second_;
  }

 private:
  double share_;
  double gain_;
  double first_ = 0;
  double second_ = 0;
};

class Mover {
 public:
  Mover(const Plan& plan, const std::vector<double>& steps, const Breathing& breathing, int hz, std::uint64_t seed)
      : plan_(plan), steps_(steps), breathing_(breathing), hz_(hz), random_(seed, kMotionStream), arm_{{1.5, hz}, {1.5, hz}, {1.5, hz}} {}

  std::vector<Moment> Run() {
    std::vector<Moment> moments;
    const auto count = static_cast<std::size_t>(plan_.seconds() * hz_);
    moments.reserve(count);
    for (std::size_t n = 0; n < count; ++n) moments.push_back(Next(static_cast<double>(n) / hz_));
    return moments;
  }

 private:
  Moment Next(double second) {
    const std::size_t place = plan_.PlaceAt(second);
    const Scene& scene = plan_.scenes()[place];
    if (place != place_) Enter(place, second);
    const Vector arm = {arm_[0].Next(random_), arm_[1].Next(random_), arm_[2].Next(random_)};
    Vector sum;
    switch (scene.motion) {
      case Motion::kStill: sum = AtRest(Gesture(second, 20, 60, 2, 5), 60, arm, second); break;
      case Motion::kSleep: sum = Asleep(arm, second); break;
      case Motion::kWalking: sum = OnFoot(kWalk, second); break;
      case Motion::kRunning: sum = OnFoot(kRun, second); break;
      case Motion::kBusy: sum = AtRest(true, 220, arm, second); break;
      case Motion::kFall: sum = Falling(scene, second - plan_.BeginOf(place) - scene.fall_after_seconds); break;
      case Motion::kDesk: sum = {1000 * kFlat.x, 1000 * kFlat.y, 1000 * kFlat.z}; break;
    }
    const auto whole = [&](double value) {
      return static_cast<std::int32_t>(std::lround(value + scene.motion_noise_mg * random_.Normal()));
    };
    const std::int32_t x = whole(sum.x);
    const std::int32_t y = whole(sum.y);
    return {.x = x, .y = y, .z = whole(sum.z)};
  }

  void Enter(std::size_t place, double second) {
    place_ = place;
    up_ = target_ = plan_.scenes()[place].motion == Motion::kSleep ? kLying[0] : kUpright;
    gesture_begin_ = second + random_.Between(5, 30);
    gesture_end_ = gesture_begin_ + 3;
  }

  // True while something is done by the way, once in `least` to `greatest` seconds.
  bool Gesture(double second, double least, double greatest, double shortest, double longest) {
    if (second >= gesture_end_) {
      gesture_begin_ = second + random_.Between(least, greatest);
      gesture_end_ = gesture_begin_ + random_.Between(shortest, longest);
    }
    return second >= gesture_begin_;
  }

  // Gravity where the body lies, its breath, and the arm while it moves.
  Vector AtRest(bool moves, double mg, const Vector& arm, double second) {
    up_ = Sum(up_, Sum(target_, up_, -1), 2.0 / hz_);
    Vector sum = UnitOf(up_);
    sum = {1000 * sum.x, 1000 * sum.y, 1000 * sum.z + 4 * breathing_.At(second)};
    return moves ? Sum(sum, arm, mg) : sum;
  }

  Vector Asleep(const Vector& arm, double second) {
    const bool turned = is_turning_;
    is_turning_ = Gesture(second, 300, 1200, 3, 8);
    if (is_turning_ && !turned) target_ = kLying[random_.Next() % 4];
    return AtRest(is_turning_, 150, arm, second);
  }

  Vector OnFoot(const Gait& gait, double second) {
    while (step_ + 1 < steps_.size() && steps_[step_ + 1] <= second) {
      ++step_;
      strength_ = 1 + 0.1 * random_.Normal();
    }
    const double begin = steps_[step_];
    const double next = step_ + 1 < steps_.size() ? steps_[step_ + 1] : begin + 0.5;
    const double phase = std::clamp((second - begin) / std::max(0.1, next - begin), -1.0, 2.0);
    const double both = (phase + static_cast<double>(step_ % 2)) / 2;  // of two steps
    const double up = strength_ * (gait.up * SineOfTurns(phase + 0.25) + gait.up_twice * SineOfTurns(2 * phase + 0.1));
    Vector sum = UnitOf(kUpright);
    sum = {(1000 + up) * sum.x, (1000 + up) * sum.y, (1000 + up) * sum.z};
    sum.x += strength_ * gait.aside * SineOfTurns(both);
    sum.z += strength_ * gait.forward * SineOfTurns(phase + 0.4);
    return sum;
  }

  // `after`: seconds from the impact on, below 0 before it.
  static Vector Falling(const Scene& scene, double after) {
    const double fallen = std::clamp((after + kFallSeconds) / (kFallSeconds + 0.2), 0.0, 1.0);
    const Vector up = UnitOf(Sum(Sum(kUpright, kUpright, -fallen), kLying[0], fallen));
    double mg = 1000;
    if (after > -kFallSeconds && after < 0) mg = std::max(kFloatingMg, 1000 - 4000 * (after + kFallSeconds));
    mg += (scene.fall_peak_mg - 1000) * Bell((after - 0.06) / kImpactSeconds);
    mg += 0.2 * (scene.fall_peak_mg - 1000) * Bell((after - kReboundSeconds) / kImpactSeconds);
    return {mg * up.x, mg * up.y, mg * up.z};
  }

  const Plan& plan_;
  const std::vector<double>& steps_;
  const Breathing& breathing_;
  int hz_;
  Random random_;
  Smooth arm_[3];
  std::size_t place_ = static_cast<std::size_t>(-1);
  Vector up_ = kUpright;
  Vector target_ = kUpright;  // where up_ turns to
  double gesture_begin_ = 0;
  double gesture_end_ = 0;
  bool is_turning_ = false;
  std::size_t step_ = 0;
  double strength_ = 1;
};

}  // namespace

std::vector<Moment> MakeMotion(const Plan& plan, const std::vector<double>& steps, const Breathing& breathing, int hz,
                               std::uint64_t seed) {
  return Mover(plan, steps, breathing, hz, seed).Run();
}

std::vector<double> MakeFalls(const Plan& plan) {
  std::vector<double> falls;
  for (std::size_t place = 0; place < plan.scenes().size(); ++place) {
    const Scene& scene = plan.scenes()[place];
    const double fall = plan.BeginOf(place) + scene.fall_after_seconds;
    if (scene.motion == Motion::kFall && fall < plan.EndOf(place)) falls.push_back(fall);
  }
  return falls;
}

}  // namespace vigil::sim
