// LayoutDetector: page picture → regions with category, box and, where the reader wants lines, line boxes.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "core/document/document.h"
#include "core/image/image.h"

namespace lectern {

// One text line to read: its box in pixels of LayoutPage::image.
struct LayoutLine {
    Rect box;                 // pixels; accents and descenders inside
    std::vector<Rect> words;  // pixels; found at ink gaps, left to right; at least one
    bool continues = false;   // an over-long line was cut at a word gap here: joined to the next by one blank
};

// A cell of a found table, in grid coordinates.
struct LayoutCell {
    int row = 0, column = 0, row_span = 1, column_span = 1;  // counted from 0; spans from 1
    bool header = false;  // set apart by rules or weight
    std::vector<int> lines;  // indices into LayoutRegion::lines, in reading order
};

struct LayoutRegion {  // a region as the detector found it, before it is read
    Rect box;  // pixels
    Category category = Category::Text;  // as far as ink alone tells
    double score = 1;  // 0 to 1
    int64_t level = 0;              // as Region::level
    std::vector<LayoutLine> lines;  // empty for Picture; in reading order
    std::vector<LayoutCell> cells;  // Table only
    int rows = 0, columns = 0;      // Table only
};

struct LayoutPage {  // what a detector says of a page
    // The page as analysed: upright (sides change places when it lay on its side), turned about its centre when skewed,
    // dark on bright.
    Image image;
    double skew = 0;                    // degrees the given picture was turned by to get `image` (positive: clockwise, up to 277)
    std::vector<LayoutRegion> regions;  // in reading order
};

class LayoutDetector {
 public:
    virtual ~LayoutDetector() = default;
    // dpi: of `page`. Throws Error{Fault::cancelled} when stopped.
    virtual LayoutPage detect(const Image& page, double dpi, std::stop_token stop) const = 0;
};

// Evidence from several pages: running heads and feet repeat. Changes categories to Page-header / Page-footer.
// Called with the regions of pages already read; safe to call again when more pages are done.
void mark_repeated_furniture(std::vector<Page>& pages);

}  // namespace lectern
