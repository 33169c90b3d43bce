#!/usr/bin/env bash
# From a bare Debian 12 to a PDF that has been read: installs what is missing, builds, reads the samples, opens the window.
#   ./packaging/quickstart.sh [OUTPUT-FOLDER]      default: lectern-out in the current folder. May be run again.
set -euo pipefail
source=$(cd "$(dirname "$0")/.." && pwd)
. "$source/packaging/packages.sh"
out=${1:-$PWD/lectern-out}
mkdir -p "$out"
out=$(cd "$out" && pwd)

install_missing "${build_packages[@]}" "${run_packages[@]}"

say "Configuring"
cd "$source"
cmake --preset release -DLECTERN_TESTS=OFF -DLECTERN_BENCH=OFF
say "Building lectern and lectern-cli (some minutes on two cores the first time)"
cmake --build --preset release -j "$(nproc)" --target lectern lectern-cli

say "Reading the samples with the reader in the box"
samples=("$source"/resources/samples/*.pdf)
"$source/build/release/bin/lectern-cli" read "${samples[@]}" -o "$out" --overwrite

say "Done. What was read, as Markdown for people and JSON for programs:"
for sample in "${samples[@]}"; do
  stem=$(basename "${sample%.*}")
  printf '  %s\n    %s\n    %s\n' "$(basename "$sample")" "$out/$stem.md" "$out/$stem.json"
done

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  say "Opening the window (close it to end)"
  exec "$source/build/release/bin/lectern" "${samples[0]}"
fi
say "No display here, so the window stays closed. With one: build/release/bin/lectern FILE…"
