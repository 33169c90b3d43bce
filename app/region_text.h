// A region's content as the text panel shows it. Nothing here is ever given to a widget that interprets markup.
#pragma once

#include <QString>
#include <vector>

#include "core/document/document.h"

namespace lectern {

// The region alone, as the markdown exporter writes it.
QString markdownOf(const Region& region);
QString markdownOf(const std::vector<Region>& regions);  // together, as one page

}  // namespace lectern
