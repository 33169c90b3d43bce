#include "core/model/check_prompt.h"

#include <algorithm>
#include <cmath>

namespace lectern {

static std::string number(int64_t n) { return std::to_string(n); }

static std::string problem_of(const ImagePatches& image, size_t index) {
    const std::string name = "Picture " + std::to_string(index + 1) + " of the prompt ";
    for (const ImageView& view : image.views) {
        if (view.grid <= 0 || static_cast<int64_t>(view.values.size()) != view.grid * view.grid * image.patch_values)
            return name + "is malformed: a view of " + number(view.grid) + " × " + number(view.grid) + " patches has " +
                   std::to_string(view.values.size()) + " values. Give the picture again.";
        if (!std::all_of(view.values.begin(), view.values.end(), [](float v) { return std::isfinite(v); }))
            return name + "holds values that are not numbers. Give the picture again.";
    }
    const int64_t values = image.grid_t * image.grid_h * image.grid_w * image.patch_values;
    if (image.patches() <= 0 || values != static_cast<int64_t>(image.values.size()))
        return name + "is malformed: its grid of " + number(image.grid_t) + " × " + number(image.grid_h) + " × " +
               number(image.grid_w) + " patches needs " + number(values) + " values, it has " +
               std::to_string(image.values.size()) + ". Give the picture again.";
    const auto bad = std::find_if_not(image.values.begin(), image.values.end(), [](float v) { return std::isfinite(v); });
    if (bad != image.values.end())
        return name + "holds values that are not numbers, the first in patch " +
               number((bad - image.values.begin()) / image.patch_values) +
               ". Check image_mean, image_std and rescale_factor in the model's preprocessor_config.json.";
    return "";
}

static std::string placement_problem(const Prompt& prompt, const VisionLanguageModel& model) {
    int64_t rows = 0;
    for (const ImagePatches& image : prompt.images) rows += model.image_tokens(image);
    const auto places = std::count_if(prompt.image_row.begin(), prompt.image_row.end(), [](int32_t r) { return r >= 0; });
    const auto highest = std::max_element(prompt.image_row.begin(), prompt.image_row.end());
    const bool inside = highest == prompt.image_row.end() || *highest < rows;
    if (places == rows && inside && (prompt.image_row.empty() || prompt.image_row.size() == prompt.ids.size())) return "";
    return "The prompt has " + number(places) + " places for pictures, its " + std::to_string(prompt.images.size()) +
           (prompt.images.size() == 1 ? " picture takes " : " pictures take ") + number(rows) +
           ". Give as many pictures as the prompt has places for.";
}

std::string problem_of(const Prompt& prompt, const VisionLanguageModel& model, int64_t context) {
    const auto tokens = static_cast<int64_t>(prompt.ids.size());
    if (tokens == 0) return "The prompt is empty.";
    for (size_t i = 0; i < prompt.images.size(); ++i)
        if (std::string problem = problem_of(prompt.images[i], i); !problem.empty()) return problem;
    if (std::string problem = placement_problem(prompt, model); !problem.empty()) return problem;
    if (context <= 0 || tokens <= context) return "";
    int64_t of_pictures = 0;
    for (const ImagePatches& image : prompt.images) of_pictures += model.image_tokens(image);
    return "The prompt has " + number(tokens) + " tokens, the model can hold " + number(context) +
           (of_pictures > 0 ? "; " + number(of_pictures) +
                                  " of them are the pictures'. Read at a lower dpi, read a smaller region, or shorten the text."
                            : ". Shorten the text.");
}

}  // namespace lectern
