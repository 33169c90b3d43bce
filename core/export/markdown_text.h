// Plain text → CommonMark that shows exactly that text.
#pragma once

#include <string>
#include <string_view>

namespace lectern {

// Inside a line: marks that would be taken for emphasis, code, links, HTML, entities or maths get a backslash.
std::string escape_markdown(std::string_view text);
// A whole block of one or more lines; also guards line starts ("1986.", "#", "-", ">", rules).
std::string escape_markdown_block(std::string_view text);
// A cell of a pipe table: one line, '|' guarded, line breaks as <br>.
std::string escape_markdown_cell(std::string_view text);
// One line for behind "## ": no line breaks, no closing run of '#'.
std::string markdown_heading(std::string_view text);
// Safe inside <!-- -->.
std::string markdown_comment(std::string_view text);
// What comes in: NFC, LF, no control characters, a line's outer blanks and outer empty lines dropped.
std::string clean_text(std::string_view text);
// A link target: blanks, parentheses and control characters percent-encoded.
std::string markdown_target(std::string_view path);

}  // namespace lectern
