#!/usr/bin/env bash
# Changes one plugin in a clone, builds the audit package again, and counts: the
# evidence that ran again has to be that of tests that rest on the plugin.
#
#   ./bazelw run //test/lifecycle:rerun [-- --plugin=FOLDER]
#
# FOLDER: plugins/algorithm/heart_rate by default; its source has the folder's name.
# Takes some minutes. Exit: 0 nothing else ran again; 1 something did, or the plugin's
# own evidence did not; 2 called wrongly. What is not committed is not looked at.
set -euo pipefail

plugin=plugins/algorithm/heart_rate
for argument in "$@"; do
  case $argument in
    --plugin=*) plugin=${argument#--plugin=} ;;
    --help) sed -n '2,/^set/{/^set/!s/^# \{0,1\}//p}' "$0"; exit 0 ;;
    *) echo "rerun: unknown argument $argument; see --help" >&2; exit 2 ;;
  esac
done
source=$plugin/$(basename "$plugin").cc

project=${BUILD_WORKSPACE_DIRECTORY:?start it with ./bazelw run //test/lifecycle:rerun}
[[ -f $project/$source ]] || { echo "rerun: there is no $source; name the folder of a plugin" >&2; exit 2; }
work=$(mktemp -d "${TMPDIR:-/tmp}/vigil-rerun.XXXXXX")

bazel_in_clone() { (cd "$work/clone" && exec ./bazelw "--output_base=$work/base" "$@"); }

finish() {
  [[ -x $work/clone/bazelw ]] && bazel_in_clone shutdown >/dev/null 2>&1
  chmod -R u+w "$work" && rm -rf "$work"
}
trap finish EXIT
child=
# A shell that waits for a child hears of a signal only when the child has ended.
trap '[[ -n $child ]] && kill "$child" 2>/dev/null; wait; exit 130' INT TERM

build() {
  build_in_background || { tail -n 40 "$work/log" >&2; echo "rerun: the build failed" >&2; exit 1; }
}
build_in_background() {
  bazel_in_clone build --color=no --curses=no "--execution_log_json_file=$work/executed.json" \
    //:audit >"$work/log" 2>&1 &
  child=$!
  wait "$child"
}

# What the last build ran: evidence of which tests, and how many actions in all.
evidence_of_build() {
  sed -n 's/^ *"progressMessage": "Running \(.*\) for evidence",\{0,1\}$/\1/p' "$work/executed.json" |
    sed 's/ .*//' | LC_ALL=C sort -u
}
actions_of_build() { grep -c '^ *"progressMessage"' "$work/executed.json" || true; }

git clone --quiet --no-hardlinks "$project" "$work/clone"
echo "rerun: building the audit package" >&2
build
all=$(evidence_of_build | wc -l)
echo "first build: $(actions_of_build) actions, evidence of $all tests"

echo "rerun: building it again with nothing changed" >&2
build
again=$(actions_of_build)
echo "nothing changed: $again actions"

# No two runs alike, so that no cache knows it.
printf '\nnamespace {\n[[gnu::used]] constexpr int kChangedForRerun = %d;\n}  // namespace\n' \
  "$((RANDOM * 32768 + RANDOM))" >>"$work/clone/$source"
echo "rerun: building it again with $source changed" >&2
build
evidence_of_build >"$work/ran"
# Going on where a package that nothing of ours uses is not there: what it finds is
# compared below, and finding too little fails.
{ bazel_in_clone query --keep_going --color=no \
  "kind(test_evidence, rdeps(//..., //$plugin:$(basename "$source")))" 2>/dev/null || true; } |
  sed 's/\.evidence$//' | LC_ALL=C sort -u >"$work/rest_on_it"

echo "$source changed: $(actions_of_build) actions, evidence of $(wc -l <"$work/ran") of $all tests"
sed 's/^/  /' "$work/ran"
status=0
if [[ $again != 0 ]]; then
  echo "rerun: with nothing changed, $again actions ran" >&2
  status=1
fi
if ! grep -q "^//$plugin:" "$work/ran"; then
  echo "rerun: no evidence of //$plugin ran again" >&2
  status=1
fi
if others=$(LC_ALL=C comm -23 "$work/ran" "$work/rest_on_it") && [[ -n $others ]]; then
  printf 'rerun: these ran again and do not rest on %s:\n%s\n' "$source" "$others" >&2
  status=1
fi
exit $status
