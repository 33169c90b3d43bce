// Tables in markdown: a pipe table where the grid allows it, else HTML without blank lines.
#pragma once

#include <string>

#include "core/document/table.h"

namespace lectern {

// Without final newline. Pipe tables have no spans, at most one header row and at most 12 columns.
std::string markdown_table(const Table& table);

}  // namespace lectern
