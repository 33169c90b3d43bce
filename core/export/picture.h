// Cut-outs of pictures for formats that keep them in files of their own.
#pragma once

#include "core/document/document.h"
#include "core/image/image.h"

namespace lectern {

// The part of a page picture under `box` (points of a page `page_width` points wide), set upright by the quarter turns in
// `skew` (Page::skew); empty when they do not meet.
Image cut_out(const Image& page_image, double page_width, const Rect& box, double skew);

}  // namespace lectern
