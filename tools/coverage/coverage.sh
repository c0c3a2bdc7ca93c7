#!/usr/bin/env bash
# Measures what the tests of some targets cover of their own sources: statements,
# branches and MC/DC, with LLVM's source coverage.
#
#   ./bazelw run //tools:coverage -- //safety_kernel/... [--json]
#
# Prints a table with a line a file, then each place that is not covered. What
# cannot be covered stands in COVERAGE_EXCEPTIONS of the targets' top folder, one
# line each: file, a tab, the source line's text, a tab, the reason. Headers and
# sources are measured, tests are not.
#
# Exit: 0 all is covered or excepted; 1 something is not, or an exception fits
# nothing any more; 2 a build or a test failed, or it was called wrongly.
set -euo pipefail

usage() { sed -n '2,15s/^# \{0,1\}//p' "$0"; }
fail() { echo "coverage: $*" >&2; exit 2; }

json=0 targets=()
for argument in "$@"; do
  case $argument in
    --json) json=1 ;;
    --help | -h) usage; exit 0 ;;
    //*) targets+=("$argument") ;;
    *) fail "unknown argument $argument; see --help" ;;
  esac
done
((${#targets[@]} > 0)) || fail "which targets? For example //safety_kernel/..."
project=${BUILD_WORKSPACE_DIRECTORY:?start it with ./bazelw run //tools:coverage}
cd "$project"
folder=${targets[0]#//} && folder=${folder%%/*} && folder=${folder%%:*}
exceptions=$folder/COVERAGE_EXCEPTIONS

# Bazel of its own, so that this one is not waited for.
base=${VIGIL_COVERAGE_BASE:-${XDG_CACHE_HOME:-$HOME/.cache}/vigil/coverage}
bazel() { ./bazelw "--output_base=$base" "$@"; }
work=$(mktemp -d "${TMPDIR:-/tmp}/vigil-coverage.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

query="kind('cc_test rule', $(printf '%s union ' "${targets[@]}")//tools:reproducible)"
mapfile -t tests < <(bazel query "$query" 2>"$work/log" | grep -v _fuzz)
((${#tests[@]} > 0)) || { cat "$work/log" >&2; fail "no tests in ${targets[*]}"; }
echo "coverage: building ${#tests[@]} tests" >&2
bazel build "${tests[@]}" --color=no --curses=no --linkopt=-fprofile-instr-generate \
  "--per_file_copt=^$folder/.*\\.cc\$@-fprofile-instr-generate,-fcoverage-mapping,-fcoverage-mcdc" \
  >"$work/log" 2>&1 || { grep -E "error|ERROR" "$work/log" | head -20 >&2; fail "the build failed"; }

cd "$(bazel info execution_root 2>/dev/null)"
objects=()
for test in "${tests[@]}"; do
  program=bazel-out/k8-fastbuild/bin/${test#//}
  program=${program/://}
  objects+=(-object "$program")
  echo "coverage: running $test" >&2
  LLVM_PROFILE_FILE="$work/${#objects[@]}.profraw" TEST_TMPDIR=$work "$program" >"$work/out" 2>&1 ||
    { tail -20 "$work/out" >&2; fail "$test failed"; }
done
llvm=tools/toolchain/bin
$llvm/llvm-profdata merge -o "$work/all.profdata" "$work"/*.profraw
common=("--instr-profile=$work/all.profdata" "${objects[@]:1}"
  "--ignore-filename-regex=_test\\.cc|external/|for_test|scripted|_execroot/bazel-out")

# name, then statements (regions), branches, MC/DC: of how many, how many missed
$llvm/llvm-cov report --show-mcdc-summary "${common[@]}" 2>/dev/null |
  awk 'NF >= 16 && $2 ~ /^[0-9]+$/ {print $1, $2, $3, $11, $12, $14, $15}' >"$work/table"

# Each place that no test reaches: file, line, its text.
$llvm/llvm-cov show --show-branches=count --show-mcdc "${common[@]}" 2>/dev/null |
  awk -v folder="$folder" '
    /^[^ |].*:$/ { file = $0; sub(/:$/, "", file); sub(".*/" folder "/", folder "/", file); next }
    /^ +[0-9]+\|/ { split($0, part, "|"); n = part[1] + 0; text[file, n] = substr($0, index($0, part[3])) 
                    count = part[2]; gsub(/ /, "", count); if (count == "0") miss[file, n] = 1; else if (count != "") hit[file, n] = 1; next }
    /Branch \(/ { match($0, /\([0-9]+:/); n = substr($0, RSTART + 1, RLENGTH - 2) + 0
                  match($0, /\([0-9]+:[0-9]+\)/); where = file SUBSEP n SUBSEP substr($0, RSTART, RLENGTH)
                  if ($0 !~ /True: 0,/) taken[where] = 1; if ($0 !~ /False: 0\]/) passed[where] = 1
                  seen[where] = 1; next }
    /MC\/DC Decision Region/ { match($0, /\([0-9]+:/); decision = substr($0, RSTART + 1, RLENGTH - 2) + 0; next }
    /MC\/DC Coverage for Decision:/ { key = file SUBSEP decision; whole[key] = whole[key] || ($0 ~ /100\.00/); mcdc[key] = 1 }
    END {
      for (key in miss) if (!(key in hit)) { split(key, at, SUBSEP); print at[1] "\t" at[2] "\tstatement\t" text[key] }
      for (where in seen) if (!(taken[where] && passed[where])) { split(where, at, SUBSEP); print at[1] "\t" at[2] "\tbranch\t" text[at[1], at[2]] }
      for (key in mcdc) if (!whole[key]) { split(key, at, SUBSEP); print at[1] "\t" at[2] "\tMC/DC\t" text[key] }
    }' | sort -t$'\t' -k1,1 -k2,2n -u >"$work/missed"

cd "$project"
touch "$work/excepted"
[[ ! -f $exceptions ]] || grep -vE '^(#|$)' "$exceptions" >"$work/excepted" || true
awk -F'\t' -v work="$work" '
  function tidy(s) { gsub(/^[ |]+| +$/, "", s); return s }
  FILENAME == work "/excepted" { known[$1, tidy($2)] = 1; reason[$1, tidy($2)] = $3; next }
  { key = $1 SUBSEP tidy($4)
    if (key in known) { used[key] = 1; print $0 "\t" reason[key] >(work "/justified") } else print >(work "/open") }
  END { for (key in known) if (!(key in used)) { split(key, at, SUBSEP); print at[1] "\t" at[2] >(work "/stale") } }
' "$work/excepted" "$work/missed"
touch "$work/open" "$work/stale" "$work/justified"

awk -v json="$json" '
  function share(all, missed) { return all == 0 ? 100 : 100 * (all - missed) / all }
  BEGIN { if (json) printf "{\"files\": ["; else printf "%-44s %12s %12s %12s\n", "file", "statements", "branches", "MC/DC" }
  { name = $1; total = name == "TOTAL"
    if (json) { printf "%s{\"file\": \"%s\", \"statements\": %d, \"statements_missed\": %d, \"branches\": %d, \"branches_missed\": %d, \"mcdc\": %d, \"mcdc_missed\": %d}", (NR > 1 ? ",\n " : ""), name, $2, $3, $4, $5, $6, $7 }
    else printf "%-44s %11.2f%% %11.2f%% %11.2f%%\n", name, share($2, $3), share($4, $5), share($6, $7) }
  END { if (json) print "]," }' "$work/table"
if ((json)); then
  awk -F'\t' 'BEGIN { printf " \"open\": [" } { gsub(/["\\]/, " ", $4); printf "%s{\"file\": \"%s\", \"line\": %d, \"kind\": \"%s\"}", (NR > 1 ? ", " : ""), $1, $2, $3 } END { print "]," }' "$work/open"
  printf ' "justified": %d, "stale_exceptions": %d}\n' "$(wc -l <"$work/justified")" "$(wc -l <"$work/stale")"
else
  awk -F'\t' '{ sub(/^\|? */, "", $4); printf "justified    %s:%d %s: %s (%s)\n", $1, $2, $3, $4, $5 }' "$work/justified"
  awk -F'\t' '{ sub(/^\|? */, "", $4); printf "NOT COVERED  %s:%d %s: %s\n", $1, $2, $3, $4 }' "$work/open"
  awk -F'\t' -v list="$exceptions" '{ printf "STALE        %s: %s: %s is covered, or not there\n", list, $1, $2 }' "$work/stale"
fi
[[ ! -s $work/open && ! -s $work/stale ]]
