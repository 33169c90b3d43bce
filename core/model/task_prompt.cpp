#include "core/model/task_prompt.h"

#include "core/base/error.h"

namespace lectern {

static constexpr std::string_view kBox = "{box}";

bool wants_box(const std::string& prompt) {
    return prompt.find(kBox) != std::string::npos;
}

static void put(std::string& prompt, std::string_view placeholder, const std::string& value) {
    if (const size_t at = prompt.find(placeholder); at != std::string::npos)
        prompt.replace(at, placeholder.size(), value);
}

static std::string box_text(const Rect& box, PixelSize picture, PixelSize model) {
    const double x = static_cast<double>(picture.width) / static_cast<double>(model.width);
    const double y = static_cast<double>(picture.height) / static_cast<double>(model.height);
    const auto whole = [](double v) { return std::to_string(static_cast<int64_t>(v)); };
    return "[" + whole(box.x0 / x) + ", " + whole(box.y0 / y) + ", " + whole(box.x1 / x) + ", " + whole(box.y1 / y) +
           "]";
}

std::string fill_prompt(std::string prompt, const VisionLanguageModel& model, PixelSize picture,
                        const std::optional<Rect>& box) {
    put(prompt, "{width}", std::to_string(picture.width));
    put(prompt, "{height}", std::to_string(picture.height));
    if (!wants_box(prompt)) return prompt;
    if (!box)
        throw Error({.fault = Fault::argument,
                     .attempted = "ask about a part of the picture",
                     .found = "no box was given",
                     .advice = "give one with --region (points of a page) or --box (pixels of a picture)"});
    put(prompt, kBox, box_text(*box, picture, model.model_pixels(picture)));
    return prompt;
}

}  // namespace lectern
