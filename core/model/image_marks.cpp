#include "core/model/image_marks.h"

#include <algorithm>
#include <string>

#include "core/base/error.h"

namespace lectern {

static size_t count_markers(std::string_view text) {
    size_t n = 0;
    for (size_t at = text.find(kImageMarker); at != text.npos; at = text.find(kImageMarker, at + kImageMarker.size())) ++n;
    return n;
}

static std::string counted(size_t n, const std::string& what) { return std::to_string(n) + " " + what + (n == 1 ? "" : "s"); }

std::vector<PromptPart> split_prompt(std::string_view text, size_t images, bool text_first) {
    const size_t markers = count_markers(text);
    std::vector<PromptPart> parts;
    if (markers == 0 && !text_first) parts.assign(images, {true, {}});
    if (markers != 0 && markers != images)
        throw Error({.fault = Fault::argument, .attempted = "put the pictures into the prompt",
                     .expected = "a place (" + std::string(kImageMarker) + ") for each of " + counted(images, "picture"),
                     .found = counted(markers, "place"),
                     .advice = markers > images ? "give another picture, or take a place out of the prompt"
                                                : "add a place to the prompt or leave all out: pictures then come first"});
    while (!text.empty()) {
        const size_t at = std::min(text.find(kImageMarker), text.size());
        if (at > 0) parts.push_back({false, text.substr(0, at)});
        if (at < text.size()) parts.push_back({true, {}});
        text.remove_prefix(std::min(text.size(), at + kImageMarker.size()));
    }
    if (markers == 0 && text_first) parts.insert(parts.end(), images, {true, {}});
    return parts;
}

}  // namespace lectern
