#!/usr/bin/env bash
# Manual pages without a warning, one per command of --help; completions that the shells accept and that offer what --help names.
set -euo pipefail
made=$1
cli=$made/../../bin/lectern-cli
fail() { echo "FAILED: $*" >&2; exit 1; }

for page in "$made"/man/*/*.gz; do
  warnings=$(LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)
  [ -z "$warnings" ] || fail "$page: $warnings"
done
commands=$("$cli" --help | sed -n '/^Subcommands:/,/^$/{s/^  \([a-z]*\) .*/\1/p}')
[ -n "$commands" ] || fail "--help names no commands"
for command in $commands; do
  page=$made/man/cli/lectern-cli-$command.1.gz
  [ -f "$page" ] || fail "no manual page for '$command'"
  text=$(zcat "$page" | sed 's/\\-/-/g')
  for option in $("$cli" "$command" --help | grep -oE '^  (-[a-z],)?--[a-z-]+' | grep -oE -- '--[a-z-]+'); do
    grep -qF -- "$option" <<<"$text" || fail "$page does not name $option"
  done
done

. "$made/completions/cli/bash-completion/lectern-cli"
offered() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _lectern_cli; echo " ${COMPREPLY[*]} "; }
for command in $commands; do
  [[ $(offered lectern-cli "") == *" $command "* ]] || fail "bash does not offer '$command'"
done
[[ $(offered lectern-cli read --dev) == " --device " ]] || fail "bash: --dev gives '$(offered lectern-cli read --dev)'"
[[ $(offered lectern-cli read --device "") == *" cpu "* ]] || fail "bash: --device offers '$(offered lectern-cli read --device "")'"
[[ $(offered lectern-cli models "") == *" show "* ]] || fail "bash: models offers '$(offered lectern-cli models "")'"
[[ $(offered lectern-cli read --dpi "") == "  " ]] || fail "bash: --dpi offers '$(offered lectern-cli read --dpi "")'"
for shell in zsh fish; do
  command -v $shell >/dev/null || continue
  for file in "$made"/completions/*/$shell/*; do $shell -n "$file" || fail "$shell refuses $file"; done
done
