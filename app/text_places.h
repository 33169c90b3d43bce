// Where the letters of a region's text stand on the page, as far as its lines and words tell.
#pragma once

#include <QString>
#include <vector>

#include "core/document/document.h"

namespace lectern {

// One word of the text as it is shown and copied (plainTextOf); letters as QString counts them.
struct PlacedWord {
    qsizetype from = 0, length = 0;
    Rect box;         // points
    size_t line = 0;  // of Region::lines
    size_t word = 0;  // of its words; where a line has none they are estimated, and this counts those
};

// In the order of the text. Words that hyphens and joints have changed are left out.
std::vector<PlacedWord> placedWords(const Region& region);

// What a stretch of the text covers, a box for each line; the whole region where its words have no places.
std::vector<Rect> boxesOfText(const Region& region, const std::vector<PlacedWord>& words, qsizetype from,
                              qsizetype length);

// The letter nearest to a place on the page; 0 where nothing is known.
qsizetype letterAt(const std::vector<PlacedWord>& words, double x, double y);

}  // namespace lectern
