// Uses what it found to be missing.
int First(const int* values) {
  if (values == nullptr) return *values;
  return values[0];
}
