// Adds to the list that it walks over.
struct List {
  int values[8] = {};
  int count = 0;
};

void Repeat(List& list) {
  for (int n = 0; n < list.count; ++n) {
    list.values[list.count % 8] = list.values[n];
    ++list.count;
  }
}
