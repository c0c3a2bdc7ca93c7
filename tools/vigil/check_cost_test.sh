#!/bin/bash
# check_cost_test.sh COST VIGIL: the data that the cost is measured on is sound, so that
# what is measured is a check that goes to its end; and one that finds something is told.
set -u
cost=$1 vigil=$2 status=0
said=$TEST_TMPDIR/said
fail() { echo "$*"; cat "$said"; status=1; }

"./$cost" "$vigil" --items=200 --json >"$said" 2>&1 || fail "check finds something in the data"
grep -q '"items": 200, "links": 600' "$said" || fail "no figures of 200 requirements"

printf '#!/bin/sh\necho "ITEM-0 is unsound"\nexit 1\n' >"$TEST_TMPDIR/finds" && chmod +x "$TEST_TMPDIR/finds"
"./$cost" "$TEST_TMPDIR/finds" --items=100 >"$said" 2>&1
[ $? = 1 ] || fail "a check that found something has to end with 1"
grep -q 'ITEM-0 is unsound' "$said" || fail "what the check found is not told"

for wrong in --items=150 --items=0 --items=many --fast; do
  "./$cost" "$vigil" $wrong >"$said" 2>&1
  [ $? = 2 ] || fail "$wrong has to end with 2"
done
exit $status
