// A tiny dots.ocr checkpoint from the specification's generator: every value follows from the tensor's name.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/compute/dtype.h"
#include "core/image/image.h"

namespace lectern::tiny {

struct NamedValues {
    std::string name;
    std::vector<int64_t> shape;
    std::vector<float> values;
};

// The value of every element of the tensor called `name`.
std::vector<float> generated_values(const std::string& name, const std::vector<int64_t>& shape);
// Pixel (y, x, c) = (7x + 13y + 29c + (x·y mod 31) + 11k) mod 256.
Image synthetic_image(int64_t k, int64_t width, int64_t height);

Json dots_ocr_config();
std::vector<NamedValues> dots_ocr_tensors(const Json& config);
// What the golden values belong to: two pictures, 84 × 56 and 28 × 28, and ids with seven placeholders.
std::vector<Image> dots_ocr_images();
std::vector<int32_t> dots_ocr_ids();

// config.json, preprocessor_config.json (min_pixels 784, so that the 28 × 28 picture keeps its size) and
// model.safetensors, rounded to `dtype` (F32, BF16 or F16). No tokenizer.
void write_checkpoint(const std::filesystem::path& folder, const Json& config, const std::vector<NamedValues>& tensors,
                      DType dtype = DType::F32);
void write_text(const std::filesystem::path& file, const std::string& text);

}  // namespace lectern::tiny
