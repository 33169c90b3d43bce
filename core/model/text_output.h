// Answers that are bare text: one region, the whole picture, whose content grows.
#pragma once

#include <memory>

#include "core/model/model.h"

namespace lectern {

// Category and kind follow the task: a table's answer is an HTML table, a formula's LaTeX, the others text.
// A code fence around the answer is dropped.
std::unique_ptr<OutputParser> make_text_parser(Task task, int64_t image_width, int64_t image_height);

}  // namespace lectern
