// Answers written as an HTML page whose elements say where they stand: QwenVL HTML and its relatives.
#pragma once

#include <memory>

#include "core/model/box_space.h"
#include "core/model/model.h"

namespace lectern {

// <p data-bbox="x0 y0 x1 y1">…</p> and the like become regions as soon as the tag is read; list items, tables, formulas,
// pictures and captions by their tag and class. Numbers may stand apart by blanks or commas; data-polygon counts where there
// is no data-bbox. A code fence around the page is dropped; an element that is not closed ends where the next one begins;
// text outside all elements is kept as a region without a place.
std::unique_ptr<OutputParser> make_html_parser(const BoxSpace& space);

}  // namespace lectern
