// Ink against what was read of it: print that no region covers, regions whose text has no print beneath.
#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

#include "core/document/document.h"
#include "core/image/image.h"

namespace lectern {

// A connected piece of print. Drawn rules, specks and what a scanner leaves along the sheet's edges are none.
struct InkPiece {
    Rect box;         // points
    double area = 0;  // square points of its dark pixels
};

// The print of one page.
struct PageInk {
    std::vector<InkPiece> pieces;  // from top to bottom
    double area = 0;               // of all of them
};

// What the print and the regions of a page say against each other.
struct InkReport {
    std::vector<Rect> unread;      // places with print outside all regions, near pieces joined; reading direction
    double unread_part = 0;        // 0 … 1 of the page's print lies there
    std::vector<int64_t> inkless;  // regions that have text and far too little print for it, by reading order
    bool operator==(const InkReport&) const = default;
};

// The print of a page drawn at `dpi`. 100 dpi is enough and takes some ten milliseconds. Throws
// Error{Fault::cancelled}.
PageInk find_ink(const Image& page, double dpi, std::stop_token stop = {});

// Fast: can be asked after every edit.
InkReport check_ink(const PageInk& ink, const Page& page);

}  // namespace lectern
