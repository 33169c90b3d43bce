#!/usr/bin/env bash
# Installs the two packages in a bare Debian 12, reads the sample, opens the window without a display, removes them again and
# looks for leftovers. Needs root, debootstrap and the network.
#   packaging/linux/try_packages.sh build/release/lectern-cli_*.deb build/release/lectern_*.deb
#   ROOT=/some/folder keeps the Debian tree there and uses it again
set -euo pipefail
[ $# -eq 2 ] || { sed -n '2,5s/^# *//p' "$0"; exit 2; }
[ "$(id -u)" -eq 0 ] || { echo "This needs root: it makes a Debian tree and enters it." >&2; exit 2; }
root=${ROOT:-$(mktemp -d)}
in_root() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 HOME=/root DEBIAN_FRONTEND=noninteractive "$@"; }
leave() {
  umount "$root/proc" 2>/dev/null || true
  [ -n "${ROOT:-}" ] || rm -rf "$root"
}
trap leave EXIT

[ -x "$root/bin/bash" ] || debootstrap --variant=minbase bookworm "$root"
cp /etc/resolv.conf "$root/etc/resolv.conf"
mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
in_root apt-get update -q

cp "$1" "$2" "$root/root/"
in_root apt-get install -y -q --no-install-recommends "/root/$(basename "$1")" "/root/$(basename "$2")"
in_root lectern-cli --version
in_root lectern-cli models verify reader-tiny
in_root lectern-cli read /usr/share/lectern/samples/harbour-library.pdf -o /root/out --overwrite
grep -qi 'harbour' "$root/root/out/harbour-library.md" || { echo "The sample was not read." >&2; exit 1; }
in_root mkdir -p -m 700 /root/run
# The window runs until it is told to stop: 124 is what timeout says then.
status=0
in_root XDG_RUNTIME_DIR=/root/run QT_QPA_PLATFORM=offscreen timeout 8 lectern /usr/share/lectern/samples/tide-clocks.pdf 2>"$root/words" || status=$?
cat "$root/words"
[ "$status" -eq 124 ] || { echo "The window ended with $status." >&2; exit 1; }
if grep -qiE 'qml|not installed|cannot' "$root/words"; then echo "The window complained." >&2; exit 1; fi

in_root apt-get purge -y -q lectern lectern-cli
in_root apt-get autoremove --purge -y -q >/dev/null
left=$(in_root find /usr /etc /var/lib /opt -xdev -iname '*lectern*')
[ -z "$left" ] || { echo "Left behind: $left" >&2; exit 1; }
echo "Installed, read, opened and removed cleanly."
