// The tokens a region was heard in → what is known of its words.
#pragma once

#include <vector>

#include "core/document/document.h"
#include "core/pipeline/line_text.h"

namespace lectern {

// Lines of the region's content (rows of a table) with their words, each with the mean probability of the tokens that
// speak for it; boxes are not known. `heard`: the content as it grew, before it was tidied; words that tidying changed
// have no confidence. None for formulas and pictures.
std::vector<Line> lines_with_confidence(const Region& region, const LineReading& heard);

}  // namespace lectern
