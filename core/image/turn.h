// Pictures turned by quarters and turned dark on bright.
#pragma once

#include "core/image/image.h"

namespace lectern {

Image quarter_turned(const Image& page, int turns);  // clockwise, turns >= 0
Image negative(const Image& page);  // every value v becomes 255 - v

}  // namespace lectern
