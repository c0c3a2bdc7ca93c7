// The depth comes with the input.
int Depth(int value) { return value == 0 ? 0 : 1 + Depth(value / 2); }
