# A header's comments as Doxygen reads them; every line stays where it is.
# - The first lines document the file and, when they begin with "Name:", the class or struct of that name.
# - A whole-line comment documents what follows. Functions right below it, without a blank line or a comment of their own
#   between, share it.
# - A comment behind code documents everything declared on that line.
# - What the compiler makes (= default, = delete) says so itself.
function close_group() { if (group) printf "///@}\n"; group = 0 }
# Words that Doxygen would take for commands or tags.
function plain(text) {
  gsub(/\\/, "\\\\", text); gsub(/@/, "\\@", text); gsub(/</, "\\&lt;", text); gsub(/>/, "\\&gt;", text); gsub(/#/, "\\#", text)
  return text
}
function several(code) { return code ~ /^ *[A-Za-z_:0-9]+(<[A-Za-z_:0-9]+>)? [a-z_0-9]+( = ([^,(){}]+|\{\}))?(, [a-z_0-9]+( = ([^,(){}]+|\{\}))?)+; *$/ }
# Functions declared from line i on without a blank line or a comment between.
function functions_from(i,   count) {
  if (lines[i] ~ /^ *(enum|using|struct|class|template) /) return 0
  for (; i <= NR && lines[i] ~ /[^ ]/ && lines[i] !~ /^ *(\/\/|[})])/; ++i) {
    if (lines[i] ~ /\{$/) break
    if (lines[i] ~ /\).*[;}]( *\/\/.*)?$/) ++count
  }
  return count
}
# "double x = 0, y = 0;" with one comment: each gets it.
function with_comment(code, comment,   parts, count, i, type, out) {
  if (code ~ /^ *(enum|using|struct|class) / || code ~ /\{ *$/) return "/** " comment " */ " code
  if (several(code)) {
    match(code, /^ *[A-Za-z_:0-9]+(<[A-Za-z_:0-9]+>)? /)
    type = substr(code, 1, RLENGTH)
    code = substr(code, RLENGTH + 1)
    sub(/; *$/, "", code)
    count = split(code, parts, ", ")
    for (i = 1; i <= count; ++i) out = out type parts[i] ";  ///< " comment "\n"
    sub(/\n$/, "", out)
    return out
  }
  return code "///< " comment
}
{ lines[NR] = $0 }
END {
  i = 1
  if (lines[1] ~ /^\/\//) {
    about = lines[1]
    sub(/^\/\/ */, "", about)
    if (match(about, /^[A-Z][A-Za-z0-9]*:/)) name = substr(about, 1, RLENGTH - 1)
    for (; lines[i] ~ /^\/\//; ++i) text = text plain(substr(lines[i], 4)) "\n"
    printf "/** %s @file */ ", text
    about = text
    sub(/^[A-Z][A-Za-z0-9]*: */, "", about)
    gsub(/\n/, " ", about)
  }
  for (; i <= NR; ++i) {
    line = lines[i]
    commented = lines[i - 1] ~ /^ *\/\//
    if (line ~ /^ *\/\//) {
      close_group()
      at = index(line, "//")
      said = (commented ? said : "") plain(substr(line, at + 2))
      print substr(line, 1, at - 1) "///" plain(substr(line, at + 2))
      continue
    }
    if (line !~ /[^ ]/ || line ~ /^ *[})]/ || line ~ /(public|private|protected):/) close_group()
    if (name != "" && !commented && line ~ ("^(class|struct) " name "[ ;{:]") && line !~ /;$/) {
      printf "/** %s */ ", about
      name = ""
    }
    at = index(line, "  // ")
    if (at > 0) line = with_comment(substr(line, 1, at + 1), plain(substr(line, at + 5)))
    else if (line ~ /= (default|delete);$/ && !commented && !group) line = line "  ///< " (line ~ /default/ ? "As the compiler makes it." : "There is none.")
    else if (commented && several(line)) line = with_comment(line, said)
    if (commented && !group && functions_from(i) > 1) { group = 1; printf "///@{\n" }
    print line
  }
}
