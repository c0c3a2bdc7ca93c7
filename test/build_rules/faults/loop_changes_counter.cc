// Goes back when it finds a value: two values that are found in turn never end it.
int Find(const int (&values)[8], int wanted) {
  int found = 0;
  for (int n = 0; n < 8; ++n) {
    if (values[n] == wanted) {
      ++found;
      n -= 2;
    }
  }
  return found;
}
