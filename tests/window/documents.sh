#!/usr/bin/env bash
# Several documents and their pages in the real program on a real X server (started by ctest through xvfb-run): real
# drags and drops, the clipboard, keys alone. What is checked is what the program writes and what its title says.
# documents.sh LECTERN DRAG_SOURCE SAMPLES OUT
set -u
lectern=$1 drag_source=$2 samples=$3 out=$4
. "$(dirname "$0")/window.sh"
title_begins() { case "$(title)" in "$1"*) true ;; *) false ;; esac; }
numbers() { grep -o '"number": *[0-9]*' "$out/exported/$1.json" | grep -o '[0-9]*$' | tr '\n' ' '; }
rotations() { grep -o '"rotation": *[0-9]*' "$out/exported/$1.json" | grep -o '[0-9]*$' | tr '\n' ' '; }
# drop WHAT…: a real drag from another program onto the window; its exit says whether it was taken
drop() {
  "$drag_source" 20 740 "$@" &
  local source=$!
  sleep 1
  xdotool mousemove 40 760 mousedown 1 mousemove 60 740
  for at in "200 600" "400 500" "600 400" "640 380" "642 380"; do xdotool mousemove $at; sleep 0.05; done
  xdotool mouseup 1
  wait $source
}

mkdir -p "$out/in/sub"
qpdf --empty --pages "$samples"/*.pdf -- "$out/four pages.pdf"
cp "$samples/harbour-library.pdf" "$out/in/page 10.pdf"
cp "$samples/tide-clocks.pdf" "$out/in/page 2.pdf"
cp "$samples/reading-room-rules.pdf" "$out/in/sub/deep.pdf"
pdftoppm -r 60 -png -singlefile "$samples/harbour-library.pdf" "$out/picture"

settings_are
scenario "a folder is dropped: its documents in natural order, the first in view"
start
light=$(ground)
drop "$out/in" || fail "the folder was refused"
wait_for 10 title_is "page 2.pdf" || fail "the first of the folder is not shown: $(title)"
wait_for 10 keys ctrl+Tab; wait_for 5 title_is "page 10.pdf" || fail "the second is $(title)"
keys ctrl+Tab; wait_for 5 title_is "deep.pdf" || fail "the third is $(title)"
shot 1-folder

scenario "two more files are dropped at once"
drop "$out/four pages.pdf" "$samples/harbour-library.pdf" || fail "the files were refused"
wait_for 10 title_is "four pages.pdf" || fail "the first of them is not shown: $(title)"
keys ctrl+Tab; wait_for 5 title_is "harbour-library.pdf" || fail "the other is not there: $(title)"

scenario "a picture is dragged out of another program"
drop --picture "$out/picture.png" || fail "the picture was refused"
wait_for 10 title_begins "Picture " || fail "the picture is not shown: $(title)"
ls "$out"/data/lectern/pictures/*.png > /dev/null || fail "the picture is not kept"

scenario "a picture out of a browser comes with its address: the picture counts"
drop --address "https://example.org/a.png" --picture "$out/picture.png" || fail "the picture was refused"
sleep 1
[ "$(ls "$out"/data/lectern/pictures/*.png | wc -l)" -eq 2 ] || fail "the address was taken instead of the picture"

scenario "words are not taken"
drop --text "only words" && fail "words were taken as a document"

scenario "a picture on the clipboard"
"$drag_source" clipboard --picture "$out/picture.png" & clipboard=$!
sleep 1
xdotool windowfocus "$window"; keys ctrl+v
three() { [ "$(ls "$out"/data/lectern/pictures/*.png | wc -l)" -eq 3 ]; }
wait_for 10 three || fail "the picture was not pasted"
kill $clipboard

scenario "a file on the clipboard"
cp "$samples/scanned-letter.pdf" "$out/copied.pdf"
"$drag_source" clipboard "$out/copied.pdf" & clipboard=$!
sleep 1
keys ctrl+v
wait_for 10 title_is "copied.pdf" || fail "the file was not pasted: $(title)"
kill $clipboard

scenario "a file that is gone: a message, and the window goes on"
drop "$out/gone.pdf"
sleep 0.5
shot 2-gone
title_is "copied.pdf" || fail "the document in view changed: $(title)"
finish

scenario "pages are turned by key, exported so, and undone"
start "$out/four pages.pdf"
keys ctrl+shift+r
read_all() { export_now "four pages" && [ "$(numbers "four pages")" = "1 2 3 4 " ] && ! grep -qE '"state": *"(reading|waiting)"' "$out/exported/four pages.json"; }
wait_for 60 read_all || fail "the pages are not read: $(numbers "four pages")"
grep -v '"seconds"' "$out/exported/four pages.json" > "$out/start.json"
same_as_start() { export_now "four pages" && grep -v '"seconds"' "$out/exported/four pages.json" | cmp -s - "$out/start.json"; }
keys ctrl+Right
export_now "four pages" || fail "nothing was exported"
[ "$(rotations "four pages")" = "90 0 0 0 " ] || fail "rotations are $(rotations "four pages")"
shot 3-turned
keys ctrl+z
same_as_start || fail "undone is not as before"

scenario "a page is dragged to another place in the list"
xdotool mousemove 110 260 mousedown 1
for y in 270 290 330 380 430 480 520 525; do xdotool mousemove 112 $y; sleep 0.06; done
shot 4-dragging-a-page
xdotool mouseup 1
sleep 0.3
export_now "four pages" || fail "nothing was exported"
[ "$(numbers "four pages")" = "2 1 3 4 " ] || fail "the order is $(numbers "four pages")"
keys ctrl+z
same_as_start || fail "undone is not as before"

scenario "pages are moved by keys in the list"
xdotool mousemove 110 260 click 1
keys ctrl+Down ctrl+Down
export_now "four pages" || fail "nothing was exported"
[ "$(numbers "four pages")" = "2 3 1 4 " ] || fail "the order is $(numbers "four pages")"
keys ctrl+z ctrl+z
same_as_start || fail "undone is not as before"

scenario "a page is left out by key and not exported"
xdotool mousemove 110 260 click 1
keys Down Delete
sleep 0.3
shot 5-left-out
export_now "four pages" || fail "nothing was exported"
[ "$(numbers "four pages")" = "1 3 4 " ] || fail "the pages are $(numbers "four pages")"
keys ctrl+z
same_as_start || fail "undone is not as before"

scenario "several pages, chosen with Shift, are left out from the menu"
xdotool mousemove 110 260 click 1
keys shift+Down
xdotool mousemove 110 260 click 3
sleep 0.5
shot 6-menu
xdotool mousemove 172 445 click 1; sleep 0.4
export_now "four pages" || fail "nothing was exported"
[ "$(numbers "four pages")" = "3 4 " ] || fail "the pages are $(numbers "four pages")"

scenario "closing with edits that are in no file asks; Escape keeps the document"
keys ctrl+z ctrl+Right
keys ctrl+w
wait_for 5 dialog || fail "it does not ask"
shot 7-close
keys Escape
wait_for 5 no_dialog || fail "Escape does not leave the question"
title_is "four pages.pdf" || fail "the document was closed"

scenario "quitting asks, too; discarding ends the program"
keys ctrl+q
wait_for 5 dialog || fail "it does not ask"
keys Escape
wait_for 5 no_dialog || fail "Escape does not leave the question"
ended && fail "it ended all the same"
keys ctrl+q
wait_for 5 dialog || fail "it does not ask again"
keys shift+Tab Return
wait_for 10 ended || fail "discarding does not end it"
clean

scenario "keys alone: go to the last page, read it, export it"
start "$out/four pages.pdf"
keys End ctrl+r
last_read() { export_now "four pages" && [ "$(numbers "four pages")" = "4 " ]; }
wait_for 60 last_read || fail "the last page was not read: $(numbers "four pages")"

scenario "keys alone: settings, dark, back, and remembered"
keys ctrl+comma
wait_for 5 dialog || fail "no settings"
keys Tab Down Escape
wait_for 5 no_dialog || true
finish
grep -q '^appearance=2' "$settings" || fail "dark was not remembered: $(grep appearance "$settings")"

scenario "keys alone: a model is chosen for all documents and remembered"
settings_are
start "$out/four pages.pdf"
keys ctrl+m
wait_for 5 dialog || fail "no models"
sleep 1.5
shot 8-models
keys space
sleep 0.5
keys Escape
finish
grep -q '^model=reader-tiny' "$settings" || fail "the model was not remembered"

scenario "a document of 100,000 pages opens at once, its last page, too"
python3 - "$out/large.pdf" <<'P'
import sys
n, parts, at, table = 100_000, [], 0, []
objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (n, b" ".join(b"%d 0 R" % (i + 4) for i in range(n))),
           b"<</Length 44>>stream\nBT /F1 24 Tf 72 700 Td (One of very many) Tj ET\nendstream"]
objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 3 0 R/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"] * n
with open(sys.argv[1], "wb") as out:
    out.write(b"%PDF-1.4\n")
    for i, o in enumerate(objects):
        table.append(b"%010d 00000 n \n" % out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (i + 1, o))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, b"".join(table)))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
P
start
before=$(date +%s%N)
drop "$out/large.pdf" || fail "it was refused"
wait_for 20 title_is "large.pdf" || fail "it is not shown"
keys End
sleep 1
shot 9-many-pages
memory=$(awk '/VmRSS/ { print int($2 / 1024) }' /proc/$program/status)
echo "   $memory MB resident with 100,000 pages, the last in view"
[ "$memory" -lt 1200 ] || fail "$memory MB"
finish

scenario "the window in German"
settings_are language=de
start "$out/four pages.pdf"
shot 10-german
keys ctrl+r; sleep 2
wait_for 30 export_now "four pages" || fail "nothing was exported"
finish

scenario "from right to left: pages on the right, keys as always"
settings_are language=ar_XB
start "$out/four pages.pdf"
shot 11-right-to-left
paper() { convert "$out/11-right-to-left.png" -crop "$1" +repage -format %c histogram:info:- | awk '/#FFFFFF/ { sub(":", "", $1); n += $1 } END { print n + 0 }'; }
[ "$(paper 150x140+1090+190)" -gt 3000 ] || fail "the pages are not on the right"
keys Next ctrl+r
second() { export_now "four pages" && [ "$(numbers "four pages")" = "2 " ]; }
wait_for 30 second || fail "the second page was not read: $(numbers "four pages")"
finish

scenario "twice the size, large text"
settings_are textSize=150
QT_SCALE_FACTOR=2 start "$out/four pages.pdf"
shot 12-large
finish
echo "$scenarios scenarios passed"
