#!/usr/bin/env bash
# The examples do what their first lines say, and stay short.
set -euo pipefail
source=$1 programs=$2
fail() { echo "FAILED: $*" >&2; exit 1; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
model=$source/resources/models/reader-tiny
pdftoppm -r 200 -singlefile "$source/resources/samples/harbour-library.pdf" "$out/page"
"$programs/read_picture" "$model" "$out/page.ppm" 200 >"$out/page.md"
grep -qi 'harbour' "$out/page.md" || fail "the page was not read: $(head -3 "$out/page.md")"
"$programs/ask_picture" "$model" "" | grep -q 'tokens, ended by' || fail "no answer"
status=0
"$programs/read_picture" "$model" "$source/README.md" 2>"$out/words" || status=$?
[ $status -eq 3 ] && grep -q 'binary PPM' "$out/words" || fail "a file that is no picture: $status, $(cat "$out/words")"
for file in "$source"/tests/examples/*.cpp; do
  [ "$(wc -l <"$file")" -le 60 ] || fail "$file has more than 60 lines"
done
