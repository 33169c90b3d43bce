// Blobs and pieces of lines put together to lines; a part of lines.cpp.
#pragma once

#include <numeric>
#include <span>
#include <vector>

#include "core/layout/lines.h"

namespace lectern {

class Groups {
 public:
    explicit Groups(size_t n) : parent_(n) { std::iota(parent_.begin(), parent_.end(), 0); }
    int root(int i) {
        while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
        return i;
    }
    void join(int a, int b) { parent_[root(b)] = root(a); }

 private:
    std::vector<int> parent_;
};

// One line per group of pieces; `members` are the blobs of each piece.
std::vector<TextLine> collect(Groups& groups, std::span<const Blob> blobs,
                              const std::vector<std::vector<int>>& members);

// The same for pieces that are lines already.
std::vector<TextLine> joined(Groups& groups, std::vector<TextLine>& lines, std::span<const Blob> blobs);

}  // namespace lectern
