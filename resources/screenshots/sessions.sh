# What make.sh takes pictures of, session by session; sourced by it, once for each theme and size.
stored() { python3 "$here/stored.py" "$1" "$out/exported/harbour-library.json" > "$out/$1.json"; }

if wanted empty twice; then
  settings_are appearance=$appearance
  start; away; state empty 4 twice; finish
fi
if wanted reading twice || wanted trouble || wanted long; then
  settings_are appearance=$appearance
  start "$out/harbour-library.pdf"; light=$(ground)
  read_page
  export_now harbour-library || fail "nothing was exported"
  finish
  for kind in reading states long; do stored $kind; done
fi
if wanted reading twice; then
  settings_are appearance=$appearance
  start --fake-engine "$out/reading.json" "$four"; away
  keys ctrl+shift+r
  wait_for 20 regions_shown; sleep 0.2
  state reading 0 twice
  keys Escape; sleep 0.3; finish
  if [ "$INSIDE" = 1 ]; then
    settings_are appearance=$appearance
    start --fake-engine "$out/reading.json" "$out/harbour-library.pdf"; away
    keys ctrl+r
    wait_for 20 regions_shown; keys Escape; state reading-stopped
    finish
  fi
fi
if wanted trouble; then
  settings_are appearance=$appearance
  qpdf --empty --pages $(for _ in 1 2 3 4; do echo "$samples/harbour-library.pdf"; done) -- "$out/Four pages.pdf"
  start --fake-engine "$out/states.json" "$out/Four pages.pdf"; away
  keys ctrl+shift+r; sleep 2; wait_for 60 page_done
  state trouble-failed
  keys Next; state trouble-looping
  keys Tab Tab Tab shift+c; away; state trouble-cut; keys Escape Escape
  keys Next; at 400 160; state trouble-unread
  keys Next; away; sleep 1; state trouble-nothing-found
  finish
  qpdf --encrypt sesame sesame 256 -- "$samples/harbour-library.pdf" "$out/Locked.pdf"
  start "$out/Locked.pdf" "$out/gone.pdf"; sleep 1; state trouble-password 2; keys Escape; state trouble-messages; finish
fi
if wanted long; then
  settings_are appearance=$appearance
  start --fake-engine "$out/long.json" "$out/harbour-library.pdf"; away
  keys ctrl+r; sleep 1; wait_for 60 page_done; state long-text
  for i in 1 2 3 4 5 6 7 8 9 10; do keys Tab; done; away; state long-table
  finish
fi
if wanted page twice; then
  settings_are appearance=$appearance
  start "$four"; away
  read_all
  state page-read 4 twice
  keys Tab Tab Tab; away; state page-editing 4 twice
  click 556 230 3; state page-menu; keys Escape
  click 960 697; away; state page-category; keys Escape
  click 556 160; keys F2; away; state page-text-in-place 2 twice
  keys Escape Escape ctrl+f; xdotool type library; state page-find 2 twice
  keys Escape F4; away; state page-unsure
  keys Escape F6; state page-order; keys F6
  keys ctrl+shift+k F8 F9; sleep 1; state page-checks; keys F8 F9
  keys ctrl+e; state page-export; keys Escape
  finish
  settings_are appearance=$appearance
  start "$out/harbour-library.pdf"; away
  read_page
  click 500 160
  keys F2 ctrl+End; xdotool type " Nobody laughed."; keys ctrl+Return shift+r; state page-read-again 2 twice
  for i in 1 2 3 4 5 6; do keys Tab; done; keys Return; sleep 1; wait_for 20 page_done; away; state page-difference 4 twice
  keys ctrl+z; state page-difference-undone
  keys ctrl+z
  finish
fi
if wanted dialogs twice; then
  settings_are appearance=$appearance
  start "$four"; away
  keys ctrl+comma; state dialogs-settings 2 twice; keys Escape
  keys ctrl+m; sleep 1; state dialogs-models; keys Escape
  keys ctrl+F1; state dialogs-keys; keys Escape
  keys F1; state dialogs-guide; keys Escape
  keys F10; state dialogs-menu 4 twice; keys Escape
  finish
fi
if wanted models twice; then
  mkdir -p "$out/data/lectern/models" && python3 "$here/models.py" "$out/data/lectern/models" > /dev/null || fail "no models"
  settings_are appearance=$appearance
  start "$four"; away
  keys ctrl+m; sleep 1; state models-many 4 twice
  keys shift+Tab space; sleep 0.3; state models-devices 2; keys Escape Escape
  finish
  rm -rf "$out/data/lectern/models"
fi
if wanted documents; then
  settings_are appearance=$appearance
  long="$out/Minutes of the extraordinary general meeting of the harbour library, third draft with comments.pdf"
  cp "$samples/reading-room-rules.pdf" "$long"
  for name in "Tide tables 1783" "Letters to the council" "Catalogue of maps" "Roof repairs, offers"; do
    cp "$samples/tide-clocks.pdf" "$out/$name.pdf"
  done
  qpdf --empty --pages $(for _ in $(seq 75); do echo "$samples"/*.pdf; done) -- "$out/Three hundred pages.pdf"
  start "$four" "$out/tide-clocks.pdf" "$out/scanned-letter.pdf" "$long" "$out/Tide tables 1783.pdf" \
    "$out/Letters to the council.pdf" "$out/Catalogue of maps.pdf" "$out/Roof repairs, offers.pdf" "$out/Three hundred pages.pdf"
  sleep 1; away
  state documents-many
  keys End; sleep 1; keys Prior Prior Prior; state documents-300-pages
  read_page; state documents-300-pages-read
  for i in 1 2 3 4 5; do keys ctrl+shift+Tab; done; state documents-long-name
  at 100 150; sleep 1.2; state documents-long-name-tip 1
  finish
fi
if wanted language; then
  settings_are appearance=$appearance language=de
  start "$four"; away; read_page; keys Tab Tab; away; state language-german
  keys ctrl+comma; state language-german-settings; keys Escape
  finish
  settings_are appearance=$appearance language=ar_XB
  start "$four"; away; read_page; keys Tab Tab; away; state language-right-to-left
  keys ctrl+comma; state language-right-to-left-settings; keys Escape
  finish
fi
if wanted narrow; then
  settings_are appearance=$appearance; wide 760
  start "$four"; away; read_page; state narrow-page
  keys ctrl+t; state narrow-text; finish
  settings_are appearance=$appearance; wide 420
  start "$four"; away; read_page; state narrow-phone
  keys ctrl+b; state narrow-drawer; keys ctrl+b
  keys ctrl+comma; state narrow-settings; keys Escape; finish
  width=1280
fi
if wanted large; then
  settings_are appearance=$appearance textSize=200
  start "$four"; away; read_page; keys Tab Tab; away; state large-text
  keys ctrl+comma; state large-text-settings; keys Escape
  keys ctrl+e; state large-text-export; keys Escape
  finish
fi
