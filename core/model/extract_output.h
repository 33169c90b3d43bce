// Answers to the extraction task: JSON that fills in a form.
#pragma once

#include <memory>
#include <string>

#include "core/model/model.h"

namespace lectern {

// One Text region, the whole picture. Its content is the answer as it arrives and, once that has ended, the JSON in it,
// mended where needed and set out over lines. Warnings tell what was mended, which members of `form` are missing, and
// that there was no JSON (the answer then stays as it is). `form` may be empty: nothing is compared.
std::unique_ptr<OutputParser> make_extract_parser(std::string form, int64_t image_width, int64_t image_height);

}  // namespace lectern
