#!/usr/bin/env bash
# API pages of the public headers: packaging/doxygen/build.sh FOLDER makes FOLDER/html/index.html and FOLDER/warnings.
set -euo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)
[ $# -eq 1 ] || { sed -n '2s/^# *//p' "$0"; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$source"
sed -e "s|@OUT@|$out|" -e "s|@SOURCE@|$source|g" -e "s|@HEADERS@|$(packaging/doxygen/public_headers.sh | tr '\n' ' ')|" \
  packaging/doxygen/Doxyfile.in > "$out/Doxyfile"
doxygen "$out/Doxyfile"
