#!/bin/bash
# record_passed_test.sh RECORD_PASSED: each source has its digest and that it passed, each
# test its digest; and nothing is recorded of no source or into nowhere.
set -u
record_passed=$1 work=$TEST_TMPDIR status=0
fail() { echo "$*"; status=1; }
one=0000000000000000000000000000000000000000000000000000000000000001
two=0000000000000000000000000000000000000000000000000000000000000002
printf '%s  pump/rate.cc\n%s  pump/rate.h\n' $one $two >"$work/sources"
printf '%s  pump/rate_test.cc\n' $two >"$work/tests"
: >"$work/none"

record() { "./$record_passed" --name=sanitizers "--tool=clang" "$@" 2>"$work/said"; }
record "--sources=$work/sources" "--tests=$work/tests" "--record=$work/record" || fail "is not written"
grep -A4 'path: "pump/rate.cc"' "$work/record" | tr -d '\n ' | grep -q "sha256:\"$one\"covered:1total:1" || fail "the source is missing"
grep -q "label: \"pump/rate_test.cc\" sha256: \"$two\"" "$work/record" || fail "the test is missing"
[ "$(grep -c 'path:' "$work/record")" = 2 ] || fail "there are other sources"

# refused WHY ARGUMENTS...
refused() {
  local why=$1; shift
  record "$@"
  [ $? = 2 ] || fail "$why: has to end with 2"
  grep -q 'record_passed --name=NAME' "$work/said" || fail "$why: does not say how it is called"
}
refused "no source" "--sources=$work/none" "--tests=$work/tests" "--record=$work/other"
refused "a folder that is not there" "--sources=$work/sources" "--tests=$work/tests" "--record=$work/gone/record"
refused "no name" --name= "--sources=$work/sources" "--tests=$work/tests" "--record=$work/other"
[ ! -e "$work/other" ] || fail "is recorded all the same"
exit $status
