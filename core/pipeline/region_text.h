// The readings of a region's lines → Region: content, lines, confidence, state, warnings.
#pragma once

#include <span>

#include "core/pipeline/join.h"
#include "core/pipeline/line_text.h"
#include "core/pipeline/page_frame.h"

namespace lectern {

// As announced before reading: box, category, order; id counts from 1.
Region new_region(const LayoutRegion& found, const PageFrame& frame, int64_t order);

// Sets everything that reading tells; safe to call again with more evidence. `readings`: one per line of `found`.
// Lines below kBelieved are not believed: their text stays out of `content` and of the line, a warning quotes it.
void fill_region(Region& region, const LayoutRegion& found, std::span<const LineReading> readings,
                 const PageFrame& frame, const WordEvidence& evidence);

}  // namespace lectern
