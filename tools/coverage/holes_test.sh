#!/bin/bash
# holes_test.sh REPORT: the program that coverage.sh starts names each seeded hole and
# fails; without a hole it passes. What it reads is as llvm-cov 19 shows it, and as Node
# 24 writes it.
set -u
report=$1 work=$TEST_TMPDIR status=0
echo "0000000000000000000000000000000000000000000000000000000000000001  pump/rate.cc" >"$work/sums"

# tell NAME CODE LINE TRUE FALSE MCDC EXPECTED: counts of a line and its condition.
tell() {
  printf '%s\n' "pump/rate.cc:" "    5|      $3|  if (a && b) Stop();" "  ------------------" \
    "  |  Branch (5:7): [True: $4, False: $5]" "  ------------------" \
    "  |---> MC/DC Decision Region (5:7) to (5:13)" "  |  MC/DC Coverage for Decision: $6" "  ------------------" >"$work/shown"
  "./$report" "--shown=$work/shown" "--sources=$work/sums" "--tests=$work/sums" --tool=llvm-cov >"$work/said"
  local code=$?
  [ $code = "$2" ] || { echo "$1: exit code $code instead of $2"; cat "$work/said"; status=1; }
  [ -z "$7" ] || grep -q "NOT COVERED  pump/rate.cc:5 $7" "$work/said" || { echo "$1: not told"; cat "$work/said"; status=1; }
}

tell "all is covered" 0 9 1 1 100.00% ""
tell "a statement that no test reaches" 1 0 1 1 100.00% statement_coverage
tell "an outcome that no test sees" 1 9 1 0 100.00% branch_coverage
tell "a condition that decides nothing" 1 9 1 1 50.00% mcdc_coverage

# excused NAME CODE RULE: the last condition decides nothing, and a record is for RULE.
excused() {
  printf 'deviation { id: "DEV-1" rule: "%s" file: "pump/rate.cc" text: "if (a && b) Stop();" rationale: "why" }\n' "$3" >"$work/excuses"
  "./$report" "--shown=$work/shown" "--sources=$work/sums" "--tests=$work/sums" "--deviations=$work/excuses" >"$work/said" 2>&1
  local code=$?
  [ $code = "$2" ] || { echo "$1: exit code $code instead of $2"; cat "$work/said"; status=1; }
}
excused "a condition that a record excuses" 0 mcdc_coverage
excused "a condition whose record is for something else" 1 branch_coverage
sed -i 's/rationale: "why"//' "$work/excuses"
"./$report" "--shown=$work/shown" "--sources=$work/sums" "--tests=$work/sums" "--deviations=$work/excuses" 2>"$work/said"
[ $? = 2 ] && grep -q "$work/excuses: " "$work/said" || { echo "a record without a rationale is taken"; status=1; }
"./$report" "--shown=$work/shown" "--sources=$work/sums" "--tests=$work/sums" --json >"$work/said"
[ $? = 1 ] && grep -q '"mcdc_coverage": {"covered": 0, "total": 1, "open": \["pump/rate.cc:5"\]}' "$work/said" || { echo "not told as JSON"; cat "$work/said"; status=1; }
"./$report" "--sources=$work/sums" "--tests=$work/sums" 2>"$work/said"
[ $? = 2 ] && grep -q 'see ./bazelw run //tools:coverage' "$work/said" || { echo "what was called wrongly has to end with 2"; status=1; }

# trace NAME CODE COUNT: how often a line of TypeScript was run.
cd "$work" && mkdir pump && echo 'stop();' >pump/rate.ts
echo "0000000000000000000000000000000000000000000000000000000000000001  pump/rate.ts" >"$work/sums"
trace() {
  printf '%s\n' "SF:pump/rate.ts" "DA:1,$3" end_of_record >"$work/lcov"
  "$OLDPWD/$report" "--lcov=$work/lcov" "--sources=$work/sums" "--tests=$work/sums" --tool=V8 "--record=$work/record" >"$work/said"
  local code=$?
  [ $code = "$2" ] || { echo "$1: exit code $code instead of $2"; cat "$work/said"; status=1; }
}
trace "a line of a page that a test runs" 0 2
trace "a line of a page that no test runs" 1 0
grep -q "NOT COVERED  pump/rate.ts:1 statement_coverage: stop();" "$work/said" || { echo "not told"; status=1; }
grep -q branch_coverage "$work/record" || { echo "branches are not recorded"; status=1; }
grep -q mcdc_coverage "$work/record" && { echo "decisions are recorded that V8 does not know"; status=1; }
exit $status
