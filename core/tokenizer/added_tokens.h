// Added tokens: cut out of the text before anything else looks at it.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

namespace lectern {

// A set of strings, found leftmost and longest.
class AddedTokens {
 public:
    void add(std::string_view content, int32_t id);
    bool empty() const { return nodes_.size() == 1; }

    struct Piece {
        std::string_view text;
        int32_t id;  // -1: ordinary text
    };
    std::vector<Piece> split(std::string_view text) const;

 private:
    struct Node {
        std::map<char, int32_t> next;
        int32_t id = -1;
    };
    std::vector<Node> nodes_ = std::vector<Node>(1);
};

}  // namespace lectern
