#!/bin/bash
# Each program of the locked LLVM starts with libraries of the locked packages alone: none is
# missing, and none is the machine's, which another machine may not have.
set -u
llvm=external/llvm
[ -d "$llvm" ] || llvm=../llvm
programs=$(find -L "$llvm/usr/lib/llvm-19/bin" -type f)
status=0
for program in $programs; do
  needed=$("$llvm/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2" \
    --library-path "$llvm/usr/lib/x86_64-linux-gnu:$llvm/lib/x86_64-linux-gnu" --list "$program") ||
    { echo "$program: cannot be loaded"; status=1; }
  # "name => path (address)", or "name => not found".
  if grep -F '=>' <<<"$needed" | grep -vF "=> $llvm/"; then
    echo "$program: needs what is not locked, see above"
    status=1
  fi
  grep -qF "libc.so.6 => $llvm/" <<<"$needed" || { echo "$program: has no library: $needed"; status=1; }
done
count=$(wc -w <<<"$programs")
[ "$count" -ge 15 ] || { echo "only $count programs were looked at"; status=1; }

# Who could ask a server for debug information has nothing to ask it with.
"$llvm/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2" \
  --library-path "$llvm/usr/lib/x86_64-linux-gnu:$llvm/lib/x86_64-linux-gnu" \
  "$llvm/usr/lib/llvm-19/bin/llvm-objdump" --version | grep -q 'LLVM version 19' ||
  { echo "llvm-objdump does not run"; status=1; }
exit $status
