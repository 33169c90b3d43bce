// Printed lines → one running text: what becomes of a hyphen at a line's end.
#pragma once

#include <span>
#include <string>
#include <unordered_map>

namespace lectern {

// The words a page uses, as evidence for what a hyphen at a line's end means.
class WordEvidence {
 public:
    void add_line(const std::string& text);    // its last word is left out when it ends in a hyphen
    int count(const std::string& word) const;  // letter case of ASCII letters does not count

 private:
    std::unordered_map<std::string, int> counts_;
};

// Lines of one paragraph, which `evidence` has seen: joined by a blank. A hyphen at a line's end goes when the next
// line starts with a lower-case letter, at least two letters stand before it, and the page speaks for it: the joined
// word occurs elsewhere on it, or neither half does. It stays, and no blank is added, when the hyphenated form occurs
// elsewhere or a half is a word.
std::string join_lines(std::span<const std::string> lines, const WordEvidence& evidence);

}  // namespace lectern
