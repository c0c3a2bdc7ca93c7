#!/bin/sh
# hermetic_test.sh TRACE...: fails when a command line, a header or a linked file
# of the traces lies outside of the locked repositories. The traces were made
# with a PATH on which there is nothing.
status=0
for trace in "$@"; do
  headers=$(grep -cE '^\.+ external/' "$trace")
  if [ "$headers" -lt 5 ]; then
    echo "$trace: only $headers headers; the trace shows nothing"
    status=1
  fi
  # Each absolute path, at the start of a line, after a blank, "=" or a flag.
  if grep -nE '(^|[ =]| -[A-Za-z]+)/(usr|lib|lib64|opt|home|root|bin)/' "$trace"; then
    echo "$trace: names a file of the host, see above"
    status=1
  fi
done
grep -q '^sum 6 2$' "$1" || { echo "$1: the linked program did not run"; status=1; }
grep -q 'libstdc++\.a' "$1" || { echo "$1: no trace of the linked libraries"; status=1; }
exit $status
