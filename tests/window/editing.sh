#!/usr/bin/env bash
# Editing in the real program on a real X server (started by ctest through xvfb-run): pointer and keys only; what is
# checked is what the program writes. editing.sh LECTERN SAMPLES OUT
set -u
lectern=$1 samples=$2 out=$3
. "$(dirname "$0")/window.sh"
name=harbour-library
json=$out/exported/$name.json
export_json() { export_now $name; }
# regions: how many there are in what was exported; value N KEY: of the Nth region in reading order, from 1
regions() { grep -c '"category":' "$json"; }
value() { grep "\"$2\":" "$json" | sed -n "$1p"; }
# same NAME: what is exported now equals what was kept as NAME, the time it took to read apart
keep() { grep -v '"seconds"' "$json" > "$out/$1.json"; }
same() { grep -v '"seconds"' "$json" | cmp -s - "$out/$1.json"; }

settings_are
start "$samples/$name.pdf"
light=$(ground)
page_read() { export_json && grep -q '"state": *"read"' "$json" && ! grep -q '"state": *"reading"' "$json"; }
keys ctrl+r
sleep 1
wait_for 60 page_read || fail "the page is not read"
before=$(regions)
keep start
[ "$before" -gt 10 ] || fail "only $before regions"

scenario "delete by key, undo by key"
xdotool mousemove 560 228 click 1
sleep 0.4
shot 1-selected
keys Delete
export_json || fail "nothing was exported"
[ "$(regions)" -eq $((before - 1)) ] || fail "nothing was deleted"
keys ctrl+z
export_json || fail "nothing was exported"
same start || fail "undo does not bring the deleted region back as it was"

scenario "keyboard only: walk, move, category, order, lock, undo all"
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

scenario "edit the text in place, read it again, keep"
xdotool mousemove 560 228 click 1
sleep 0.3
keys F2
xdotool key ctrl+End; xdotool type " and zebras"
shot 2-typing
keys ctrl+Return
export_json || fail "nothing was exported"
grep -q "zebras" "$json" || fail "what was typed is not there"
keys shift+r
wait_for 6 dialog || fail "no dialog for reading again"
still 2; shot 3-again
keys Return
read_again() { export_json && ! grep -q "zebras" "$json"; }
wait_for 20 read_again || fail "the region was not read again"
shot 4-difference
keys ctrl+z; keys ctrl+z
export_json || fail "nothing was exported"
same start || fail "undoing the reading and the typing is not the start"

scenario "draw a region where there was one; escape leaves everything"
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

scenario "copy, paste, cut"
keys v
xdotool mousemove 560 228 click 1
keys ctrl+c; keys ctrl+v
export_json || fail "nothing was exported"
[ "$(regions)" -eq $((before + 1)) ] || fail "nothing was pasted"
keys ctrl+z
export_json || fail "nothing was exported"
same start || fail "undoing the paste is not the start"
finish

scenario "keys alone: what was cut from a region is shown, left, taken back, and that undone"
# A reader that ran into a loop, replayed: nothing in the samples makes ours do so.
python3 - "$out/start.json" > "$out/looped.json" << 'P'
import json, sys
document = json.load(open(sys.argv[1]))
region = document["pages"][0]["regions"][2]
region.update(state="unsure", warnings=["The model began to repeat itself and was stopped here."], cut=" and the doors" * 30)
print(json.dumps(document))
P
grep -q '"cut"' "$out/start.json" && fail "something was cut where nothing repeats"
start --fake-engine "$out/looped.json" "$samples/$name.pdf"
keys ctrl+r
sleep 1
looped() { export_json && ! grep -q '"state": *"reading"' "$json" && grep -q '"cut": *" and the doors and' "$json"; }
wait_for 60 looped || fail "what was cut is not in the JSON"
keep looped
keys Tab Tab Tab shift+c
wait_for 6 dialog || fail "what was cut is not shown"
still 2; shot 6-cut
keys Escape
wait_for 6 no_dialog || fail "Escape does not leave it"
export_json || fail "nothing was exported"
same looped || fail "looking at it changes the document"
keys shift+c
wait_for 6 dialog || fail "it is not shown again"
still 2
keys shift+Tab Return
wait_for 6 no_dialog || fail "taking it back does not close the dialog"
export_json || fail "nothing was exported"
grep -q '"content": .* and the doors and the doors' "$json" || fail "it is not in the text"
grep -q '"cut"' "$json" && fail "it is still set aside"
keys ctrl+z
export_json || fail "nothing was exported"
same looped || fail "taking it back is not one step"
finish
echo "$scenarios scenarios passed"
