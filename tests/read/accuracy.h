// How far a reading is from the truth: strict character error rate, and what it is made of.
#pragma once

#include <string>

#include "core/document/document.h"

namespace lectern::test {

// NFC; Latin ligatures and "ﬁ" spelled out; soft hyphens, zero-width and private-use characters dropped; any run of
// blanks and line breaks one blank. Runs of three and more dots (leaders) are three dots on both sides. Case, quotes,
// dashes and punctuation stay: they count.
// A hyphen at a line's end before a lower-case letter becomes U+00AD: reading it as "-" or as nothing are both right.
std::u32string strict_text(const std::string& text);

struct Errors {
    size_t substitutions = 0, deletions = 0, insertions = 0, reference = 0;
    double rate() const;  // (S + D + I) / reference
    Errors& operator+=(const Errors& other);
};

// Of code points. U+00AD in `truth` costs nothing when it is left out or read as '-'.
Errors compare(const std::u32string& truth, const std::u32string& read);

// Words found in both, whatever their order: 2 · common / (all of both). Tells errors of order from errors of reading.
double word_f1(const std::u32string& truth, const std::u32string& read);

// All regions' content in reading order, page heads and feet too. Tables: a line per row, cells divided by blanks.
std::string page_text(const Page& page);

}  // namespace lectern::test
