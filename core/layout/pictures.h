// What is neither text nor rule: photographs, drawings, charts; and dark blocks with light text, which are text after
// all.
#pragma once

#include <vector>

#include "core/layout/binarise.h"
#include "core/layout/blobs.h"
#include "core/layout/lines.h"
#include "core/layout/rules.h"

namespace lectern {

struct LargeBlobs {
    std::vector<Box> dark_text;  // dark blocks whose light letters were found
    std::vector<Box> others;
};

// Blobs too large for print are taken out of `blobs`. Where one is a dark block with light letters, the block is turned
// over in `ink` and its letters are added to `blobs`.
LargeBlobs take_large_blobs(PixPtr& ink, std::vector<Blob>& blobs, double dpi);

// Signs: one large blob with others inside it, as an exclamation mark in a triangle. Taken out of `lines`.
std::vector<Box> take_signs(std::vector<TextLine>& lines, const std::vector<Blob>& blobs);

// Areas of many tones, from the grey picture before its paper was levelled.
std::vector<Box> toned_areas(const Grey& grey, double dpi);

// Pictures out of both, near ones joined. A frame drawn around running text is none.
std::vector<Box> find_pictures(const LargeBlobs& large, const std::vector<Box>& toned, const std::vector<Rule>& rules,
                               const std::vector<TextLine>& lines, const std::vector<Blob>& blobs, double dpi,
                               int page_width, int page_height);

}  // namespace lectern
