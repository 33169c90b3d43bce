#!/usr/bin/env bash
# Text, finding, checking, copying, reading again and saving in the real program on a real X server (started by ctest through
# xvfb-run): pointer and keys only; what is checked is what the program writes and what comes out of the clipboard.
#   text.sh LECTERN DRAG_SOURCE MAKE_MODELS SAMPLES OUT        run in the repository
set -u
lectern=$1 drag_source=$2 make_models=$3 samples=$4 out=$5
. "$(dirname "$0")/window.sh"
name=harbour-library
json=$out/exported/$name.json
# what the document says now; the time it took to read apart
keep() { export_now $name && grep -v '"seconds"' "$json" > "$out/$1.json"; }
same() { export_now $name && grep -v '"seconds"' "$json" | cmp -s - "$out/$1.json"; }
# of REGION KEY: a value of the region that stands at that place in the reading order, from 1
of() { python3 -c 'import json,sys; print(sorted(json.load(open(sys.argv[1]))["pages"][0]["regions"], key=lambda r: r["order"])[int(sys.argv[2]) - 1][sys.argv[3]])' "$json" "$1" "$2"; }
clipboard() { "$drag_source" paste; }
clipboard_has() { clipboard | grep -q "$1"; }
shows() { [ "$(import -window root -crop "$2" -depth 8 txt:- | grep -c "$1")" -gt "${3:-0}" ]; }
read_once() { keep start && grep -q '"state": *"read"' "$json" && ! grep -q '"state": *"reading"' "$json"; }
open_and_read() {
  start "$@"
  light=$(ground)
  keys ctrl+r
  sleep 1
  wait_for 60 read_once || fail "the page is not read"
}

cp "$samples/$name.pdf" "$out/$name.pdf"
"$make_models" "$out/models" "$out/damaged" > /dev/null || fail "no models were made"
mkdir -p "$out/data/lectern/models" && cp -r "$out/models/"*[Qq]wen* "$out/data/lectern/models/" || fail "no second model: $(ls "$out/models")"
settings_are

scenario "keys alone, no pointer at all: walk to the third region, move it, give it a category, undo both"
open_and_read "$out/$name.pdf"
keys Tab Tab Tab Right 8
export_now $name || fail "nothing was exported"
[ "$(of 3 category)" = Caption ] || fail "the third region is a $(of 3 category)"
keys ctrl+z ctrl+z
same start || fail "undone is not the start"

scenario "a region is dragged and the drag undone"
box=$(of 5 box)
click 556 230
drag 500 230 510 234 530 240 560 244
export_now $name || fail "nothing was exported"
[ "$(of 5 box)" != "$box" ] || fail "the region has not moved"
keys ctrl+z
same start || fail "the drag is not undone"

scenario "the reading order is changed by dragging a number"
keys Escape F6; still
title=$(of 2 content)
drag 357 123 357 140 357 170 357 200
shot order
export_now $name || fail "nothing was exported"
[ "$(of 2 content)" != "$title" ] || fail "the title still comes second"
keys ctrl+z F6
same start || fail "the order is not undone"

scenario "find: the words are sought, gone to, and the region copied"
keys ctrl+f; xdotool type visitors
wait_for 5 shows FFD84D 400x640+879+120 || fail "no hit is marked in the text"
keys Return Escape
keys ctrl+alt+c
wait_for 5 clipboard_has isitors || fail "the clipboard holds: $(clipboard)"

scenario "words selected in the text are copied, not their region"
keys Escape
drag 937 216 960 216 990 216 1010 216
keys ctrl+c
words=$(clipboard)
[ ${#words} -gt 3 ] && [ ${#words} -lt 30 ] || fail "copied: $words"
echo "$(of 3 content)" | tr '\n' ' ' | grep -qF "$words" || fail "these are not words of the third region: $words"

scenario "a table goes to the clipboard as cells"
keys Escape ctrl+shift+t
wait_for 5 clipboard_has "Spring	3,140" || fail "the clipboard holds: $(clipboard | head -3)"

scenario "what to check is listed, gone to by key, and its overlay drawn"
keys ctrl+shift+k; still
shot check
keys F8 F9; still 2
shot overlays
keys F8 F9
keys ctrl+t Down
still 2

scenario "a region is read again by another model, and that undone"
click 556 230
keys shift+r
wait_for 5 dialog || fail "no dialog for reading again"
still 2; shot again
keys Tab Tab Down Down
still 2; shot again-model
keys shift+Tab Return
wait_for 10 no_dialog || fail "the dialog stays"
other() { export_now $name && [ "$(of 5 content)" != "$(python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["pages"][0]["regions"][4]["content"])' "$out/start.json")" ]; }
wait_for 90 other || fail "the region says what it said: $(of 5 content)"
shot difference
keys ctrl+z
same start || fail "reading again is not undone"

scenario "saved, closed, opened again: everything is as it was, edits too"
click 556 230
keys Delete
keep deleted || fail "nothing was exported"
keys ctrl+s
wait_for 10 test -s "$out/$name.lectern" || fail "nothing was saved"
finish
start "$out/$name.lectern"
light=$(ground)
same deleted || fail "the project is not what was saved"
finish

scenario "stop: what is shown stops soon after the key"
qpdf --empty --pages $(for _ in $(seq 10); do echo "$samples"/*.pdf; done) -- "$out/forty pages.pdf"
start "$out/forty pages.pdf"
keys ctrl+shift+r
wait_for 30 shows 1F5FD0 240x6+90+782 20 || fail "reading did not begin"
"$drag_source" gone 90 782 240 6 "#1f5fd0" > "$out/gone.txt" 2> "$out/ready.txt" &
watcher=$!
wait_for 20 grep -q ready "$out/ready.txt" || fail "nobody watches"
before=$(date +%s%N)
xdotool key Escape
wait $watcher || fail "the progress bar stays"
echo "   stopped and shown within $((($(cat "$out/gone.txt") - before) / 1000000)) ms, xdotool included"
finish
echo "$scenarios scenarios passed"
