// Thirty pictures of awkward sizes, bit for bit as the public processor makes them (tests/reference/preprocessing_golden.py).
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>

#include "core/base/json.h"
#include "core/image/patches.h"
#include "tests/support/synthetic_image.h"

using namespace lectern;
using lectern::testing::synthetic_image;

// FNV-1a-64 over 64-bit words, the last one filled with zeros.
static uint64_t hash(const std::vector<float>& values) {
    uint64_t h = 0xcbf29ce484222325ull;
    for (size_t i = 0; i < values.size(); i += 2) {
        uint64_t word = 0;
        std::memcpy(&word, &values[i], std::min<size_t>(2, values.size() - i) * sizeof(float));
        h = (h ^ word) * 0x100000001b3ull;
    }
    return h;
}

TEST(Preprocessing, ThirtyPicturesAreTheReferencesBitForBit) {
    std::ifstream file("tests/data/image/preprocessing.json");
    const Json cases = Json::parse(file);
    ASSERT_EQ(cases.size(), 30u);
    for (const Json& c : cases) {
        const int64_t width = c["width"], height = c["height"];
        SCOPED_TRACE(std::to_string(width) + " × " + std::to_string(height));
        const Json& limits = c["limits"];
        const PatchConfig config{.patch_size = limits["patch_size"],
                                 .temporal_patch_size = limits["temporal_patch_size"],
                                 .min_pixels = limits["min_pixels"],
                                 .max_pixels = limits["max_pixels"]};
        const ImagePatches p = page_patches(synthetic_image(height, width, c["k"]), config);
        EXPECT_EQ((std::vector<int64_t>{p.grid_t, p.grid_h, p.grid_w}), c["grid"].get<std::vector<int64_t>>());
        const auto at = c["at"].get<std::vector<size_t>>();
        const auto values = c["values"].get<std::vector<float>>();
        ASSERT_EQ(p.values.size(), at.back() + 1);
        for (size_t i = 0; i < at.size(); ++i) EXPECT_EQ(p.values[at[i]], values[i]) << "value " << at[i];
        EXPECT_EQ(hash(p.values), std::stoull(c["hash"].get<std::string>(), nullptr, 16));
    }
}
