// One branch forgets the result.
int Limit(int group) {
  int limit;
  if (group == 0) limit = 120;
  if (group == 1) limit = 160;
  return limit;
}
