// Counts up while it is above: once around all numbers.
unsigned Sum(const unsigned (&values)[8]) {
  unsigned sum = 0;
  for (unsigned n = 1; n > 0; ++n) sum += values[n % 8];
  return sum;
}
