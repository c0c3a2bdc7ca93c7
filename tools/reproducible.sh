#!/usr/bin/env bash
# Builds every artifact that ships twice, from two clones in different folders
# with nothing shared but the locked packages, and compares the sha256 digests.
#
#   ./bazelw run //:reproducible
#
# Takes as long as two cold builds. Exit: 0 all are alike; 1 one differs, or a
# build failed. What is not committed is not built.
set -euo pipefail

# The label, and what of its outputs ships.
artifacts=(
  "//firmware/health_monitor:health_monitor|bazel-bin/firmware/health_monitor/health_monitor.elf"
  "//cloud/service:vigil_cloud|bazel-bin/cloud/service/vigil_cloud"
  "//portal:bundle|bazel-bin/portal/bundle"
  "//portal/plugin_host:worker|bazel-bin/portal/plugin_host/worker"
  "//portal/plugin_host:kernel|bazel-bin/portal/plugin_host/kernel.wasm"
  "//portal/plugin_host:plugins|bazel-bin/portal/plugin_host/plugins"
)

project=${BUILD_WORKSPACE_DIRECTORY:?start it with ./bazelw run //:reproducible}
[[ -z $(git -C "$project" status --porcelain) ]] ||
  echo "reproducible: there are uncommitted changes; what is compared is the last commit" >&2
work=$(mktemp -d "${TMPDIR:-/tmp}/vigil-reproducible.XXXXXX")
builds=("$work/a" "$work/another/folder/with-a-longer-name")

finish() {
  for build in "${builds[@]}"; do
    [[ -x $build/bazelw ]] && (cd "$build" && ./bazelw "--output_base=$build.base" shutdown) >/dev/null 2>&1
  done
  chmod -R u+w "$work" && rm -rf "$work"
}
trap finish EXIT
child=
# A shell that waits for a child hears of a signal only when the child has ended.
trap '[[ -n $child ]] && kill "$child" 2>/dev/null; wait; exit 130' INT TERM

in_background() {
  "$@" &
  child=$!
  wait "$child"
}

# build FOLDER LABEL...: what it says is in the log.
build() {
  cd "$1"
  exec ./bazelw "--output_base=$1.base" build -c opt --disk_cache= --color=no --curses=no "${@:2}" >"$work/log" 2>&1
}

# digest PATH: of a file, or of the names and contents of a folder.
digest() {
  if [[ -d $1 ]]; then
    (cd "$1" && find . -follow -type f | LC_ALL=C sort | while read -r file; do sha256sum "$file"; done | sha256sum)
  else
    sha256sum "$1"
  fi | cut -d' ' -f1
}

labels=("${artifacts[@]%%|*}")
for number in 0 1; do
  build=${builds[number]}
  echo "reproducible: build $((number + 1)) of 2, in $build" >&2
  mkdir -p "$(dirname "$build")"
  git clone --quiet --no-hardlinks "$project" "$build"
  in_background build "$build" "${labels[@]}" ||
    { tail -n 40 "$work/log" >&2; echo "reproducible: build $((number + 1)) failed" >&2; exit 1; }
done

status=0
for artifact in "${artifacts[@]}"; do
  first=$(digest "${builds[0]}/${artifact#*|}")
  second=$(digest "${builds[1]}/${artifact#*|}")
  if [[ $first == "$second" ]]; then
    echo "same     $first  ${artifact%%|*}"
  else
    printf 'DIFFERS  %s  %s\n         %s\n' "$first" "${artifact%%|*}" "$second"
    status=1
  fi
done
exit $status
