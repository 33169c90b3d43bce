// Where pictures stand in a user's text.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace lectern {

// Stands in a prompt's text where a picture belongs.
inline constexpr std::string_view kImageMarker = "<image>";

struct PromptPart {  // a stretch of text, or a picture
    bool image = false;     // the next picture
    std::string_view text;  // else this, never empty; points into what was split
};

// Text and pictures in order: the marker's places, or, in a text without any, all pictures before the text, or behind it.
// Throws Error{Fault::argument} when there are markers but not one for each of the `images` pictures.
std::vector<PromptPart> split_prompt(std::string_view text, size_t images, bool text_first = false);

}  // namespace lectern
