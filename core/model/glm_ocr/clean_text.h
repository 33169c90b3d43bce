// The tidying that GLM-OCR's own pipeline does to every answer.
#pragma once

#include <string>
#include <string_view>

namespace lectern::glm_ocr {

// Blank space and written-out tabs ("\t") around it go; runs of three or more of . · _ or \_ become three; inline
// formulas "$ x $" become "$x$" with a blank between them and a letter or digit beside them.
std::string clean_text(std::string_view text);

// A loop that slipped through: a piece of at least 10 bytes, ten times in a row, is kept once and all behind it
// dropped; likewise from where one line begins to fill four fifths of all lines. Texts below 2,048 bytes are left
// alone. What was dropped; empty: nothing.
std::string cut_repetitions(std::string& text);

// LaTeX without the one pair of delimiters around it ($$, \[ \], \( \), $), each end by itself: a cut answer has only
// one.
std::string bare_formula(std::string_view text);

}  // namespace lectern::glm_ocr
