// Orders regions the way people read: columns left to right, what spans columns between them.
#pragma once

#include <vector>

#include "core/document/geometry.h"

namespace lectern {

// Indices of `boxes` in reading order: an XY-cut whose horizontal cuts never tear columns apart. `gutter`: narrowest
// white between two columns, in the boxes' unit.
std::vector<int> reading_order(const std::vector<Rect>& boxes, double gutter);

}  // namespace lectern
