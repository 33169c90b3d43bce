// Files → the pictures a model is given.
#pragma once

#include <string>
#include <vector>

#include "core/image/image.h"

namespace lectern {

// Pictures at their own size; of a PDF the first page at `dpi`. Throws Error naming the file.
std::vector<Image> load_pictures(const std::vector<std::string>& files, double dpi);

}  // namespace lectern
