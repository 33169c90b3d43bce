# Shared by the scripts here and by resources/screenshots/make.sh: the real program on a real X server, driven by keys and
# pointer. The script that sources it has set `lectern` (the program) and `out` (a folder of its own, made anew here).
# Every wait has an end and says what it waited for.
rm -rf "$out" && mkdir -p "$out/config/lectern" "$out/data" "$out/exported" "$out/run" && chmod 700 "$out/run"
export QT_QPA_PLATFORM=xcb XDG_CONFIG_HOME=$out/config XDG_DATA_HOME=$out/data XDG_RUNTIME_DIR=$out/run HOME=$out
# Qt Quick's textures and libdbus keep memory at exit; leaks of ours are looked for by session_test and qml_test.
export QT_QUICK_BACKEND=software LANG=C.UTF-8 ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0
settings=$out/config/lectern/lectern.conf
program='' window='' scenarios=0 scale=1

# settings_are [KEY=VALUE…]: what the program finds when it starts
settings_are() {
  printf '[General]\nexportFolder=%s\nexportFormats=json, markdown\nwindowSize=@Size(1280 800)\nreducedMotion=true\n' "$out/exported" > "$settings"
  case " $* " in *" appearance="*) ;; *) echo appearance=1 >> "$settings" ;; esac
  for line in "$@"; do echo "$line" >> "$settings"; done
}
fail() {
  echo "FAILED: $*"
  import -window root "$out/failed.png"
  cat "$out/stderr.txt"
  kill "$program" 2> /dev/null
  exit 1
}
scenario() { scenarios=$((scenarios + 1)); echo "-- $scenarios: $*"; }
shot() { import -window root "$out/$1.png"; }
# wait_for SECONDS COMMAND…: until it succeeds
wait_for() {
  local end=$((SECONDS + $1)); shift
  until "$@" > /dev/null 2>&1; do [ $SECONDS -lt $end ] || return 1; sleep 0.1; done
}
# still [SECONDS]: until the screen has not changed for a while; a caret that blinks ends it at the latest
still() {
  local end=$((SECONDS + ${1:-4})) before='' now='' calm=0
  while [ $SECONDS -lt $end ] && [ $calm -lt 2 ]; do
    now=$(import -window root -depth 8 rgb:- | md5sum)
    [ "$now" = "$before" ] && calm=$((calm + 1)) || calm=0
    before=$now
    sleep 0.12
  done
}
keys() { for k in "$@"; do xdotool key --clearmodifiers "$k"; sleep 0.15; done; }
# at X Y: the pointer there, in pixels of the window at its size without scaling
at() { xdotool mousemove $(($1 * scale)) $(($2 * scale)); sleep 0.05; }
click() { at "$1" "$2"; xdotool click "${3:-1}"; sleep 0.2; }
# drag X Y X Y…: the button held from the first point through the others
drag() {
  at "$1" "$2"; shift 2
  xdotool mousedown 1; sleep 0.08
  while [ $# -gt 1 ]; do at "$1" "$2"; shift 2; done
  sleep 0.08; xdotool mouseup 1; sleep 0.2
}
title() { xdotool getwindowname "$window"; }
title_is() { [ "$(title)" = "$1 — Lectern" ]; }
# shown: until the window of $program is there, has the focus and is painted
shown() {
  wait_for 40 xdotool search --onlyvisible --pid $program || fail "no window"
  window=$(xdotool search --onlyvisible --pid $program | tail -1)
  xdotool windowfocus "$window"
  focused() { [ "$(xdotool getwindowfocus)" = "$window" ]; }
  wait_for 10 focused || fail "the window gets no focus"
  still 6
}
start() {
  "$lectern" "$@" 2> "$out/stderr.txt" &
  program=$!
  shown
}
ended() { ! kill -0 "$program" 2> /dev/null; }
clean() {
  wait "$program" || fail "the program ended with $?"
  ! grep -E "qrc:|QML|qt\.|ERROR" "$out/stderr.txt" || fail "warnings on standard error"
}
# finish: what was read and is in no file is given up
finish() {
  local before; before=$(ground)
  answered() { ended || [ "$(ground)" != "$before" ]; }
  keys ctrl+q
  wait_for 20 answered || fail "it neither ends nor asks"
  still 2
  ended || keys shift+Tab Return
  wait_for 20 ended || fail "it does not end"
  clean
}
# A dialog darkens all that is behind it; looked at in the strip at the bottom.
ground() { import -window root -crop "1x1+$((640 * scale))+$((794 * scale))" -depth 8 txt:- | grep -o '#[0-9A-F]\{6\}' | head -1; }

dialog() { [ "$(ground)" != "$light" ]; }
no_dialog() { ! dialog; }
# export_now NAME: writes the document as it is now to exported/NAME.json
export_now() {
  rm -rf "$out/exported"; mkdir -p "$out/exported"
  keys ctrl+e
  wait_for 20 dialog || return 1
  sleep 0.3; keys Return
  wait_for 20 test -s "$out/exported/$1.json" || return 1
  sleep 0.4; keys Escape
  wait_for 20 no_dialog
}
