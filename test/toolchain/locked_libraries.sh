#!/bin/bash
# locked_libraries.sh: a line for each library that a program of the locked LLVM loads:
# "program name => path", or "program name => not found".
set -u
llvm=external/llvm
for program in "$llvm"/usr/lib/llvm-19/bin/*; do
  "$llvm/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2" \
    --library-path "$llvm/usr/lib/x86_64-linux-gnu:$llvm/lib/x86_64-linux-gnu" --list "$program" |
    sed -nE "s|^[[:blank:]]*([^ ]+ => [^(]*[^( ]).*|${program##*/} \1|p"
done
