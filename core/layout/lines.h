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
    std::vector<int> blobs;  // indices, left to right
};

// Letters chain to words, words to lines (gaps up to 1.3 em; wider ones only where the neighbouring lines run through),
// marks without a line of their own (accents, dots, commas, quotes, leaders) join the line they belong to. What is too
// small and too far from any line is left out.
std::vector<TextLine> find_lines(std::span<const Blob> blobs, std::stop_token stop);

}  // namespace lectern
