#!/usr/bin/env bash
# The real program on a real X server (started by ctest through xvfb-run): drop, read, follow, export, password, quit.
# first_floor.sh LECTERN DRAG_SOURCE SAMPLES OUT
# Screenshots are left in OUT. Input goes through the X server only; what is checked is what the screen and the disk show.
set -u
lectern=$1 drag_source=$2 samples=$3 out=$4
. "$(dirname "$0")/window.sh"
# count COLOUR GEOMETRY [PICTURE]: pixels of exactly that colour, on the screen or in a screenshot
count() {
  local picture=${3:-$out/now.png}
  [ $# -gt 2 ] || import -window root "$picture"
  convert "$picture" -crop "$2" +repage -format %c histogram:info:- |
    awk -v c="$1" 'BEGIN { n = 0 } index(toupper($0), c) { sub(":", "", $1); n += $1 } END { print n }'
}
progress_bar=240x6+90+782   # in the strip at the bottom
page=640x700+225+50         # the middle pane
text_colour=1F5FD0          # region outline of Text, and the fill of the bar
busy() { [ "$(count $text_colour $progress_bar "$@")" -gt 20 ]; }
idle() { ! busy; }
regions_shown() { [ "$(count $text_colour $page "$@")" -gt 400 ]; }

settings_are
qpdf --empty --pages "$samples"/*.pdf -- "$out/four pages.pdf"
qpdf --empty --pages $(for _ in $(seq 10); do echo "$samples"/*.pdf; done) -- "$out/forty pages.pdf"
qpdf --encrypt sesame sesame 256 -- "$samples/harbour-library.pdf" "$out/locked.pdf"

scenario "empty, then a file is dropped"
start
shot 1-empty
"$drag_source" 20 740 "$out/four pages.pdf" &
source=$!
sleep 1
xdotool mousemove 40 760 mousedown 1 mousemove 60 740
for at in "200 600" "400 500" "600 400" "640 380" "642 380"; do xdotool mousemove $at; sleep 0.05; done
shot 2-dragging
xdotool mouseup 1
wait $source || fail "the drop was not accepted as a copy"
wait_for 10 title_is "four pages.pdf" || fail "the dropped file is not shown: $(xdotool getwindowname "$window")"
xdotool mousemove 560 770
sleep 1
shot 3-opened
[ "$(count $text_colour $page)" -eq 0 ] || fail "regions before anything was read"

scenario "reading"
keys ctrl+shift+r
for i in $(seq 20); do import -window root "$out/reading-$i.png"; done
for i in $(seq 20); do
  picture=$out/reading-$i.png
  if busy "$picture" && regions_shown "$picture"; then cp "$picture" "$out/4-reading.png"; break; fi
done
rm -f "$out"/reading-*.png
[ -e "$out/4-reading.png" ] || fail "no regions while reading"
wait_for 120 idle || fail "reading does not end"
sleep 0.5
shot 5-read

scenario "export"
keys ctrl+e
sleep 0.7
shot 6-export
keys Return
wait_for 20 test -s "$out/exported/four pages.md" || fail "no markdown"
sleep 0.5
shot 7-exported
grep -q "The Harbour Library" "$out/exported/four pages.md" || fail "the markdown lacks the text of the first page"
keys Escape

scenario "page and text follow each other"
xdotool mousemove 548 230 click 1
sleep 0.5
shot 8-selected
keys ctrl+F1
sleep 0.5
shot 9-keyboard
keys Escape
sleep 0.3
right_side() { convert "$out/$1.png" -crop 400x600+860+100 +repage rgb:- | md5sum; }
shot 9-before
keys F1
sleep 0.7
shot 9-guide
[ "$(right_side 9-guide)" != "$(right_side 9-before)" ] || fail "F1 opens no guide"
keys Escape
sleep 0.5
shot 9-after
[ "$(right_side 9-after)" != "$(right_side 9-guide)" ] || fail "Escape does not close the guide"
finish

scenario "a protected file"
start "$out/locked.pdf"
shot 10-password
xdotool type wrong
keys Return
sleep 0.7
shot 11-wrong-password
xdotool type sesame
keys Return
wait_for 10 title_is "locked.pdf" || fail "the password does not open the file"
finish
scenario "stop answers; what was read stays; quitting while reading ends cleanly"
start "$out/forty pages.pdf"
keys ctrl+shift+r
wait_for 60 busy || fail "reading did not begin"
before=$(date +%s%N)
keys Escape
wait_for 20 idle || fail "stop has no effect"
echo "   stopped within $(( ($(date +%s%N) - before) / 1000000 )) ms, a screenshot included"
sleep 0.5
shot 12-stopped
regions_shown || fail "stopping threw away what had been read"
keys ctrl+shift+r
wait_for 60 busy || fail "reading cannot be taken up again"
finish
echo "$scenarios scenarios passed"
