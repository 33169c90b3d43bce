// The difference between two texts, word by word.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lectern {

struct DiffPiece {  // a stretch of words that both texts have, or only one
    enum class Kind { same, removed, added };  // removed: of the old text; added: of the new one
    Kind kind = Kind::same;  // which of them
    std::string text;  // with the blanks that follow its words
    bool operator==(const DiffPiece&) const = default;
};

// The shortest one for texts up to a few thousand differing words; beyond that what lies between the first and the
// last difference is one piece removed and one added. The pieces of one side, joined, are that side.
std::vector<DiffPiece> diff_words(std::string_view before, std::string_view after);

// Words removed and added, pairs counted once.
int count_changes(const std::vector<DiffPiece>& pieces);

}  // namespace lectern
