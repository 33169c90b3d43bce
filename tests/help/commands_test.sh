#!/usr/bin/env bash
# Every command of a text runs exactly as printed: each ```sh block in order, in one folder that holds what the texts speak of.
#   commands_test.sh SOURCE BUILD FILE.md
# - A ```text block right after it is what the commands print, line by line; "…" stands for anything. If it begins with
#   "lectern-cli: ", the commands must fail.
# - A block whose first line is "# Not run by the tests: REASON" is not run; its programs and options must still exist.
# - So must those of commands inside lines and tables.
set -uo pipefail
source=$1 build=$2 text=$3
box=$(mktemp -d)
trap 'rm -rf "$box"' EXIT
failures=0
fail() { echo "FAILED: $text: $*" >&2; failures=$((failures + 1)); }

# -- what the texts speak of
work=$box/work
mkdir -p "$work/build" "$box/home/.local/share/lectern/models" "$box/tmp"
cd "$work" || exit 1
samples=$source/resources/samples
cp "$samples/harbour-library.pdf" report.pdf
cp "$samples/scanned-letter.pdf" letter.pdf
pdftoppm -r 60 -png -singlefile "$samples/tide-clocks.pdf" a
pdftoppm -r 60 -png -singlefile "$samples/reading-room-rules.pdf" b
convert "$samples/../models/reader-tiny/samples/line_00.png" -density 150 -units PixelsPerInch scan.tif
cp a.png picture.pdf
head -c 3000 "$samples/tide-clocks.pdf" > cut.pdf
echo sesame > secret.txt
qpdf --encrypt sesame sesame 256 -- "$samples/tide-clocks.pdf" locked.pdf
(cd "$source" && "$build/tests/make_models" "$box/home/.local/share/lectern/models" "$work") || exit 1
for folder in resources packaging tests bench; do ln -s "$source/$folder" .; done
ln -s "$build" build/release
export HOME=$box/home TMPDIR=$box/tmp PATH=$build/bin:$PATH LC_ALL=C.UTF-8
unset XDG_DATA_HOME XDG_CONFIG_HOME DISPLAY WAYLAND_DISPLAY

# -- its blocks: N.sh, and N.text where one follows directly
blocks=$box/blocks
mkdir "$blocks"
awk -v out="$blocks" '
  /^```/ && !inside { inside = 1; kind = substr($0, 4)
    if (kind == "sh") { file = sprintf("%s/%03d.sh", out, ++n); printf "" > file; print NR + 1 > (file ".line") }
    else file = kind == "text" && follows ? sprintf("%s/%03d.text", out, n) : ""
    next }
  /^```/ { inside = 0; follows = kind == "sh"; next }
  inside { if (file != "") print > file; next }
  NF { follows = 0 }' "$source/$text"

# check_words COMMAND…: the program and its options exist.
check_words() {
  local program=${1##*/} help word sub=()
  shift
  [ "$program" = lectern-cli ] || return 0
  for word in "$@"; do
    case $word in
      read|ask|models|devices|trace|masks|list|show|verify|mapping|quantize) [ ${#sub[@]} -lt 2 ] && sub+=("$word") ;;
      --*) help=$(lectern-cli "${sub[@]}" --help); grep -qE -- "(^|[ ,])${word%%=*}( |,|$)" <<<"$help" || fail "lectern-cli ${sub[*]} has no option $word" ;;
    esac
  done
}

run=0 left_out=0
for block in "$blocks"/*.sh; do
  [ -e "$block" ] || continue
  line=$(cat "$block.line") expected=${block%.sh}.text
  first=$(head -1 "$block")
  if [[ $first == "# Not run by the tests: "* ]]; then
    left_out=$((left_out + 1))
    echo "line $line: not run: ${first#"# Not run by the tests: "}"
    while read -r -a words; do
      case ${words[0]:-} in
        ''|'#'*) ;;
        ./*|build/release/*)
          [ -e "${words[0]}" ] || [ -e "$source/bench/$(basename "${words[0]}").cpp" ] || fail "line $line: there is no ${words[0]}"
          check_words "${words[@]}" ;;
        *) check_words "${words[@]}" ;;
      esac
    done < "$block"
    continue
  fi
  if grep -q 'build/release/bench/' "$block" && [ ! -d "$build/bench" ]; then
    left_out=$((left_out + 1))
    echo "line $line: not run: this build has no benchmarks"
    continue
  fi
  run=$((run + 1))
  status=0
  bash -e "$block" > "$box/printed" 2>&1 < /dev/null || status=$?
  if [ -e "$expected" ] && [[ $(head -1 "$expected") == "lectern-cli: "* ]]; then
    [ $status -ne 0 ] || fail "line $line: expected to fail, but did not: $(cat "$block")"
  elif [ $status -ne 0 ]; then
    fail "line $line ended with $status: $(cat "$block")"$'\n'"$(tail -5 "$box/printed")"
  fi
  [ -e "$expected" ] || continue
  while IFS= read -r want; do
    pattern=$(sed -e 's/[][\.*^$(){}?+|/]/\\&/g' -e 's/…/.*/g' <<<"$want")
    grep -qE -- "^$pattern\$" "$box/printed" || fail "line $line: prints no line like"$'\n'"  $want"$'\n'"but"$'\n'"$(head -20 "$box/printed")"
  done < "$expected"
done

# -- commands inside lines and tables
while IFS= read -r command; do
  read -r -a words <<<"$command"
  case ${words[0]} in
    build/release/bench/*) [ -e "$source/bench/$(basename "${words[0]}").cpp" ] || fail "there is no ${words[0]}" ;;
    build/release/tests/*) grep -rq --include=CMakeLists.txt "lectern_test($(basename "${words[0]}") " "$source/tests" || fail "there is no ${words[0]}" ;;
    ./*|bench/*) [ -e "$source/${words[0]}" ] || fail "there is no ${words[0]}" ;;
    *) check_words "${words[@]}" ;;
  esac
done < <(awk '/^```/ { inside = !inside; next } !inside' "$source/$text" | grep -oE '`(lectern-cli|build/release/[a-z]+/[a-z_-]+|\./[a-z]+/|bench/)[^`]*`' | tr -d '`')

echo "$text: $run blocks run, $left_out not run"
[ "$failures" -eq 0 ]
