// Text lines → rectangles for a line reader, and words.
#pragma once

#include <vector>

#include "core/layout/layout.h"
#include "core/layout/lines.h"
#include "core/layout/pix.h"

namespace lectern {

// What a reader of single lines can take; the defaults are the in-box reader's.
struct LineLimits {
    double aspect = 50;   // width over height of a crop
    int characters = 75;  // estimated from the width of the print
};

// One LayoutLine per line, or several that continue one another where the line is longer than the limits. `lines` are
// all lines of the page (boxes keep clear of neighbours); `ink` has no rules any more. Result i belongs to lines[i].
std::vector<std::vector<LayoutLine>> box_lines(const std::vector<TextLine>& lines, const std::vector<Blob>& blobs,
                                               const PixPtr& ink, const LineLimits& limits);

}  // namespace lectern
