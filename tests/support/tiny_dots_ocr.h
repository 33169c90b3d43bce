// A tiny dots.ocr checkpoint from the specification's generator: every value follows from the tensor's name.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/image/image.h"

namespace lectern::tiny {

// Removed with everything in it at the end of its scope.
class TemporaryFolder {
   public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

   private:
    std::filesystem::path path_;
};

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
// model.safetensors. No tokenizer.
void write_checkpoint(const std::filesystem::path& folder, const Json& config, const std::vector<NamedValues>& tensors);
void write_text(const std::filesystem::path& file, const std::string& text);

}  // namespace lectern::tiny
