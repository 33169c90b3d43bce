// A task's prompt, with what it says about the picture filled in.
#pragma once

#include <optional>
#include <string>

#include "core/document/geometry.h"
#include "core/model/model.h"

namespace lectern {

// Placeholders of a card's prompts: {width} and {height}, the picture's pixels; {box}, a rectangle of the picture (in
// its pixels here) as "[x1, y1, x2, y2]" in whole pixels of the model's own size of it, cut off as the reference cuts
// them off.
std::string fill_prompt(std::string prompt, const VisionLanguageModel& model, PixelSize picture,
                        const std::optional<Rect>& box = {});

// Whether a prompt asks for a box.
bool wants_box(const std::string& prompt);

}  // namespace lectern
