// Second look at categories, once the text of a page is known. Geometry cannot read "Figure 3", "1.2" or a page number.
#pragma once

#include "core/document/document.h"

namespace lectern {

// Changes `category` and `level` of regions of one page from their text (numbering, list marks, "Table 2", lone page
// numbers). Regions the user edited or locked stay as they are. Call it when all regions of the page are read, before
// mark_repeated_furniture (layout.h). Calling it twice changes nothing more.
void refine_categories(Page& page);

}  // namespace lectern
