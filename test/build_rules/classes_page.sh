#!/usr/bin/env bash
# Compares the tables of docs/classes.md with the table of the classes, or writes them:
# classes_page.sh PAGE TABLE [--update]
set -euo pipefail

page=$1 table=$2
if [[ ${3:-} == --update ]]; then
  table=$PWD/$table page=${BUILD_WORKSPACE_DIRECTORY:?run it with ./bazelw run}/$page
  awk -v table="$table" '/<!-- end -->/ { while ((getline line < table) > 0) print line; inside = 0 }
    !inside { print } /<!-- Written from the table/ { inside = 1 }' "$page" >"$page.new"
  mv "$page.new" "$page"
  exit
fi
sed '1,/<!-- Written from the table/d; /<!-- end -->/,$d' "$page" | diff - "$table" ||
  { echo "docs/classes.md says something else than the table: ./bazelw run //test/build_rules:classes_page.update"; exit 1; }
