// Lines of a table → its HTML.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/document/join.h"
#include "core/layout/layout.h"

namespace lectern {

// `texts`: one per line of the region. "<table><tr><th colspan=\"2\">…": every grid place is covered once.
std::string table_html(const LayoutRegion& table, std::span<const std::string> texts, const WordEvidence& evidence);

}  // namespace lectern
