#!/usr/bin/env bash
# Deeds of the other scripts once more, without a pointer: it is put into a corner at the beginning and must be there at the
# end (started by ctest through xvfb-run). What is checked is what the program writes. keyboard.sh LECTERN SAMPLES OUT
set -u
lectern=$1 samples=$2 out=$3
. "$(dirname "$0")/window.sh"
name=harbour-library
json=$out/exported/$name.json
regions() { grep -c '"category":' "$json"; }
keep() { export_now $name && grep -v '"seconds"' "$json" > "$out/$1.json"; }
same() { export_now $name && grep -v '"seconds"' "$json" | cmp -s - "$out/$1.json"; }
# of PLACE KEY: a value of the region at that place in the reading order, from 1
of() { python3 -c 'import json,sys; print(sorted(json.load(open(sys.argv[1]))["pages"][0]["regions"], key=lambda r: r["order"])[int(sys.argv[2]) - 1][sys.argv[3]])' "$json" "$1" "$2"; }
read_once() { keep start && grep -q '"state": *"read"' "$json" && ! grep -q '"state": *"reading"' "$json"; }
third() { keys Escape Tab Tab Tab; }  # the third region of the page is chosen
pointer() { xdotool getmouselocation | cut -d' ' -f1-2; }

xdotool mousemove 1279 799
corner=$(pointer)
settings_are
cp "$samples/$name.pdf" "$out/"

scenario "keys alone: a page is read"
start "$out/$name.pdf"
light=$(ground)
keys ctrl+r
sleep 1
wait_for 60 read_once || fail "the page is not read"
before=$(regions)
[ "$before" -gt 10 ] || fail "only $before regions"

scenario "keys alone: a region is deleted, and that undone"
third; keys Delete
export_now $name || fail "nothing was exported"
[ "$(regions)" -eq $((before - 1)) ] || fail "nothing was deleted"
keys ctrl+z
same start || fail "undone is not the start"

scenario "keys alone: moved, made larger, earlier in the order, another category; four steps undone"
third; keys shift+Right alt+Down 8 ctrl+Up
export_now $name || fail "nothing was exported"
[ "$(of 2 category)" = Caption ] || fail "the second region is a $(of 2 category)"
keys ctrl+z ctrl+z ctrl+z ctrl+z
same start || fail "four steps undone are not the start"

scenario "keys alone: text is edited in place and the region read again; both undone"
third; keys F2 ctrl+End; xdotool type " and zebras"; keys ctrl+Return
export_now $name || fail "nothing was exported"
grep -q "zebras" "$json" || fail "what was typed is not there"
keys shift+r
wait_for 6 dialog || fail "no dialog for reading again"
still 2; keys Return
read_again() { export_now $name && ! grep -q "zebras" "$json"; }
wait_for 30 read_again || fail "the region was not read again"
keys ctrl+z ctrl+z
same start || fail "undoing the reading and the typing is not the start"

scenario "keys alone: a region is copied, pasted and cut again; the pasting undone"
third; keys ctrl+c ctrl+v
export_now $name || fail "nothing was exported"
[ "$(regions)" -eq $((before + 1)) ] || fail "nothing was pasted"
keys ctrl+x
export_now $name || fail "nothing was exported"
[ "$(regions)" -eq "$before" ] || fail "nothing was cut"
keys ctrl+z ctrl+z
same start || fail "undone is not the start"

scenario "keys alone: all regions become one, and are parted again by undoing"
keys Escape ctrl+a j
export_now $name || fail "nothing was exported"
[ "$(regions)" -eq 1 ] || fail "$(regions) regions are left"
keys ctrl+z
same start || fail "undone is not the start"
finish

scenario "keys alone: a protected file opens with its password, after a wrong one"
qpdf --encrypt sesame sesame 256 -- "$samples/$name.pdf" "$out/locked.pdf"
start "$out/locked.pdf"
xdotool type wrong; keys Return
sleep 0.7
title_is locked.pdf && fail "a wrong password opened it"
xdotool type sesame; keys Return
wait_for 10 title_is locked.pdf || fail "the password does not open the file: $(title)"
finish
[ "$(pointer)" = "$corner" ] || fail "the pointer was used: it is at $(pointer)"
echo "$scenarios scenarios passed"
