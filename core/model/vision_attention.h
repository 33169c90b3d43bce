// Which patches of which pictures attend to each other inside a vision tower.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/compute/backend.h"

namespace lectern {

// Where a row of the tower stands: patch (y, x) of a view of a picture (0 for families that look once). A row that is only
// there to fill a window up has y = -1.
struct PatchPlace {
    int32_t image = 0, view = 0, y = 0, x = 0;
};

struct VisionAttention {
    std::string name;                  // "picture", "window"
    std::vector<int64_t> blocks = {};  // of the tower, from 0, that attend like this
    Spans spans = {};                  // over the rows of all pictures together
    std::vector<PatchPlace> rows = {};
};

}  // namespace lectern
