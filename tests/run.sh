#!/usr/bin/env bash
# Installs what is missing, builds and passes all tests, on a bare Debian 12. May be run again.
#   ./tests/run.sh           release build, every test
#   ./tests/run.sh asan      address and undefined-behaviour sanitizers
#   ./tests/run.sh tsan      thread sanitizer
# Further arguments go to ctest: ./tests/run.sh release -R tokenizer
set -euo pipefail
source=$(cd "$(dirname "$0")/.." && pwd)
. "$source/packaging/packages.sh"
preset=${1:-release}
[ $# -gt 0 ] && shift
case $preset in
  release|debug|asan|tsan) ;;
  *) echo "Unknown preset '$preset': release, debug, asan or tsan" >&2; exit 2 ;;
esac

install_missing "${build_packages[@]}" "${run_packages[@]}" "${test_packages[@]}"
install_missing "${optional_test_packages[@]}" || say "Going on without: ${optional_test_packages[*]}"

cd "$source"
say "Configuring build/$preset"
bench=OFF  # built, so that it keeps building; run by hand
[ "$preset" = release ] && bench=ON
cmake --preset "$preset" -DLECTERN_TESTS=ON -DLECTERN_BENCH=$bench
say "Building (about ten minutes on two cores the first time)"
cmake --build --preset "$preset" -j "$(nproc)"

# Tests must not depend on the caller's desktop, locale or settings.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -m 700 "$scratch/run" "$scratch/home"
export LANG=C.UTF-8 LC_ALL=C.UTF-8 HOME="$scratch/home" XDG_RUNTIME_DIR="$scratch/run"
export XDG_CONFIG_HOME="$scratch/home/config" XDG_DATA_HOME="$scratch/home/data" XDG_CACHE_HOME="$scratch/home/cache"
unset DISPLAY WAYLAND_DISPLAY QT_SCALE_FACTOR QT_STYLE_OVERRIDE QT_QPA_PLATFORMTHEME
export QT_QPA_PLATFORM=offscreen
# Qt Quick keeps one texture at exit; threads of uninstrumented libraries look like races.
export LSAN_OPTIONS="suppressions=$source/tests/support/lsan.supp:print_suppressions=0"
export ASAN_OPTIONS="detect_stack_use_after_return=1:allocator_may_return_null=1"
export UBSAN_OPTIONS="print_stacktrace=1"
export TSAN_OPTIONS="ignore_noninstrumented_modules=1:halt_on_error=1:suppressions=$source/tests/support/tsan.supp:print_suppressions=0"

say "Testing"
ctest --test-dir "build/$preset" --output-on-failure -j 2 "$@"  # two: those of the window run alone
