// Doubtful spots in the JSON that models write, decided from what follows them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lectern {

enum class Verdict { undecided, yes, no };  // undecided: more of the stream is needed

// Is `s` (a letter of \b \f \n \r \t, then what followed it) a LaTeX command with something after it?
Verdict latex_command(std::string_view s);

// `s` begins with a quote met inside a text. Does it end the text? Only if JSON can go on after it.
Verdict quote_ends(std::string_view s);

std::string encode_utf8(uint32_t code_point);

}  // namespace lectern
