// Copied, and not changed: both groups get the limit of one.
int Limit(int group) {
  if (group == 0) {
    return 120;
  } else {
    return 120;
  }
}
