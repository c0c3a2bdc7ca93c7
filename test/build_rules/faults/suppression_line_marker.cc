# 1 "pump/limit.h" 3
int Read(const int* from) { return *from; }
