#!/usr/bin/env bash
# Doxygen has nothing to say against the public headers of core and gpu: everything in them is documented.
set -euo pipefail
source=$1
if ! command -v doxygen > /dev/null; then
  echo "Skipped: doxygen is not installed (apt-get install doxygen)."
  exit 77
fi
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"$source/packaging/doxygen/build.sh" "$out"
[ -s "$out/html/index.html" ] || { echo "FAILED: no pages were made"; exit 1; }
[ "$(find "$out/html" -name 'structlectern_1_1*.html' -o -name 'classlectern_1_1*.html' | wc -l)" -gt 60 ] || { echo "FAILED: pages are missing"; exit 1; }
if grep -q 'warning: ' "$out/warnings"; then
  sed -n "s|$source/||; /warning: /p" "$out/warnings"
  echo "FAILED: say in a comment above it, or behind it on its line, what each of these is: meaning, shape, unit, errors."
  exit 1
fi
