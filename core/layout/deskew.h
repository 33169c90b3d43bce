// Skew of the text lines and its removal.
#pragma once

#include "core/image/image.h"
#include "core/layout/binarise.h"
#include "core/layout/pix.h"

namespace lectern {

// Degrees to turn the picture clockwise so that its lines run level; 0 when nothing speaks for a turn. Finds up to ±7°.
double find_skew(const PixPtr& ink);

// The picture turned clockwise by `degrees` about its centre, same size; corners get the paper's colour.
Image turned(const Image& page, double degrees);

// The same turn for the grey picture.
Grey turned(const Grey& page, double degrees);

}  // namespace lectern
