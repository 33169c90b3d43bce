// Blobs → text lines. Scale-free: every decision is taken in the size of the print at hand.
#pragma once

#include <span>
#include <stop_token>
#include <vector>

#include "core/layout/blobs.h"

namespace lectern {

struct TextLine {
    Box box;                 // of its blobs
    double top = 0;          // of letters without ascenders, pixels (of capitals in a line of capitals)
    double base = 0;         // baseline
    double em = 0;           // size of the print, pixels
    double stroke = 0;       // width of its strokes, pixels
    std::vector<int> blobs;  // indices, left to right
};

// Vertical rules: nothing joins across them.
class Walls {
 public:
    explicit Walls(std::vector<Box> rules) : rules_(std::move(rules)) {}
    bool between(const Box& a, const Box& b) const;

 private:
    std::vector<Box> rules_;
};

// Letters chain to words, words to lines (gaps up to 1.3 em; wider ones only where the neighbouring lines run through),
// marks without a line of their own (accents, dots, commas, quotes, leaders) join the line they belong to. What is too
// small and too far from any line is left out.
std::vector<TextLine> find_lines(std::span<const Blob> blobs, const Walls& walls, std::stop_token stop);

// Lines with the same number in `group` become one.
std::vector<TextLine> merge_lines(std::vector<TextLine> lines, const std::vector<int>& group,
                                  std::span<const Blob> blobs);

}  // namespace lectern
