#!/usr/bin/env bash
# Makes the pictures in this folder anew: the real program on an X server of its own (Xvfb), driven by keys and pointer.
#   resources/screenshots/make.sh [BUILD] [NAME…]     BUILD: build/release; NAME: only sessions whose name begins so
# Every state is taken light and dark, the main ones also at 2× (the window is 1280 × 800 points unless it is to be narrow):
# STATE-light.png, STATE-dark@2x.png. What is done in a session stands in sessions.sh.
# Needs xvfb, xdotool, imagemagick, qpdf. Colours are reduced so that the pictures stay small; text loses nothing.
set -u
here=$(cd "$(dirname "$0")" && pwd) root=$(cd "$(dirname "$0")/../.." && pwd)
if [ "${INSIDE:-}" = "" ]; then
  build=$(cd "${1:-$root/build/release}" && pwd)
  shift
  for size in 1 2; do
    server=$((RANDOM % 500 + 200))
    for theme in light dark; do  # beside each other: mostly they wait
      server=$((server + 50))  # that both look for a free number from the same one on is a race
      INSIDE=$size THEME=$theme xvfb-run -a -n $server -s "-screen 0 $((1280 * size))x$((800 * size))x24 -noreset" "$0" "$build" "$@" &
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
scale=$INSIDE width=1280
export QT_SCALE_FACTOR=$INSIDE
appearance=$([ "$THEME" = dark ] && echo 2 || echo 1)
suffix=$THEME$([ "$INSIDE" = 1 ] || echo @2x)
colours=$([ "$INSIDE" = 1 ] && echo 255 || echo 64)
only=("$@")

# wanted SESSION [twice]: only those marked `twice` have states taken at 2×
wanted() {
  [ "$INSIDE" = 1 ] || [ "${2:-}" = twice ] || return 1
  [ ${#only[@]} -eq 0 ] || { for o in "${only[@]}"; do case "$1" in "$o"*) return 0 ;; esac; done; return 1; }
}
# state NAME [SECONDS [twice]]: takes the picture, once the screen rests for SECONDS at most; at 2× only if so marked
state() {
  [ "$INSIDE" = 1 ] || [ "${3:-}" = twice ] || return 0
  still "${2:-4}"
  import -window root -crop "$((width * scale))x$((800 * scale))+0+0" +repage "$out/now.png"
  convert "$out/now.png" -strip +dither -colors $colours -define png:compression-level=9 -define png:compression-filter=0 \
    "PNG8:$here/$1-$suffix.png"
  echo "   $1-$suffix"
}
# wide WIDTH: the windows that start from now on
wide() { width=$1; sed -i "s/Size([0-9]* 800)/Size($width 800)/" "$settings"; }
# The upper edge of the second section's text on the first sample.
regions_shown() { import -window root -crop "$((100 * scale))x$((4 * scale))+$((450 * scale))+$((209 * scale))" -depth 8 txt:- | grep -q 1F5FD0; }
away() { at 700 797; }  # the pointer, where it lights nothing
# The bar at the bottom is filled as long as something is being read.
page_done() {
  ! import -window root -crop "$((1280 * scale))x$((16 * scale))+0+$((777 * scale))" -depth 8 txt:- | grep -q '#1F5FD0\|#245CC0'
}
read_page() { keys ctrl+r; sleep 1; wait_for 60 page_done || fail "the page is not read"; still; }
read_all() { keys ctrl+shift+r; sleep 1; wait_for 120 page_done || fail "the document is not read"; still 8; }

four=$out/"Annual report.pdf"
qpdf --empty --pages "$samples"/*.pdf -- "$four"
cp "$samples/harbour-library.pdf" "$samples/tide-clocks.pdf" "$samples/scanned-letter.pdf" "$out/"
. "$here/sessions.sh"
