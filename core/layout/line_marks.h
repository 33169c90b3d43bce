// What is smaller than letters: accents, dots, leaders, specks; a part of lines.cpp.
#pragma once

#include <span>
#include <vector>

#include "core/layout/line_groups.h"

namespace lectern {

// Rows of dots at even distances, as between a heading and its page number. Their dots come to stand in one group.
void chain_leaders(std::span<const Blob> blobs, Groups& groups);

// Small pieces join the nearest line; dots of a leader follow one another, so both directions are walked. `specks`: the
// page is dirty, marks must stand where print has them.
std::vector<TextLine> attach_marks(std::vector<TextLine> lines, std::span<const Blob> blobs, const Walls& walls,
                                   bool specks);

// Pieces of one line lying inside another's body (stacked marks, parts of broken letters).
std::vector<TextLine> absorb(std::vector<TextLine> lines, std::span<const Blob> blobs);

// Takes out lines without a letter: specks, lone dots and dashes. Their size is judged by the page's print. Returns
// those of few blobs.
std::vector<TextLine> take_specks(std::vector<TextLine>& lines, std::span<const Blob> blobs);

}  // namespace lectern
