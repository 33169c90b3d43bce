// Views of any number of pictures → rows to splice into the text: SAM, the version's second stage, the projector, and
// the marks between rows and views.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/model/deepseek_ocr/clip.h"
#include "core/model/deepseek_ocr/config.h"
#include "core/model/deepseek_ocr/encoder.h"
#include "core/model/deepseek_ocr/sam.h"
#include "core/model/model.h"

namespace lectern::deepseek_ocr {

class VisionModel {
 public:
    explicit VisionModel(const Config& config);
    // Adds every weight with its place in this model, which must not move until they are loaded.
    void list_weights(WeightTable& table);
    void make_tables(Backend& be);

    // [Σ image_tokens, hidden_size], picture after picture.
    Tensor forward(Backend& be, std::span<const ImagePatches* const> images, const TraceSink* trace) const;

 private:
    Tensor encode(Backend& be, std::span<const ImageView* const> views, const std::string& trace_name,
                  const TraceSink* trace) const;
    Tensor project(Backend& be, const Tensor& x, int64_t views, int64_t side) const;

    Config config_;
    SamEncoder sam_;
    std::optional<ClipTower> clip_;        // v1
    std::optional<QueryEncoder> encoder_;  // v2
    std::vector<Linear> projector_;
    Tensor image_newline_, view_seperator_;  // [hidden_size]; the second is spelt so in the files
};

}  // namespace lectern::deepseek_ocr
