#!/bin/bash
# The entry of the project: when it fetches packages, and when it does not.
set -u
work=$TEST_TMPDIR
status=0

# Programs that do nothing, so that none is missing.
mkdir -p "$work/bin" "$work/home"
for program in bazel qemu-system-arm chromium npm git; do
  printf '#!/bin/sh\nexit 0\n' >"$work/bin/$program"
  chmod +x "$work/bin/$program"
done

clone() { # clone NAME LOCK: with a fetcher that notes that it was called
  mkdir -p "$work/$1/third_party"
  cp bazelw "$work/$1/"
  echo "$2" >"$work/$1/third_party/lock.bzl"
  printf '#!/bin/sh\necho %s >>"%s/fetched"\nmkdir -p "${1#--folder=}"\n' "$1" "$work" >"$work/$1/third_party/fetch.sh"
  chmod +x "$work/$1/third_party/fetch.sh"
}
run() { # run NAME
  env -u XDG_CACHE_HOME -u VIGIL_PACKAGES "PATH=$work/bin:$PATH" "HOME=$work/home" "$work/$1/bazelw" build 2>"$work/err" ||
    { echo "$1: failed"; cat "$work/err"; status=1; }
}
expect() { # expect WHAT FETCHED
  local fetched
  fetched=$(tr '\n' ' ' <"$work/fetched")
  [ "$fetched" = "$2 " ] || { echo "$1: fetched \"$fetched\" instead of \"$2 \""; status=1; }
}

clone old 'PACKAGES = ["1"]'
clone new 'PACKAGES = ["2"]'
run old
run new
expect "each lock for the first time" "old new"
run old
run new
expect "two clones share the folder" "old new"
echo 'PACKAGES = ["3"]' >"$work/new/third_party/lock.bzl"
run new
expect "another lock" "old new new"
exit $status
