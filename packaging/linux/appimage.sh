#!/usr/bin/env bash
# An AppImage of the window and the command line:
#   packaging/linux/appimage.sh BUILD OUT          BUILD: a finished build (build/release); OUT: where AppDir and AppImage go
# Needs linuxdeploy and its Qt plugin (linuxdeploy-plugin-qt) on the PATH; they bring the libraries, QML modules and plugins.
# Without them it stops after the AppDir, which the tests look through.
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,5s/^# *//p' "$0"; exit 2; }
source=$(cd "$(dirname "$0")/../.." && pwd)
build=$(cd "$1" && pwd)
mkdir -p "$2"
out=$(cd "$2" && pwd)
appdir=$out/AppDir
rm -rf "$appdir"
for component in cli window; do DESTDIR=$appdir cmake --install "$build" --prefix /usr --component $component --strip > /dev/null; done
# Tables for PDFs in Chinese, Japanese and Korean; Poppler looks for them where it was built to.
if [ -d /usr/share/poppler ]; then cp -r /usr/share/poppler "$appdir/usr/share/"; fi
# AppImages start with AppRun; called as lectern-cli, or with it as the first word, it is the command line.
cat > "$appdir/AppRun" <<'RUN'
#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export LD_LIBRARY_PATH="$here/usr/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
[ -d "$here/usr/plugins" ] && export QT_PLUGIN_PATH="$here/usr/plugins" QML2_IMPORT_PATH="$here/usr/qml"
program=lectern
if [ "$(basename "${ARGV0:-}")" = lectern-cli ]; then program=lectern-cli; fi
if [ "${1:-}" = lectern-cli ]; then program=lectern-cli; shift; fi
exec "$here/usr/bin/$program" "$@"
RUN
chmod +x "$appdir/AppRun"
ln -sf usr/share/icons/hicolor/256x256/apps/org.lectern.Lectern.png "$appdir/org.lectern.Lectern.png"
ln -sf usr/share/applications/org.lectern.Lectern.desktop "$appdir/org.lectern.Lectern.desktop"
echo "$appdir"
if ! command -v linuxdeploy > /dev/null || ! command -v linuxdeploy-plugin-qt > /dev/null; then
  echo "linuxdeploy and linuxdeploy-plugin-qt are not here, so the AppDir is not packed." >&2
  exit 0
fi
cd "$out"
QMAKE=${QMAKE:-qmake6} QML_SOURCES_PATHS=$source/qml EXTRA_QT_MODULES="svg;waylandclient" \
  linuxdeploy --appdir "$appdir" --custom-apprun "$appdir/AppRun" --plugin qt --output appimage \
  --executable "$appdir/usr/bin/lectern" --executable "$appdir/usr/bin/lectern-cli"
