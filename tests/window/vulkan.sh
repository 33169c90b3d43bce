#!/usr/bin/env bash
# The real program on a real X server reads a short picture on Vulkan, and again on a device that is lost in the middle. Its
# text is that of the processor. vulkan.sh LECTERN LECTERN_CLI SAMPLES LAYERS OUT
set -u
lectern=$1 cli=$2 samples=$3 layers=$4 out=$5
. "$(dirname "$0")/window.sh"
unset XDG_CACHE_HOME
if "$cli" devices | grep -q "^vulkan "; then echo "SKIPPED: no Vulkan device on this machine"; exit 77; fi
settings_are device=vulkan:0

export_page() {
  rm -rf "$out/exported"; mkdir -p "$out/exported"
  keys ctrl+e
  sleep 0.7; keys Return
  wait_for 3 test -s "$out/exported/crop.json" || keys Return
  wait_for 5 test -s "$out/exported/crop.json" || { keys Escape; return 1; }
  sleep 0.3; keys Escape; sleep 0.3
}
page_read() { export_page && grep -q '"state": *"\(read\|warnings\)"' "$out/exported/crop.json"; }
# read_with NAME FAULTS: opens the crop on a driver with these faults, reads it, and compares the text
read_with() {
  rm -f "$out/report.txt"
  VK_LAYER_PATH=$layers VK_INSTANCE_LAYERS=VK_LAYER_LECTERN_faults LECTERN_VULKAN_FAULTS="report=$out/report.txt$2" \
    "$lectern" "$out/crop.png" 2> "$out/stderr.txt" &
  program=$!
  shown
  keys ctrl+r
  sleep 1
  wait_for 120 page_read || fail "$1: the page is not read"
  shot "$1"
  cmp "$out/exported/crop.md" "$out/cpu/crop.md" || fail "$1: the text is not the processor's: $(cat "$out/exported/crop.md")"
  finish
}
submissions() { sed -n 's/.*QueueSubmit \([0-9]*\).*/\1/p' "$out/report.txt" | tail -1; }

pdftoppm -r 200 -png -singlefile -x 170 -y 90 -W 940 -H 170 "$samples/harbour-library.pdf" "$out/crop"
"$cli" read "$out/crop.png" --device cpu --format md --quiet -o "$out/cpu" || fail "the processor does not read the crop"
grep -q "The Harbour Library" "$out/cpu/crop.md" || fail "the crop reads $(cat "$out/cpu/crop.md")"

scenario "a page on Vulkan"
read_with 1-vulkan ""
[ "$(submissions)" -gt 20 ] || fail "the device had nothing to do: $(cat "$out/report.txt")"

scenario "the device is lost in the middle"
read_with 2-lost ",QueueSubmit=20:lost"
grep -q "read again on the processor" "$out/exported/crop.json" || fail "the document does not say what happened"
[ "$(wc -l < "$out/report.txt")" -eq 1 ] || fail "the device was opened again: $(cat "$out/report.txt")"
echo "$scenarios scenarios passed"
