// Drawn rules: found, and taken out of the ink.
#pragma once

#include <vector>

#include "core/layout/blobs.h"
#include "core/layout/pix.h"

namespace lectern {

struct Rule {
    Box box;
    bool horizontal = true;
};

// Long thin straight strokes (from 0.3 inch). They are cleared from `ink`, so that letters standing on an underline or
// in a grid come apart. Dashes between letters stay in the ink.
std::vector<Rule> take_rules(PixPtr& ink, double dpi);

}  // namespace lectern
