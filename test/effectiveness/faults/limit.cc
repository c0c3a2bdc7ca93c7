#include "test/effectiveness/faults/limit.h"

namespace vigil {

int Limited(int rate) {
  if (rate > 100) return 100;
  if (rate < 0) return 0;
  return rate;
}

}  // namespace vigil
