#!/usr/bin/env bash
# Makes the pictures in this folder anew: the real program on an X server of its own (Xvfb), driven by keys and pointer.
#   resources/screenshots/make.sh [BUILD] [NAME…]     BUILD: build/release; NAME: only sessions whose name begins so
# Every state is taken light and dark, the main ones also at 2× (the window is 1280 × 800 points): STATE-light.png,
# STATE-dark@2x.png.
# Needs xvfb, xdotool, imagemagick, qpdf. Colours are reduced to 255 so that the pictures stay small; text loses nothing.
set -u
here=$(cd "$(dirname "$0")" && pwd) root=$(cd "$(dirname "$0")/../.." && pwd)
if [ "${INSIDE:-}" = "" ]; then
  build=$(cd "${1:-$root/build/release}" && pwd)
  shift
  for size in 1 2; do
    for theme in light dark; do  # beside each other: mostly they wait
      INSIDE=$size THEME=$theme xvfb-run -a -s "-screen 0 $((1280 * size))x$((800 * size))x24" "$0" "$build" "$@" &
      [ $theme = light ] && first=$!
    done
    wait "$first" && wait $! || exit 1
  done
  du -ch "$here"/*.png | tail -1
  exit 0
fi
build=$1 samples=$root/resources/samples lectern=$1/bin/lectern out=$(mktemp -d)
shift
. "$root/tests/window/window.sh"
trap 'rm -rf "$out"' EXIT
scale=$INSIDE
export QT_SCALE_FACTOR=$INSIDE
appearance=$([ "$THEME" = dark ] && echo 2 || echo 1)
suffix=$THEME$([ "$INSIDE" = 1 ] || echo @2x)
wanted() {
  [ ${#only[@]} -gt 0 ] || [ "$INSIDE" = 1 ] || case "$1" in empty | reading | page | dialogs) ;; *) return 1 ;; esac
  [ ${#only[@]} -eq 0 ] || { for o in "${only[@]}"; do case "$1" in "$o"*) return 0 ;; esac; done; return 1; }
}
only=("$@")
# state NAME: takes the picture, once the screen rests
state() {
  still "${2:-4}"
  import -window root "$out/now.png"
  convert "$out/now.png" -strip +dither -colors 255 "PNG8:$here/$1-$suffix.png"
  echo "   $1-$suffix"
}
regions_shown() {
  [ "$(import -window root -crop "$((640 * scale))x$((700 * scale))+$((225 * scale))+$((50 * scale))" -depth 8 txt:- | grep -c 1F5FD0)" -gt 400 ]
}
away() { at 700 797; }  # the pointer, where it lights nothing
page_done() { import -window root -crop "$((240 * scale))x$((6 * scale))+$((90 * scale))+$((782 * scale))" "$out/strip.png"; [ "$(convert "$out/strip.png" -format %k info:)" -lt 8 ] ; }
read_all() { keys ctrl+shift+r; sleep 1; wait_for 120 page_done; still 8; }

four=$out/"Annual report.pdf"
qpdf --empty --pages "$samples"/*.pdf -- "$four"
cp "$samples/harbour-library.pdf" "$samples/tide-clocks.pdf" "$samples/scanned-letter.pdf" "$out/"

if wanted empty; then
  settings_are appearance=$appearance
  start; away; state empty; finish
fi
# What a reader gave, to be replayed at a pace that can be watched, and what no sample makes it give.
stored() { python3 - "$1" "$out/exported/harbour-library.json" <<'P'
import json, sys
document = json.load(open(sys.argv[2]))
page = document["pages"][0]
def again(**changes): return dict(json.loads(json.dumps(page)), **changes)
if sys.argv[1] == "states":
    loop, doubt = again(number=2, state="warnings"), again(number=3, state="warnings")
    text = next(r for r in loop["regions"] if r["category"] == "Text")
    text.update(state="stopped", warnings=["The model began to repeat itself and was stopped here."],
                content=text["content"][:120] + " and the doors and the doors", lines=[])
    texts = [r for r in doubt["regions"] if r["category"] in ("Text", "List-item")]
    texts[0].update(state="unread", content="", warnings=["This could not be read with confidence."], lines=[])
    texts[1].update(state="unsure", warnings=["Many of its words are unsure."])
    document["pages"] = [again(number=1, state="failed", regions=[], failure="The device ran out of memory at 300 dpi. Choose a smaller resolution in the settings."),
                         loop, doubt, again(number=4, state="read", regions=[])]
print(json.dumps(document))
P
}
if wanted reading || wanted trouble; then
  settings_are appearance=$appearance
  start "$out/harbour-library.pdf"; light=$(ground)
  keys ctrl+r; sleep 1; wait_for 60 page_done; still
  export_now harbour-library || fail "nothing was exported"
  finish
  stored reading > "$out/reading.json"
  stored states > "$out/states.json"
fi
if wanted reading; then
  settings_are appearance=$appearance
  start --fake-engine "$out/reading.json" "$four"; away
  keys ctrl+shift+r
  wait_for 20 regions_shown; sleep 0.2
  state reading 0
  keys Escape; sleep 0.3; finish
fi
if wanted trouble; then
  settings_are appearance=$appearance
  qpdf --empty --pages $(for _ in 1 2 3 4; do echo "$samples/harbour-library.pdf"; done) -- "$out/Four pages.pdf"
  start --fake-engine "$out/states.json" "$out/Four pages.pdf"; away
  keys ctrl+shift+r; sleep 2; wait_for 60 page_done
  state trouble-failed
  keys Next; state trouble-looping
  keys Next; at 400 160; state trouble-unread
  keys Next; away; state trouble-blank
  finish
  qpdf --encrypt sesame sesame 256 -- "$samples/harbour-library.pdf" "$out/Locked.pdf"
  start "$out/Locked.pdf" "$out/gone.pdf"; sleep 1; state trouble-password 2; keys Escape; state trouble-messages; finish
fi
if wanted page; then
  settings_are appearance=$appearance
  start "$four"; away
  read_all
  state page-read
  keys Tab Tab Tab; away; state page-editing
  keys F2; state page-text-in-place 2
  keys Escape Escape ctrl+f; xdotool type library; state page-find 2
  keys Escape F4; away; state page-unsure
  keys Escape F6; state page-order; keys F6
  keys ctrl+shift+k F8 F9; sleep 1; state page-checks; keys F8 F9
  keys ctrl+e; state page-export; keys Escape
  finish
  settings_are appearance=$appearance
  start "$out/harbour-library.pdf"; away
  keys ctrl+r; sleep 1; wait_for 60 page_done; still
  click 500 160
  keys F2 ctrl+End; xdotool type " Nobody laughed."; keys ctrl+Return shift+r; state page-read-again 2
  for i in 1 2 3 4 5 6; do keys Tab; done; keys Return; sleep 1; wait_for 20 page_done; away; state page-difference
  keys ctrl+z ctrl+z
  finish
fi
if wanted dialogs; then
  settings_are appearance=$appearance
  start "$four"; away
  keys ctrl+comma; state dialogs-settings; keys Escape
  keys ctrl+m; sleep 1; state dialogs-models; keys Escape
  keys ctrl+F1; state dialogs-keys; keys Escape
  keys F1; state dialogs-guide; keys Escape
  keys F10; state dialogs-menu; keys Escape
  finish
fi
if wanted documents; then
  settings_are appearance=$appearance
  long="$out/Minutes of the extraordinary general meeting of the harbour library, third draft with comments.pdf"
  cp "$samples/reading-room-rules.pdf" "$long"
  qpdf --empty --pages $(for _ in $(seq 75); do echo "$samples"/*.pdf; done) -- "$out/Three hundred pages.pdf"
  start "$four" "$out/tide-clocks.pdf" "$out/scanned-letter.pdf" "$long" "$out/Three hundred pages.pdf"; away
  sleep 1; state documents-many
  keys ctrl+shift+Tab; state documents-long-name
  finish
fi
if wanted language; then
  settings_are appearance=$appearance language=de
  start "$four"; away; keys ctrl+r; sleep 1; wait_for 60 page_done; keys Tab Tab; away; state language-german
  keys ctrl+comma; state language-german-settings; keys Escape
  finish
  settings_are appearance=$appearance language=ar_XB
  start "$four"; away; keys ctrl+r; sleep 1; wait_for 60 page_done; keys Tab Tab; away; state language-right-to-left
  finish
fi
if wanted narrow; then
  settings_are appearance=$appearance
  sed -i 's/Size(1280 800)/Size(760 800)/' "$settings"
  start "$four"; keys ctrl+r; sleep 3; at 300 796; state narrow-page
  keys ctrl+t; state narrow-text; finish
  settings_are appearance=$appearance
  sed -i 's/Size(1280 800)/Size(420 800)/' "$settings"
  start "$four"; keys ctrl+r; sleep 3; at 300 796; state narrow-phone; keys ctrl+b; state narrow-drawer; keys ctrl+b; finish
fi
