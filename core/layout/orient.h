// Which way up a scanned page lies, and whether it is white on black.
#pragma once

#include "core/layout/binarise.h"
#include "core/layout/pix.h"

namespace lectern {

// Quarter turns clockwise (0 to 3) that set the text upright: letters of the Latin, Greek and Cyrillic scripts have
// more ascenders than descenders. 0 unless the evidence is clear: capitals, figures and other scripts give none.
int find_quarter_turns(const PixPtr& ink);

// Most of the page is dark and what stands on it is bright and thin: a negative, or a page of white print.
bool is_negative(const Grey& page);

}  // namespace lectern
