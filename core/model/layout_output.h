// Answers that are a JSON list of boxes: {"bbox": [x0, y0, x1, y1], "category": "…", "text": "…"} in reading order.
#pragma once

#include <memory>

#include "core/model/box_space.h"
#include "core/model/model.h"

namespace lectern {

// Parsed while it arrives; what deviates is repaired and warned about. "bbox_2d" and "text_content" are read like "bbox" and
// "text"; elements without a category are Text.
std::unique_ptr<OutputParser> make_layout_parser(const BoxSpace& space);

// The parser of an answer's form; `family`: none, the family has to know.
std::unique_ptr<OutputParser> make_answer_parser(AnswerForm form, Task task, const BoxSpace& space);

}  // namespace lectern
