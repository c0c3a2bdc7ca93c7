#!/bin/bash
# locked_libraries_test.sh LIST: fails when a program of the locked LLVM needs a library that is
# not locked: the machine's, which another machine may not have, or none.
set -u
list=$1
status=0
if grep -vE '^[^ ]+ [^ ]+ => external/llvm/' "$list"; then
  echo "$list: needs what is not locked, see above"
  status=1
fi
programs=$(cut -d' ' -f1 "$list" | sort -u | wc -l)
[ "$programs" -ge 15 ] || { echo "$list: has only $programs programs"; status=1; }
grep -q '^llvm-objdump libcurl.so.4 => ' "$list" || { echo "$list: llvm-objdump has no libcurl"; status=1; }
exit $status
