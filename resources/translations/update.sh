#!/usr/bin/env bash
# Brings the translations up to date with the words in app/ and qml/: new ones arrive as unfinished in lectern_de.ts (open
# it with Qt Linguist), those no longer used go; lectern_ar_XB.ts, the pseudo-locale of the tests, is made anew.
#   resources/translations/update.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
lupdate=$(command -v lupdate6 || echo /usr/lib/qt6/bin/lupdate)
for language in de ar_XB; do
  "$lupdate" -silent -no-obsolete -locations none -I . app qml -source-language en -target-language "$language" \
    -ts "resources/translations/lectern_$language.ts" 2>&1 | grep -v "Qualifying with unknown" || true
done
python3 resources/translations/pseudo.py resources/translations/lectern_ar_XB.ts
