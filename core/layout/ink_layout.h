// The detector that needs no network: everything is found in the ink.
#pragma once

#include <memory>

#include "core/layout/layout.h"
#include "core/layout/line_boxes.h"

namespace lectern {

// Deskews, finds text lines, columns, paragraphs, tables, rules and pictures. `limits`: what the line reader can take
// (model directories say it in lectern.json; divide `max_width` by `height` for the aspect).
std::unique_ptr<LayoutDetector> make_ink_layout(const LineLimits& limits = {});

}  // namespace lectern
