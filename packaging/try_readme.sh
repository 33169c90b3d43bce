#!/usr/bin/env bash
# The walk of a new user: in a bare Debian 12 with nothing but README, from the clone to the text of an own PDF, on the command
# line and in the window; then packages made, installed, used and removed. The commands are README's own, block by block.
# Needs root, debootstrap, the network and about 5 GB; takes as long as a build.
#   packaging/try_readme.sh ADDRESS OWN.pdf "words in it"      ADDRESS: of a repository, or its folder on this machine
#   ROOT=/some/folder keeps the Debian tree, the clone and the picture of the window (/root/lectern/window.png) there
#   CCACHE=/some/folder puts ccache and this folder of its results into the tree: for a look in less time, not for times
set -euo pipefail
[ $# -eq 3 ] || { sed -n '2,8s/^# *//p' "$0"; exit 2; }
[ "$(id -u)" -eq 0 ] || { echo "This needs root: it makes a Debian tree and enters it." >&2; exit 2; }
address=$1 own=$2 words=$3
root=${ROOT:-$(mktemp -d)}
fail() { echo "FAILED: $*" >&2; exit 1; }
cache=()
[ -z "${CCACHE:-}" ] || cache=(CCACHE_DIR=/ccache CCACHE_BASEDIR=/root CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime)
in_root() { chroot "$root" env -i "${cache[@]}" PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/root TERM=dumb DEBIAN_FRONTEND=noninteractive "$@"; }
leave() {
  umount "$root/proc" "$root/dev/shm" 2>/dev/null || true
  ! mountpoint -q "$root/ccache" || umount "$root/ccache"
  [ -n "${ROOT:-}" ] || rm -rf "$root"
}
trap leave EXIT

# block WORDS: README's sh block that holds these words, as one who is root types it.
block() {
  awk -v words="$1" '/^```/ { if (inside && index(text, words)) { printf "%s", text; exit } inside = !inside; text = ""; next }
    inside { text = text $0 "\n" }' "${readme:-$root/root/lectern/README.md}" | sed 's/^sudo //'
}
# follow FOLDER WORDS: runs that block in the folder, and says what it cost.
follow() {
  local commands start=$SECONDS
  commands=$(block "$2")
  [ -n "$commands" ] || fail "README has no block with '$2'"
  printf '\n==== README:\n%s\n' "$commands"
  in_root bash -ec "cd '$1'; $commands" || fail "README's commands: $commands"
  printf '==== took %s s\n' $((SECONDS - start))
}

[ -x "$root/bin/bash" ] || debootstrap --variant=minbase bookworm "$root"
cp /etc/resolv.conf "$root/etc/resolv.conf"
mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
mkdir -p "$root/dev/shm"
mountpoint -q "$root/dev/shm" || mount -t tmpfs tmpfs "$root/dev/shm"
in_root apt-get update -q
if [ -n "${CCACHE:-}" ]; then
  in_root apt-get install -y -q --no-install-recommends ccache
  mkdir -p "$root/ccache"
  mount --bind "$CCACHE" "$root/ccache"
fi

rm -rf "$root/root/lectern"
if [ -d "$address" ]; then  # a folder stands for the address
  rm -rf "$root/srv/lectern.git"
  git clone -q --bare "$address" "$root/srv/lectern.git"
  chown -R 0:0 "$root/srv/lectern.git"
  address=/srv/lectern.git
fi
readme=$(mktemp)
sed "s|ADDRESS|$address|" "$(dirname "$0")/../README.md" > "$readme"
follow /root "git clone"
rm "$readme"
unset readme
cp "$own" "$root/root/lectern/report.pdf"

follow /root/lectern packaging/quickstart.sh
follow /root/lectern "read report.pdf -o out   #"
grep -qi -- "$words" "$root/root/lectern/out/report.md" || fail "'$words' was not read: $(head -c 600 "$root/root/lectern/out/report.md")"

# The window, on a display that the bare machine lacks: opened with README's command, read with Ctrl+R, copied with Ctrl+Alt+C.
in_root apt-get install -y -q --no-install-recommends xvfb xauth xdotool imagemagick xclip > /dev/null
printf 'cd /root/lectern\n{\n%s\n} 2> window.err &\n' "$(block 'bin/lectern report.pdf')" > "$root/root/look.sh"
cat >> "$root/root/look.sh" <<'LOOK'
program=$!
for _ in $(seq 60); do window=$(xdotool search --onlyvisible --class lectern 2>/dev/null | tail -1); [ -n "$window" ] && break; sleep 0.5; done
[ -n "$window" ] || { cat window.err; echo "no window"; exit 1; }
xdotool windowfocus --sync "$window"; sleep 2
xdotool key ctrl+r; sleep 20
import -window root window.png
xdotool key ctrl+alt+c; sleep 1
timeout 5 xclip -selection clipboard -o > window.txt
xdotool key ctrl+s; sleep 2  # what is in no file is asked about
xdotool key ctrl+q; sleep 2
kill $program 2>/dev/null && echo "it did not end"
cat window.err
LOOK
in_root mkdir -p -m 700 /root/run
said=$(in_root XDG_RUNTIME_DIR=/root/run QT_QUICK_BACKEND=software xvfb-run -a -s "-screen 0 1280x800x24" bash /root/look.sh)
[ -z "$said" ] || fail "the window said: $said"
grep -qi -- "$words" "$root/root/lectern/window.txt" || fail "the window did not read '$words': $(head -c 600 "$root/root/lectern/window.txt")"

# Packages: block by block, with a look between installing and removing.
follow /root/lectern "cpack -G DEB"
left=$(in_root find /usr /etc /var/lib /opt -xdev -iname '*lectern*')
[ -z "$left" ] || fail "left behind: $left"
in_root bash -c 'for deb in /root/lectern/build/release/*.deb; do dpkg-deb -I "$deb" | grep -E "Package|Installed-Size|Depends"; done'
echo "From the clone to the text of an own PDF, in the window too, and packages in and out: as README says."
