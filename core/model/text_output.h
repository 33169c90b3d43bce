// Answers that are bare text: one region, the whole picture, whose content grows.
#pragma once

#include <memory>

#include "core/model/model.h"

namespace lectern {

// One region, all of the picture (in pixels). Category and kind follow the task, as below; nothing is in it yet.
Region whole_picture(Task task, int64_t image_width, int64_t image_height);

// Category and kind follow the task: a table's answer is an HTML table, a formula's LaTeX, the others text.
// A code fence around the answer is dropped.
std::unique_ptr<OutputParser> make_text_parser(Task task, int64_t image_width, int64_t image_height);

}  // namespace lectern
