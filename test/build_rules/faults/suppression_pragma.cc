#  pragma   clang \
   system_header
int Read(const int* from) { return *from; }
