#!/usr/bin/env bash
# The Debian packages: lintian is silent, every QML import has its package in Depends, every file is where Debian wants it.
set -euo pipefail
source=$1 build=$2
fail() { echo "FAILED: $*" >&2; exit 1; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cd "$build"
cpack -G DEB -B "$out" >"$out/log" 2>&1 || { cat "$out/log"; fail "cpack"; }
debs=("$out"/*.deb)
[ ${#debs[@]} -eq 2 ] || fail "expected two packages, found ${debs[*]}"

if [ "$(id -u)" -eq 0 ]; then as=(--allow-root); else as=(); fi
words=$(lintian "${as[@]}" --tag-display-limit 0 "${debs[@]}" 2>&1 | grep -v 'running with root privileges' || true)
[ -z "$words" ] || fail "lintian: $words"

depends=$(dpkg-deb -f "$out"/lectern_*.deb Depends)
imports=$(grep -rhoE '^import Qt[A-Za-z.]*' "$source/qml" | sed 's/import //' | sort -u)
for import in $imports; do
  package=qml6-module-$(tr '[:upper:].' '[:lower:]-' <<<"$import")
  grep -qE "(^|, )$package(,|$)" <<<"$depends" || fail "QML imports $import; $package is not in Depends"
done
grep -q 'libpoppler-qt6' <<<"$(dpkg-deb -f "$out"/lectern-cli_*.deb Depends)" || fail "shared libraries were not found"
for file in ./usr/bin/lectern-cli ./usr/share/lectern/models/reader-tiny/model.safetensors ./usr/share/man/man1/lectern-cli-read.1.gz; do
  grep -qF " $file" <<<"$(dpkg-deb -c "$out"/lectern-cli_*.deb)" || fail "lectern-cli has no $file"
done
for deb in "${debs[@]}"; do
  strays=$(dpkg-deb --fsys-tarfile "$deb" | tar -t | grep -v '/$' | grep -vE '^\./usr/(bin|share)/' || true)
  [ -z "$strays" ] || fail "files outside /usr/bin and /usr/share: $strays"
  dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$out"
done
# what is installed runs from where it lies
"$out/usr/bin/lectern-cli" models list | grep -q reader-tiny || fail "the unpacked program does not find its model"
if grep -rqlaF "$source" "$out/usr/bin"; then fail "a program holds the path it was built in"; fi
