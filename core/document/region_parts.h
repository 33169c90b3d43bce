// What edits do to the content of a region: parting, joining, other words, another category.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/document/document.h"

namespace lectern {

struct RegionHalves {  // what splitting a region gives
    Region upper, lower;  // by their place on the page
};
// At `y`, which lies inside its box. Lines go to the side their middle is on and take their text with them; without
// lines, tables part between rows and text at the blank nearest to the same share of it. `offset`: the text parts
// there.
RegionHalves split(const Region& region, double y, std::optional<size_t> offset);

// New words in the old places where there are as many; else the places are no longer known. Marks it edited and read.
void retext(Region& region, const std::string& text);

// The kind of content follows the category: a table's text becomes rows and cells, and back.
void recategorise(Region& region, Category category);

// Beside what was cut from the region before, up to caps::kCutBytes, ending on a whole character.
void add_cut(Region& region, std::string_view more);

// Where the last cell of a table ends: before the closing tags behind it.
size_t end_of_cells(std::string_view html);

// The content with what was cut behind it again; a table takes it before its end.
std::string with_cut(const Region& region);

// The regions read in one part of a page as one: contents in turn, lines together, the worst state, all warnings.
Region joined(std::span<const Region> parts);

}  // namespace lectern
