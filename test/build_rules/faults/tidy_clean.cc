// Class C code in which clang-tidy finds nothing.
#include <cstdint>

namespace vigil {

class Mean {
 public:
  void Add(std::int32_t value) {
    sum_ += value;
    ++count_;
  }
  std::int32_t value() const {
    return count_ == 0 ? 0 : static_cast<std::int32_t>(sum_ / count_);
  }

 private:
  std::int64_t sum_ = 0;
  std::int64_t count_ = 0;
};

}  // namespace vigil
