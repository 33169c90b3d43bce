#!/usr/bin/env bash
# What can be known of the Flatpak manifest and the AppImage recipe without the network they need.
set -euo pipefail
source=$1 build=$2
fail() { echo "FAILED: $*" >&2; exit 1; }
linux=$source/packaging/linux manifest=$source/packaging/linux/org.lectern.Lectern.yml

# -- Flatpak: its form, the names it shares with the other packages, a module for each library that the runtime lacks
[ "$(sed -n 's/^id: //p' "$manifest")" = org.lectern.Lectern ] || fail "the manifest has another id"
[ "$(sed -n 's/^command: //p' "$manifest")" = "$(sed -n 's/^Exec=\([^ ]*\) %F/\1/p' "$linux/org.lectern.Lectern.desktop")" ] || fail "the manifest starts another program than the desktop entry"
! grep -qE -- '- *--(share=network|filesystem=host|filesystem=home)' "$manifest" || fail "the manifest lets the program reach the network or all files"
for module in leptonica qpdf poppler nlohmann-json cli11 glslang lectern; do
  grep -qE "^  - name: $module\$" "$manifest" || fail "the manifest has no module $module"
done
for option in $(grep -oE -- '-DLECTERN_[A-Z]+' "$manifest" | sed 's/-D//'); do
  grep -rqE "\($option |set\($option" "$source/CMakeLists.txt" "$source/packaging" || fail "the manifest sets $option, which no CMakeLists knows"
done
if command -v flatpak-builder > /dev/null; then
  shown=$(flatpak-builder --show-manifest "$manifest") || fail "flatpak-builder refuses the manifest"
  grep -q '"name" : "lectern"' <<<"$shown" || fail "flatpak-builder does not see the program's module"
else
  echo "flatpak-builder is not installed: the manifest was only looked through"
fi

# -- the walk of a new user, which needs a bare Debian: README still has the blocks that it follows
blocks=$(awk '/^```/ { inside = !inside; next } inside' "$source/README.md")
followed=0
while IFS= read -r words; do
  grep -qF -- "$words" <<<"$blocks" || fail "packaging/try_readme.sh follows '$words', which README does not have"
  followed=$((followed + 1))
done < <(sed -n -e 's/^follow [^ ]* "\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' -e "s/.*block '\([^']*\)'.*/\1/p" "$source/packaging/try_readme.sh")
[ "$followed" -eq 5 ] || fail "packaging/try_readme.sh follows $followed blocks of README, not 5"
version=$(sed -n 's/^project(lectern VERSION \([0-9.]*\).*/\1/p' "$source/CMakeLists.txt")
grep -qF "lectern_${version}_amd64.deb" <<<"$blocks" || fail "README installs packages of another version than $version"

# -- AppImage: the AppDir is made, complete, and runs from where it lies
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
PATH=$(tr ':' '\n' <<<"$PATH" | while read -r folder; do [ -x "$folder/linuxdeploy" ] || echo "$folder"; done | paste -sd:) \
  "$linux/appimage.sh" "$build" "$out" > "$out/log" 2>&1 || { cat "$out/log"; fail "appimage.sh"; }
for file in AppRun org.lectern.Lectern.desktop org.lectern.Lectern.png usr/bin/lectern usr/share/metainfo/org.lectern.Lectern.metainfo.xml; do
  [ -e "$out/AppDir/$file" ] || fail "the AppDir has no $file"
done
"$out/AppDir/AppRun" lectern-cli models list | grep -q reader-tiny || fail "the AppDir's command line does not find its model"
"$out/AppDir/AppRun" --version | grep -q lectern || fail "the AppDir's window does not start"
