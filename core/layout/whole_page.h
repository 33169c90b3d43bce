// The layout for readers that take whole pages and find the regions themselves.
#pragma once

#include <memory>

#include "core/layout/layout.h"

namespace lectern {

// One Text region over the whole page, no lines, the page as given.
std::unique_ptr<LayoutDetector> make_whole_page_layout();

}  // namespace lectern
