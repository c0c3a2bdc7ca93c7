// A limit that was computed and then forgotten.
int Limit(int value) {
  int limit = value + 20;
  return value;
}
