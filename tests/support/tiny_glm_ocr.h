// Small GLM-OCR folders: the specification's golden checkpoint, and one with a tokenizer that reads pages (nonsense).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/compute/dtype.h"
#include "core/image/image.h"

namespace lectern::test {

struct TinyGlm {
    Json config, preprocessor, generation;
    struct Weight {
        std::string name;
        std::vector<int64_t> shape;
    };
    std::vector<Weight> weights;  // as config describes them
    bool tokenizer = false;
};

// Specification §11: 57,224 parameters with the next-token layer, patches of 4 pixels, its picture of 24 × 16, 15 ids.
TinyGlm golden_glm();
Image golden_glm_image();
std::vector<int32_t> golden_glm_ids();

// The same sizes over a vocabulary of 256 bytes and the template's tokens: reads text, answers nonsense.
TinyGlm reading_glm();

// Weights follow from their names by the specification's generator, rounded to `dtype`.
void write_glm(const TinyGlm& glm, const std::filesystem::path& folder, DType dtype = DType::F32);
std::vector<float> glm_values(const std::string& name, const std::vector<int64_t>& shape);

}  // namespace lectern::test
