// Words the reader was not sure of, from the probability of their tokens.
#pragma once

#include <QVariantList>
#include <vector>

#include "core/document/document.h"

namespace lectern {

// Of lines of the in-box reader, those from 0.90 to 0.95 had 15 % wrong letters, above 0.98 0.3 %
// (core/pipeline/line_text.h).
constexpr double kUnsureWord = 0.95;

struct UnsureWord {
    int64_t region = 0;
    size_t line = 0, word = 0;
    Rect box;
    double confidence = 0;
};

bool isUnsure(const Word& word);
std::vector<UnsureWord> unsureWords(const Page& page);  // in reading order
// Where they stand in the region's content: {from, length, kind 0}, letters as QString counts them.
QVariantList unsureMarks(const Region& region);

}  // namespace lectern
