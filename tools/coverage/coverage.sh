#!/usr/bin/env bash
# Measures what the tests of some targets cover of the sources below the first one's
# folder: statements, branches and MC/DC, with LLVM's source coverage. Of tests for Node
# it measures what they import: statements and branches, as V8 counts them.
#
#   ./bazelw run //tools:coverage -- //safety_kernel/... [--record] [--json]
#   ./bazelw run //tools:coverage -- //portal:unit_test
#
# Prints a table with a line a file, then each place that is not covered. What cannot
# be covered has a deviation in deviations.lifecycle.textproto of that folder, of rule
# statement_coverage, branch_coverage or mcdc_coverage. What tests alone use is not
# measured; programs that tests start are. Tests that run an image for the device or a
# WebAssembly module are left out, since those are other bits. --record writes
# coverage.measured.textproto into that folder; `vigil check` compares it with the
# sources and with what their class needs.
#
# Exit: 0 all is covered or excepted; 1 something is not; 2 a build or a test failed,
# or it was called wrongly.
set -euo pipefail

usage() { sed -n '2,21s/^# \{0,1\}//p' "$0"; }
fail() { echo "coverage: $*" >&2; exit 2; }

options=() record=0 targets=()
for argument in "$@"; do
  case $argument in
    --json) options+=(--json) ;;
    --record) record=1 ;;
    --help | -h) usage; exit 0 ;;
    //*) targets+=("$argument") ;;
    *) fail "unknown argument $argument; see --help" ;;
  esac
done
((${#targets[@]} > 0)) || fail "which targets? For example //safety_kernel/..."
report=$(pwd -P)/tools/coverage/coverage_report
project=${BUILD_WORKSPACE_DIRECTORY:?start it with ./bazelw run //tools:coverage}
cd "$project"
folder=${targets[0]#//} && folder=${folder%%:*} && folder=${folder%/...}

# Bazel of its own, so that this one is not waited for.
base=${VIGIL_COVERAGE_BASE:-${XDG_CACHE_HOME:-$HOME/.cache}/vigil/coverage}
bazel() { ./bazelw "--output_base=$base" "$@"; }
work=$(mktemp -d "${TMPDIR:-/tmp}/vigil-coverage.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# Files of the workspace that a query names, from its root.
files() { { bazel query --keep_going "$1" 2>>"$work/log" || true; } | grep '^//' | sed 's|^//||; s|:|/|; s|^/||' | sort -u; }

# Runs them outside of the sandbox, which keeps no counts, and tells what failed. What
# counts takes longer.
run() {
  bazel test --symlink_prefix=/ --color=no --curses=no --test_output=errors --strategy=TestRunner=local \
    --nocache_test_results --test_timeout=900 "$@" >"$work/log" 2>&1 && return
  grep -E "error|ERROR|FAILED|TIMEOUT|Failure" "$work/log" | head -20 >&2
  fail "the build or a test failed"
}

measure_pages() {
  local own="kind('web_tree rule', //$folder/...) except attr(testonly, 1, //$folder/...)"
  files "kind('source file', labels(srcs, $own))" | grep -E '\.tsx?$' | xargs sha256sum >"$work/sources"
  files "kind('source file', deps(set(${pages[*]}))) intersect //$folder:all-targets except labels(srcs, $own)" | xargs sha256sum >"$work/tests"
  echo "coverage: running ${#pages[@]} tests for Node" >&2
  mkdir "$work/pages"
  run "${pages[@]}" "--test_env=NODE_COVERAGE_FOLDER=$work/pages"
  cat "$work/pages"/*.info >"$work/lcov"
  options+=("--lcov=$work/lcov" "--tool=V8 of Node, test coverage")
}

measure_programs() {
  local all other own root llvm program tests programs objects
  all="kind('(cc|sh)_test rule', $(printf '%s union ' "${targets[@]}")//tools:reproducible)"
  other="kind('(_image|_wasm.*|_module.*) rule', deps($all))"
  mapfile -t tests < <(bazel query --keep_going "$all except rdeps($all, $other)" 2>"$work/log" | grep -v _fuzz)
  ((${#tests[@]} > 0)) || { cat "$work/log" >&2; fail "no tests in ${targets[*]}"; }
  mapfile -t programs < <(files "kind('cc_test rule', set(${tests[*]})) union filter('^//', kind('cc_binary rule', deps(set(${tests[*]}))))")
  own="kind('cc_(library|binary) rule', //$folder/...) except attr(testonly, 1, //$folder/...)"
  files "kind('source file', labels(srcs, $own) union labels(hdrs, $own))" | grep -E '\.(cc|h)$' | xargs sha256sum >"$work/sources"
  files "kind('source file', labels(srcs, set(${tests[*]})))" | xargs sha256sum >"$work/tests"

  echo "coverage: building and running ${#tests[@]} tests" >&2
  # A label of the workspace begins with //, one of third-party code with @. Warnings are
  # for the build without instruments. What a test starts writes its counts beside its own.
  run "${tests[@]}" --linkopt=-fprofile-instr-generate "--test_env=LLVM_PROFILE_FILE=$work/%p.%m.profraw" \
    '--per_file_copt=^//@-fprofile-instr-generate,-fcoverage-mapping,-fcoverage-mcdc,-w'

  root=$(bazel info execution_root 2>/dev/null)
  cd "$root"
  objects=()
  for program in "${programs[@]}"; do
    program=bazel-out/k8-fastbuild/bin/$program
    # Those of the build itself have no counts.
    ! grep -qs __llvm_covmap "$program" || objects+=(-object "$program")
  done
  llvm=tools/toolchain/bin
  $llvm/llvm-profdata merge -o "$work/all.profdata" "$work"/*.profraw
  $llvm/llvm-cov show --show-branches=count --show-mcdc "--instr-profile=$work/all.profdata" "${objects[@]:1}" >"$work/shown" 2>/dev/null
  options+=("--shown=$work/shown" "--tool=llvm-cov $($llvm/llvm-cov --version | grep -oE '[0-9]+\.[0-9]+\.[0-9]+')")
}

mapfile -t pages < <(bazel query "kind('_node_test rule', $(printf '%s union ' "${targets[@]}")//tools:reproducible)" 2>"$work/log")
if ((${#pages[@]} > 0)); then measure_pages; else measure_programs; fi
cd "$project"
[[ ! -f $folder/deviations.lifecycle.textproto ]] || options+=("--deviations=$folder/deviations.lifecycle.textproto")
((record == 0)) || options+=("--record=$folder/coverage.measured.textproto")
"$report" "--sources=$work/sources" "--tests=$work/tests" "${options[@]}"
