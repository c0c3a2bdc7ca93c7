#!/usr/bin/env bash
# Makes a plugin of each kind and class in a fresh clone of the last commit, builds and
# tests them as their author would, links all of them into one table, and shows how much
# `vigil check` still asks of each.
#
#   ./bazelw run //tools/new_plugin:try_all
#
# Exit: 0 each builds and passes; 1 one does not. What is not committed is not tried.
set -euo pipefail

project=${BUILD_WORKSPACE_DIRECTORY:?start it with ./bazelw run //tools/new_plugin:try_all}
work=$(mktemp -d "${TMPDIR:-/tmp}/vigil-new-plugin.XXXXXX")
finish() {
  (cd "$work/clone" && ./bazelw "--output_base=$work/base" shutdown) >/dev/null 2>&1 || true
  chmod -R u+w "$work" && rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM

git clone --quiet --no-hardlinks "$project" "$work/clone"
cd "$work/clone"
bazel() {
  local command=$1
  shift
  ./bazelw "--output_base=$work/base" "$command" --color=no --curses=no --noshow_progress --ui_event_filters=-info "$@"
}

names=() labels=()
for kind in acquisition algorithm alerting; do
  for class in A B C; do
    name=try_${kind}_${class,,}
    bazel run //:new_plugin -- --kind="$kind" --class="$class" --name="$name" >"$work/said" 2>&1 ||
      { cat "$work/said" >&2; echo "try_all: $name can't be made" >&2; exit 1; }
    names+=("$name")
    labels+=("//plugins/$kind/$name")
  done
done

# Two plugins of one template share a table: nothing of one may clash with the other.
{
  echo 'load("//tools/build_rules:vigil.bzl", "vigil_plugin_table")'
  echo 'vigil_plugin_table(name = "try_all", target = "cloud", safety_class = "A", plugins = ['
  printf '    "%s",\n' "${labels[@]}"
  echo '])'
} >>plugins/alerting/try_alerting_c/BUILD.bazel

status=0
bazel build "${labels[@]}" //plugins/alerting/try_alerting_c:try_all || status=1
bazel test --test_summary=short "${labels[@]/%//...}" || status=1
bazel run //:vigil -- check >"$work/check" 2>&1 || true
for name in "${names[@]}"; do
  echo "$name: $(grep -c "^plugins/[a-z]*/$name/" "$work/check") findings"
done
exit $status
