#!/usr/bin/env bash
# Editing in the real program on a real X server (started by ctest through xvfb-run): pointer and keys only; what is
# checked is what the program writes. editing.sh LECTERN SAMPLES OUT
set -u
lectern=$1 samples=$2 out=$3
rm -rf "$out" && mkdir -p "$out/config/lectern" "$out/exported" "$out/run" && chmod 700 "$out/run"
export QT_QPA_PLATFORM=xcb XDG_CONFIG_HOME=$out/config XDG_RUNTIME_DIR=$out/run HOME=$out QT_QUICK_BACKEND=software LANG=C.UTF-8
export ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0
printf '[General]\nexportFolder=%s\nexportFormats=json, markdown\nwindowSize=@Size(1280 800)\nreducedMotion=true\nappearance=1\n' \
  "$out/exported" > "$out/config/lectern/lectern.conf"
json="$out/exported/harbour-library.json"

fail() { echo "FAILED: $*"; import -window root "$out/failed.png"; cat "$out/stderr.txt"; kill "$program" 2>/dev/null; exit 1; }
shot() { import -window root "$out/$1.png"; }
keys() { xdotool key --clearmodifiers "$@"; sleep 0.25; }
ended() { ! kill -0 $program; }
wait_for() {
  local end=$((SECONDS + $1)); shift
  until "$@" > /dev/null 2>&1; do [ $SECONDS -lt $end ] || return 1; sleep 0.1; done
}
# A dialog darkens all that is behind it, the empty part of the left pane, too.
ground() { import -window root -crop 1x1+120+600 -depth 8 txt:- | grep -o '#[0-9A-F]\{6\}' | head -1; }
dialog() { [ "$(ground)" != "$light" ]; }
no_dialog() { ! dialog; }
# export_json: Ctrl+E writes the document as it is now
export_json() {
  rm -rf "$out/exported"; mkdir -p "$out/exported"
  keys ctrl+e
  wait_for 5 dialog || return 1
  sleep 0.2; keys Return
  wait_for 5 test -s "$json" || keys Return
  wait_for 20 test -s "$json" || return 1
  sleep 0.3; keys Escape
  wait_for 20 no_dialog
}
# regions: how many there are in what was exported; value N KEY: of the Nth region in reading order, from 1
regions() { grep -c '"category":' "$json"; }
value() { grep "\"$2\":" "$json" | sed -n "$1p"; }
# same NAME: what is exported now equals what was kept as NAME, the time it took to read apart
keep() { grep -v '"seconds"' "$json" > "$out/$1.json"; }
same() { grep -v '"seconds"' "$json" | cmp -s - "$out/$1.json"; }

"$lectern" "$samples/harbour-library.pdf" 2> "$out/stderr.txt" &
program=$!
wait_for 20 xdotool search --onlyvisible --pid $program || fail "no window"
window=$(xdotool search --onlyvisible --pid $program | tail -1)
xdotool windowfocus --sync "$window"
sleep 1.5
page_read() { export_json && grep -q '"state": *"read"' "$json" && ! grep -q '"state": *"reading"' "$json"; }
keys ctrl+r
sleep 4
light=$(ground)
wait_for 60 page_read || fail "the page is not read"
before=$(regions)
keep start
[ "$before" -gt 10 ] || fail "only $before regions"

echo "-- delete by key, undo by key"
xdotool mousemove 560 228 click 1
sleep 0.4
shot 1-selected
keys Delete
export_json || fail "nothing was exported"
[ "$(regions)" -eq $((before - 1)) ] || fail "nothing was deleted"
keys ctrl+z
export_json || fail "nothing was exported"
same start || fail "undo does not bring the deleted region back as it was"

echo "-- keyboard only: walk, move, category, order, lock, undo all"
xdotool mousemove 300 700 click 1
keys Tab; keys Tab; keys Tab
keys Right; keys Right; keys shift+Down
keys 8
keys ctrl+Up
export_json || fail "nothing was exported"
value 2 category | grep -q Caption || fail "no caption in second place: $(value 2 category)"
keys ctrl+z; keys ctrl+z; keys ctrl+z
export_json || fail "nothing was exported"
same start || fail "three steps undone are not the start"

echo "-- edit the text in place, read it again, keep"
xdotool mousemove 560 228 click 1
sleep 0.3
keys F2
xdotool key ctrl+End; xdotool type " and zebras"
shot 2-typing
keys ctrl+Return
export_json || fail "nothing was exported"
grep -q "zebras" "$json" || fail "what was typed is not there"
keys shift+r; sleep 0.5
shot 3-again
for i in 1 2 3 4 5 6; do keys Tab; done
keys Return
read_again() { export_json && ! grep -q "zebras" "$json"; }
wait_for 20 read_again || fail "the region was not read again"
shot 4-difference
keys ctrl+z; keys ctrl+z
export_json || fail "nothing was exported"
same start || fail "undoing the reading and the typing is not the start"

echo "-- draw a region where there was one; escape leaves everything"
xdotool mousemove 560 228 click 1
keys Delete
keys r
xdotool mousemove 365 212 mousedown 1; for x in 450 550 650 744; do xdotool mousemove $x 246; sleep 0.05; done; xdotool mouseup 1
drawn() { export_json && grep -q '"origin": *"user"' "$json" && grep -q "Most people come" "$json"; }
wait_for 20 drawn || fail "what was drawn is not read"
shot 5-drawn
[ "$(regions)" -eq "$before" ] || fail "drawing makes no region: $(regions)"
grep -q '"origin": *"user"' "$json" || fail "the region is not the user's"
keys ctrl+z; keys ctrl+z
export_json || fail "nothing was exported"
same start || fail "undoing the drawing is not the start"

echo "-- copy, paste, cut"
keys v
xdotool mousemove 560 228 click 1
keys ctrl+c; keys ctrl+v
export_json || fail "nothing was exported"
[ "$(regions)" -eq $((before + 1)) ] || fail "nothing was pasted"
keys ctrl+z
export_json || fail "nothing was exported"
same start || fail "undoing the paste is not the start"
keys ctrl+q
wait_for 20 ended || fail "the program does not end"
wait $program || fail "the program ended with $?"
! grep -E "qrc:|QML|qt\.|ERROR" "$out/stderr.txt" || fail "warnings on standard error"
echo "passed"
