#!/usr/bin/env bash
# The public headers of core and gpu: those that another room of the house includes. Run in the repository.
set -euo pipefail
# room of a path: core/compute, gpu, app, …
grep -rHoE --include='*.h' --include='*.cpp' '^#include "(core|gpu)/[^"]+"' core gpu app |
  sed -E 's/^([^:]+):#include "(.*)"$/\1 \2/' |
  awk 'function room(p, a) { split(p, a, "/"); return a[1] == "core" ? a[1] "/" a[2] : a[1] } room($1) != room($2) { print $2 }' |
  sort -u
