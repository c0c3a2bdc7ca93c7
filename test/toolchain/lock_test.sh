#!/bin/bash
# The fetcher and the lock file: what a user sees when something is wrong.
set -u
fetch=$PWD/third_party/fetch.sh
lock=$PWD/third_party/lock.bzl
work=$TEST_TMPDIR
status=0

expect() { # expect WHAT TEXT OUTPUT
  case $3 in
    *"$2"*) ;;
    *) echo "$1: no \"$2\" in: $3"; status=1 ;;
  esac
}

# Every entry is whole: eight fields, a sha256, and a file name that is used once.
fields=$(grep -cE '^        "(name|version|file|sha256|origin|repository|licence|purpose)": "[^"]+",$' "$lock")
entries=$(grep -c '^    {$' "$lock")
[ "$fields" -eq $((entries * 8)) ] || { echo "lock.bzl: $entries entries but $fields fields"; status=1; }
[ "$(grep -cE '"sha256": "[0-9a-f]{64}"' "$lock")" -eq "$entries" ] || { echo "lock.bzl: a sha256 is malformed"; status=1; }
[ -z "$(grep '"file":' "$lock" | sort | uniq -d)" ] || { echo "lock.bzl: a file is named twice"; status=1; }

# A copy of the project with a lock of one package, and clients that tell a story.
mkdir -p "$work/project/third_party" "$work/bin" "$work/folder"
cp "$fetch" "$work/project/third_party/"
make_lock() { # make_lock SHA256
  cat >"$work/project/third_party/lock.bzl" <<LOCK
PACKAGES = [
    {
        "name": "left-of-heart",
        "version": "1.2.3",
        "file": "left-of-heart-1.2.3.tgz",
        "sha256": "$1",
        "origin": "npm left-of-heart",
        "repository": "npm_left_of_heart",
        "licence": "MIT",
        "purpose": "A test",
    },
]
LOCK
}
run() { PATH=$work/bin:$PATH HOME=$work bash "$work/project/third_party/fetch.sh" "--folder=$work/folder" "$@" 2>&1; }
client() { printf '#!/bin/sh\n%s\n' "$1" >"$work/bin/npm"; chmod +x "$work/bin/npm"; }
right=$(printf 'content\n' | sha256sum | cut -d' ' -f1)

make_lock "$right"
client 'echo "no route to the registry" >&2; exit 1'
output=$(run) && { echo "no network: passed"; status=1; }
expect "no network" "left-of-heart 1.2.3: could not be fetched" "$output"
expect "no network" "no route to the registry" "$output"
expect "no network" "$work/folder" "$output"

client 'printf "other\n" >left-of-heart-1.2.3.tgz'
output=$(run) && { echo "wrong hash: passed"; status=1; }
expect "wrong hash" "left-of-heart 1.2.3: wrong sha256" "$output"
expect "wrong hash" "expected $right" "$output"
expect "wrong hash" "came     $(printf 'other\n' | sha256sum | cut -d' ' -f1)" "$output"
[ -e "$work/folder/left-of-heart-1.2.3.tgz" ] && { echo "wrong hash: the file was kept"; status=1; }

client 'printf "content\n" >left-of-heart-1.2.3.tgz'
output=$(run) || { echo "right hash: $output"; status=1; }
client 'echo "asked the network"; exit 1'
output=$(run) || { echo "filled folder: $output"; status=1; }

# A moved version: one edit, one command.
sed -i 's/"version": "1.2.3"/"version": "2.0.0"/' "$work/project/third_party/lock.bzl"
client 'printf "newer\n" >left-of-heart-2.0.0.tgz'
output=$(run --lock left-of-heart) || { echo "lock: $output"; status=1; }
expect "lock" "\"file\": \"left-of-heart-2.0.0.tgz\"" "$(cat "$work/project/third_party/lock.bzl")"
expect "lock" "\"sha256\": \"$(printf 'newer\n' | sha256sum | cut -d' ' -f1)\"" "$(cat "$work/project/third_party/lock.bzl")"

output=$(run --lock nobody) && { echo "unknown package: passed"; status=1; }
expect "unknown package" "nobody: no such package" "$output"
exit $status
