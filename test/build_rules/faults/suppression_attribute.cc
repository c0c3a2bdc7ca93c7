int Read(const int* from) { [[clang::suppress]] return *from; }
