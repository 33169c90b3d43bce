// PageFrame: from pixels of the analysed picture to points of the page.
#pragma once

#include "core/document/geometry.h"
#include "core/layout/layout.h"
#include "core/pipeline/pipeline.h"

namespace lectern {

struct PageFrame {
    double dpi = 200;
    double offset_x = 0, offset_y = 0;         // points: where the part that is read begins on the page
    double given_width = 0, given_height = 0;  // pixels of that part as rendered
    double found_width = 0, found_height = 0;  // pixels of LayoutPage::image
    double skew = 0;                           // LayoutPage::skew

    // The upright box around what `pixels` (of LayoutPage::image) covers on the page: turned back about the middle.
    Rect to_points(const Rect& pixels) const;
};

PageFrame make_frame(const PageInput& part, double offset_x, double offset_y, const LayoutPage* found);

}  // namespace lectern
