// What an answer that ran into a loop says again and again is taken out of its text and kept beside it (Region::cut).
#pragma once

#include <string_view>
#include <vector>

#include "core/document/document.h"

namespace lectern {

// Bytes at the end of `text` that only say once more what stands before them: a piece said at least four times and 128
// bytes long in all; its first saying does not count. 0: the end does not repeat. Whole characters.
size_t repeated_tail(std::string_view text);

// Takes that off the region's content; a table is cut between cells and stays open.
void cut_repeats(Region& region);

// Likewise whole regions at the end that say the same in the same place as those before them, at least twice over; what
// they say is kept with the region they follow.
void cut_repeats(std::vector<Region>& regions);

}  // namespace lectern
