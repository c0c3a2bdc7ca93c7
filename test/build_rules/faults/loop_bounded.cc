// Loops as class C has them; a comment may say while, do and goto.
struct List {
  int values[8] = {};
  int count = 0;
};

int Sum(List& list, int* begin, const int* end) {
  int sum = 0;
  for (const int value : list.values) sum += value;
  for (int n = 0; n < list.count && sum < 1000; ++n) list.values[n] = sum;
  for (int n = list.count; n > 0; --n) sum += list.values[n - 1];
  for (int* at = begin; at != end; ++at) *at = 0;
  for (int shift = 0; shift < 32; shift += 8) sum += shift;
  return sum;
}
