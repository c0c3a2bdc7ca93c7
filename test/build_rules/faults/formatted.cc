// A message by printf: its cost and its stack are anybody's guess.
#include <cstdio>

void Report(int rate) { std::printf("rate %d\n", rate); }
