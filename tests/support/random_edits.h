// Pages with regions, and edits of every kind on them, some of which must be refused.
#pragma once

#include <random>

#include "core/document/edit.h"

namespace lectern::test {

// `regions` of mixed categories in two columns, with lines and words, a table among them.
Page page_with_regions(int regions, int64_t number = 1);

Edit random_edit(const Page& page, std::span<const Edit> before, std::mt19937& random);

}  // namespace lectern::test
