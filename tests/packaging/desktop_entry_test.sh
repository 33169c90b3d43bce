#!/usr/bin/env bash
# The desktop entry and the metainfo through their validators; icons of every size are what they say.
set -euo pipefail
entry=$1 made=$2
fail() { echo "FAILED: $*" >&2; exit 1; }

words=$(desktop-file-validate "$entry" 2>&1) || fail "$words"
[ -z "$words" ] || fail "$words"
appstreamcli validate --no-net --no-color "$made/org.lectern.Lectern.metainfo.xml" || fail "metainfo"
for size in 16 22 24 32 48 64 128 256 512; do
  file=$made/icons/${size}x$size/org.lectern.Lectern.png
  [ "$(identify -format '%wx%h' "$file")" = "${size}x$size" ] || fail "$file is not $size pixels wide and high"
  [ "$(identify -format '%k' "$file")" -gt 8 ] || fail "$file is empty"
done
# every MIME type of the entry is promised by the metainfo, and the other way round
types=$(sed -n 's/^MimeType=//p' "$entry" | tr ';' '\n' | sed '/^$/d' | sort)
promised=$(sed -n 's/.*<mediatype>\(.*\)<.*/\1/p' "$made/org.lectern.Lectern.metainfo.xml" | sort)
[ "$types" = "$promised" ] || fail "MIME types differ: $types / $promised"
