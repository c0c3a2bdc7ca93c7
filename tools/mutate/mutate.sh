#!/usr/bin/env bash
# Tells how strong the tests of some targets are: makes small faults in their
# sources, one at a time, and counts those that a test finds.
#
#   ./bazelw run //tools:mutate -- //safety_kernel/... [--record] [--json] [--fresh]
#
# Prints each mutant that survived and the score. A mutant that is no fault has a
# deviation of rule mutation_score in deviations.lifecycle.textproto of the folder, with
# the line and, in `what`, the change. --record writes mutation.measured.textproto into
# the folder; `vigil check` compares it with the sources and with what their class
# needs. A run that was ended goes on where it was;
# --fresh begins anew. Takes about a second for each mutant and core.
#
# Exit: 0 at least 90 % are found or explained; 1 they are not; 2 a build failed, or it
# was called wrongly.
set -euo pipefail

usage() { sed -n '2,17s/^# \{0,1\}//p' "$0"; }
fail() { echo "mutate: $*" >&2; exit 2; }

fresh=0 record=0 options=() targets=()
for argument in "$@"; do
  case $argument in
    --json) options+=(--json) ;;
    --fresh) fresh=1 ;;
    --record) record=1 ;;
    --help | -h) usage; exit 0 ;;
    //*) targets+=("$argument") ;;
    *) fail "unknown argument $argument; see --help" ;;
  esac
done
((${#targets[@]} > 0)) || fail "which targets? For example //safety_kernel/..."
program=$PWD/tools/mutate/mutate_program
project=${BUILD_WORKSPACE_DIRECTORY:?start it with ./bazelw run //tools:mutate}
cd "$project"
folder=${targets[0]#//} && folder=${folder%%:*} && folder=${folder%/...}
base=${VIGIL_MUTATE_BASE:-${XDG_CACHE_HOME:-$HOME/.cache}/vigil/mutate}
bazel() { ./bazelw "--output_base=$base" "$@" 9>&-; }  # its server lives on, without the lock
state=$base.state
mkdir -p "$state"
# Two runs would take each other's mutants for their own.
exec 9>"$state/lock"
flock --nonblock 9 || fail "another run is under way with $state; wait for it, or give VIGIL_MUTATE_BASE another folder"

# Files of the workspace that a query names, from its root.
files() { { bazel query --keep_going "$1" 2>/dev/null || true; } | grep '^//' | sed 's|^//||; s|:|/|; s|^/||' | sort -u; }
all=$(printf '%s union ' "${targets[@]}")//tools:reproducible
mapfile -t tests < <(bazel query "kind('cc_test rule', $all)" 2>/dev/null | grep -v _fuzz)
mapfile -t sources < <(files "filter('\\.cc\$', kind('source file', deps(kind('cc_library rule', $all)))) intersect //$folder/...:*" | grep -v _test)
((${#tests[@]} > 0 && ${#sources[@]} > 0)) || fail "no tests or no sources in ${targets[*]}"
# What was found holds for these sources and tests alone, as they are before the build.
digest=$(files "kind('source file', deps(set(${tests[*]})))" | grep -E '\.(cc|h)$' | xargs sha256sum | sha256sum | cut -c1-16)
found=$state/found.$digest
((fresh == 0)) || rm -f "$found"
touch "$found"
sha256sum "${sources[@]}" >"$state/digests"
files "kind('source file', labels(srcs, set(${tests[*]})))" | xargs sha256sum >"$state/test_digests"

echo "mutate: building ${#tests[@]} tests of ${#sources[@]} sources" >&2
# Each mutant runs them: what they cost counts more than what building them costs.
bazel build --symlink_prefix=/ --copt=-O2 "${tests[@]}" --color=no --curses=no >"$state/log" 2>&1 ||
  { grep -E "error|ERROR" "$state/log" | head -20 >&2; fail "the build failed"; }
root=$(bazel info execution_root 2>/dev/null)
bin=bazel-out/k8-fastbuild/bin
cd "$root"
for test in "${tests[@]}"; do
  path=${test#//}
  echo "$path $bin/${path/://}-2.params"
done >"$state/tests"

options+=("--digests=$state/digests" "--test_digests=$state/test_digests")
[[ ! -f $project/$folder/deviations.lifecycle.textproto ]] || options+=("--deviations=$project/$folder/deviations.lifecycle.textproto")
((record == 0)) || options+=("--record=$project/$folder/mutation.measured.textproto")
exec "$program" "--root=$root" "--state=$found" \
  "--tests=$state/tests" "${options[@]}" "${sources[@]}"
