#!/usr/bin/env bash
# Runs the tests of some targets with the address and the undefined-behaviour sanitizer
# in all first-party code, and tells what they report.
#
#   ./bazelw run //tools:sanitize -- //safety_kernel/... [--record]
#
# Third-party code is not instrumented; tests that run an image for the device or a
# WebAssembly module are left out, since those are other bits. --record writes
# sanitizers.measured.textproto into the first target's folder: its sources that the
# tests link. `vigil check` compares it with the sources.
#
# Exit: 0 no report; 1 a test failed, nothing is recorded; 2 a build failed, or it was
# called wrongly.
set -euo pipefail

usage() { sed -n '2,14s/^# \{0,1\}//p' "$0"; }
fail() { echo "sanitize: $*" >&2; exit 2; }

record=0 targets=()
for argument in "$@"; do
  case $argument in
    --record) record=1 ;;
    --help | -h) usage; exit 0 ;;
    //*) targets+=("$argument") ;;
    *) fail "unknown argument $argument; see --help" ;;
  esac
done
((${#targets[@]} > 0)) || fail "which targets? For example //safety_kernel/..."
recorder=$(pwd -P)/tools/sanitize/record_passed
project=${BUILD_WORKSPACE_DIRECTORY:?start it with ./bazelw run //tools:sanitize}
cd "$project"
folder=${targets[0]#//} && folder=${folder%%:*} && folder=${folder%/...}

# Bazel of its own, so that this one is not waited for.
base=${VIGIL_SANITIZE_BASE:-${XDG_CACHE_HOME:-$HOME/.cache}/vigil/sanitize}
bazel() { ./bazelw "--output_base=$base" "$@"; }
work=$(mktemp -d "${TMPDIR:-/tmp}/vigil-sanitize.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# Files of the workspace that a query names, from its root.
files() { bazel query --keep_going "$1" 2>>"$work/log" | grep '^//' | sed 's|^//||; s|:|/|; s|^/||' | grep -E '\.(c|cc|h|sh)$' | sort -u; }
all="kind('(cc|sh)_test rule', $(printf '%s union ' "${targets[@]}")//tools:reproducible)"
other="kind('(_image|_wasm.*|_module.*) rule', deps($all))"
mapfile -t tests < <(bazel query --keep_going "$all except rdeps($all, $other)" 2>"$work/log" | grep -v _fuzz)
((${#tests[@]} > 0)) || { cat "$work/log" >&2; fail "no tests in ${targets[*]}"; }

# Before it runs: what is changed meanwhile was not what ran.
if ((record == 1)); then
  own="kind('cc_(library|binary) rule', //$folder/...) except attr(testonly, 1, //$folder/...)"
  mapfile -t linked < <(files "(labels(srcs, $own) union labels(hdrs, $own)) intersect kind('source file', deps(set(${tests[*]})))")
  ((${#linked[@]} > 0)) || fail "the tests link no source of $folder"
  sha256sum "${linked[@]}" >"$work/sources"
  files "kind('source file', labels(srcs, set(${tests[*]})))" | xargs sha256sum >"$work/tests"
fi

checks=-fsanitize=address,-fsanitize=undefined,-fno-sanitize=vptr,-fno-sanitize-recover=all
echo "sanitize: building and running ${#tests[@]} tests" >&2
# A label of the workspace begins with //, one of third-party code with @. A test takes
# about ten times as long. NDEBUG_SANITIZER: Abseil's tables have another layout in
# instrumented code, and Abseil itself is not instrumented.
bazel test --symlink_prefix=/ "${tests[@]}" --color=no --curses=no --test_output=errors --test_timeout=900 \
  "--per_file_copt=^//@$checks,-fno-omit-frame-pointer,-gline-tables-only,-DNDEBUG_SANITIZER" \
  --linkopt=-fsanitize=address,undefined --linkopt=-fno-sanitize=vptr \
  --test_env=UBSAN_OPTIONS=print_stacktrace=1 >"$work/log" 2>&1 || {
  grep -E 'ERROR: |runtime error|Sanitizer|SUMMARY|FAILED|    #' "$work/log" | head -60 >&2
  grep -qE '^//.* FAILED|TIMEOUT' "$work/log" && { echo "sanitize: a test failed" >&2; exit 1; }
  fail "the build failed"
}
echo "${#tests[@]} tests pass without a report"
((record == 1)) || exit 0

version=$(cd "$(bazel info execution_root 2>/dev/null)" && tools/toolchain/bin/clang --version | grep -oE '[0-9]+\.[0-9]+\.[0-9]+' | head -1)
"$recorder" "--name=sanitizers" "--tool=clang $version, address and undefined" "--sources=$work/sources" \
  "--tests=$work/tests" "--record=$folder/sanitizers.measured.textproto"
