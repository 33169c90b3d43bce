#!/usr/bin/env bash
# What a screen reader is given by the real program, over AT-SPI: a session bus and an accessibility bus of its own on a
# real X server (started by ctest through xvfb-run). screen_reader.py asks and presses; nothing else touches the program.
# Ends with 77 (skipped) where at-spi2-core, python3-gi or gir1.2-atspi-2.0 is missing.
#   screen_reader.sh LECTERN SAMPLES OUT
set -u
lectern=$1 samples=$2 out=$3
skip() { echo "SKIPPED: $*"; exit 77; }
here=$(cd "$(dirname "$0")" && pwd)
python=''
for p in /usr/bin/python3 python3; do
  "$p" -c 'import gi; gi.require_version("Atspi", "2.0"); from gi.repository import Atspi' 2> /dev/null && python=$p && break
done
[ -n "$python" ] || skip "python3-gi and gir1.2-atspi-2.0 are not installed"
command -v dbus-run-session > /dev/null || skip "dbus-run-session (package dbus) is not installed"
ls /usr/share/dbus-1/services/org.a11y.Bus.service > /dev/null 2>&1 || skip "at-spi2-core is not installed"

. "$here/window.sh"
unset DBUS_SESSION_BUS_ADDRESS AT_SPI_BUS_ADDRESS
settings_are
cp "$samples/harbour-library.pdf" "$out/"
export QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 NO_AT_BRIDGE=0 GTK_MODULES=
timeout --kill-after=10 240 dbus-run-session -- "$python" -W ignore "$here/screen_reader.py" "$lectern" "$out/harbour-library.pdf" "$out/stderr.txt"
code=$?
if [ $code -ne 0 ]; then
  import -window root "$out/failed.png"
  cat "$out/stderr.txt"
  [ $code -eq 124 ] && echo "FAILED: no end after 240 s"
  exit 1
fi
! grep -E "qrc:|QML|ERROR" "$out/stderr.txt" || { echo "FAILED: warnings on standard error"; exit 1; }
