#!/usr/bin/env bash
# Fills a folder with the packages that third_party/lock.bzl names, through the
# clients of this machine (apt, npm), and checks the sha256 of each. Installs
# nothing and needs no root rights.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
lock=$here/lock.bzl
cache=${XDG_CACHE_HOME:-${HOME:?HOME is not set; set it, or XDG_CACHE_HOME}/.cache}/vigil
folder=${VIGIL_PACKAGES:-$cache/packages}
relock=()

usage() {
  cat <<TEXT
usage: third_party/fetch.sh [--folder=DIR] [--lock NAME...]

  --folder=DIR    the folder to fill (default: \$VIGIL_PACKAGES, else
                  $cache/packages)
  --lock NAME...  fetch NAME in the version that lock.bzl gives and write the
                  file name and sha256 found into lock.bzl

A machine without network builds from a copy of that folder:
  VIGIL_PACKAGES=DIR ./bazelw build //...
TEXT
}

fail() { printf 'fetch: %s\n' "$*" >&2; exit 1; }

while (($#)); do
  case $1 in
    --help|-h) usage; exit 0 ;;
    --folder=*) folder=${1#*=} ;;
    --lock) shift; relock=("$@"); ((${#relock[@]})) || fail "--lock needs the name of a package"; break ;;
    *) usage >&2; fail "unknown argument: $1" ;;
  esac
  shift
done
mkdir -p "$folder" || fail "cannot create the folder $folder"
folder=$(cd "$folder" && pwd)
# Not in the folder, which may be a read-only medium that is already complete.
work=$(mktemp -d "${TMPDIR:-/tmp}/vigil-fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT

# One line a package: name, version, file, sha256, origin; separated by tabs.
entries() {
  awk -F'"' '
    /^        "/ { value[$2] = $4 == "" ? "-" : $4 } # read takes no empty field
    /^    },/ { print value["name"] "\t" value["version"] "\t" value["file"] "\t" value["sha256"] "\t" value["origin"]
                delete value }' "$lock"
}

sha256_of() { sha256sum "$1" | cut -d' ' -f1; }

# An apt of its own, so that no root rights are needed and nothing of the
# machine changes: the mirror and the keys are the machine's, the suites ours.
apt_options=()
prepare_apt() {
  ((${#apt_options[@]} == 0)) || return 0
  local mirror
  mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
    awk '
      $1 == "deb" { sub(/\[[^]]*\] */, ""); if ($3 == "bookworm") { print $2; exit } }
      /^URIs:/ { uri = $2 }
      /^Suites:/ { for (i = 2; i <= NF; i++) if ($i == "bookworm") { print uri; exit } }' || true)
  [[ -n $mirror ]] || fail "no Debian 12 (bookworm) archive in /etc/apt; add one, or use a folder that was filled elsewhere (VIGIL_PACKAGES)"
  local root=$work/apt suite
  mkdir -p "$root/parts" "$root/lists/partial" "$root/archives/partial"
  for suite in "deb bookworm" "deb-src bookworm" "deb-src trixie"; do
    printf 'Types: %s\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n\n' \
      "${suite% *}" "$mirror" "${suite#* }" >>"$root/parts/vigil.sources"
  done
  apt_options=(-qq -oDir::Etc::SourceList=/dev/null "-oDir::Etc::SourceParts=$root/parts"
    "-oDir::State::Lists=$root/lists" "-oDir::Cache=$root" -oAcquire::Retries=3
    -oAcquire::Languages=none "-oAPT::Sandbox::User=$(id -un)")
  echo "fetch: reading Debian's package lists" >&2
  apt-get "${apt_options[@]}" update >&2 || fail "cannot read Debian's package lists: no network? Use a folder that was filled elsewhere (VIGIL_PACKAGES)"
}

# Fetches what is missing with one call of each client, which saves minutes; what
# does not come this way is tried again by itself, and its error is told.
fetch_together() {
  local name version file sha256 origin kind suite package debian=() npm=()
  mkdir "$work/together"
  while IFS=$'\t' read -r name version file sha256 origin; do
    [[ -f $folder/$file ]] && continue
    read -r kind suite package <<<"$origin"
    case $kind in
      debian) debian+=("$package=$version") ;;
      npm) npm+=("$suite@$version") ;;
    esac
  done < <(entries)
  if ((${#debian[@]} > 1)); then
    prepare_apt
    echo "fetch: ${#debian[@]} packages from Debian" >&2
    (cd "$work/together" && apt-get "${apt_options[@]}" download "${debian[@]}") >"$work/log" 2>&1 </dev/null || true
  fi
  if ((${#npm[@]} > 1)); then
    echo "fetch: ${#npm[@]} packages from npm" >&2
    (cd "$work/together" && npm pack --silent --ignore-scripts "${npm[@]}") >"$work/log" 2>&1 </dev/null || true
  fi
  for file in "$work/together/"*%3a*; do
    if [[ -e $file ]]; then mv "$file" "${file//%3a/.}"; fi
  done
}

# fetch_one NAME VERSION FILE ORIGIN: leaves what came in $work/in.
fetch_one() {
  local version=$2 log=$work/log kind suite package
  read -r kind suite package <<<"$4"
  rm -rf "$work/in"; mkdir "$work/in"
  if [[ -f $work/together/$3 ]]; then
    mv "$work/together/$3" "$work/in/"
    return
  fi
  case $kind in
    debian)
      prepare_apt
      (cd "$work/in" && apt-get "${apt_options[@]}" download "$package=$version") >"$log" 2>&1 || return 1 ;;
    debian-source)
      prepare_apt
      (cd "$work/in" && apt-get "${apt_options[@]}" source --download-only --tar-only --only-source "$package/$suite") >"$log" 2>&1
      compgen -G "$work/in/${package}_$version.orig.tar.*" >/dev/null || return 1 ;;
    npm)
      (cd "$work/in" && npm pack --silent --ignore-scripts "$suite@$version") >"$log" 2>&1 || return 1 ;;
    *) fail "$1: unknown origin \"$3\" in $lock" ;;
  esac
}

# write_lock NAME FILE SHA256
write_lock() {
  awk -v name="$1" -v file="$2" -v sha="$3" '
    /^        "name": / { hit = ($0 == "        \"name\": \"" name "\",") }
    hit && /^        "file": / { $0 = "        \"file\": \"" file "\"," }
    hit && /^        "sha256": / { $0 = "        \"sha256\": \"" sha "\"," }
    { print }' "$lock" >"$work/lock.bzl"
  cat "$work/lock.bzl" >"$lock"
}

for name in ${relock+"${relock[@]}"}; do
  entries | cut -f1 | grep -qxF -- "$name" || fail "$name: no such package in $lock"
done

((${#relock[@]})) || fetch_together

total=$(entries | wc -l)
number=0
missing=0
while IFS=$'\t' read -r name version file sha256 origin; do
  number=$((number + 1))
  wanted=no
  for candidate in ${relock+"${relock[@]}"}; do [[ $candidate == "$name" ]] && wanted=yes; done
  if ((${#relock[@]})) && [[ $wanted == no ]]; then continue; fi
  if [[ $wanted == no && -f $folder/$file ]]; then
    [[ $(sha256_of "$folder/$file") == "$sha256" ]] && continue
    echo "fetch: $name: $folder/$file does not have the locked sha256; fetching it again" >&2
  fi
  printf 'fetch: %d/%d %s %s\n' "$number" "$total" "$name" "$version" >&2
  if ! fetch_one "$name" "$version" "$file" "$origin" </dev/null; then
    printf 'fetch: %s %s: could not be fetched from "%s"\n' "$name" "$version" "$origin" >&2
    sed 's/^/    /' "$work/log" >&2
    missing=$((missing + 1))
    continue
  fi
  arrived=("$work"/in/*)
  came=$(sha256_of "${arrived[0]}")
  if [[ $wanted == yes ]]; then
    file=$(basename "${arrived[0]}" | sed 's/%3a/./')
    write_lock "$name" "$file" "$came"
    echo "fetch: $name $version: locked at sha256 $came" >&2
  elif [[ $came != "$sha256" ]]; then
    printf 'fetch: %s %s: wrong sha256\n    expected %s (third_party/lock.bzl)\n    came     %s (%s)\n' \
      "$name" "$version" "$sha256" "$came" "$origin" >&2
    missing=$((missing + 1))
    continue
  fi
  mv "${arrived[0]}" "$folder/$file"
done < <(entries)

((missing == 0)) || fail "$missing of $total packages are missing; put them into $folder under the names in third_party/lock.bzl, or try again"
