#include "core/image/patches.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.h"
#include "core/image/resize.h"
#include "tests/support/synthetic_image.h"
#include "tests/support/temp_folder.h"

using namespace lectern;
using lectern::testing::synthetic_image;
using lectern::testing::TempFolder;
using ::testing::HasSubstr;

TEST(SmartResize, TableOfTheReference) {
    const int64_t table[][6] = {// h, w, h', w', grid
                                {2200, 1700, 2212, 1708, 158, 122},
                                {2339, 1654, 2352, 1652, 168, 118},
                                {2250, 1700, 2240, 1708, 160, 122},
                                {1650, 1275, 1652, 1288, 118, 92},
                                {1100, 850, 1092, 840, 78, 60},
                                {792, 612, 784, 616, 56, 44},
                                {3300, 2550, 3304, 2548, 236, 182},
                                {4400, 3400, 3808, 2940, 272, 210},
                                {7016, 4960, 3976, 2800, 284, 200},
                                {98, 126, 112, 112, 8, 8},
                                {28, 28, 56, 56, 4, 4},
                                {42, 42, 56, 56, 4, 4},
                                {20, 20, 56, 56, 4, 4},
                                {13, 13, 56, 56, 4, 4},
                                {70, 70, 56, 56, 4, 4},
                                {10, 300, 28, 308, 2, 22},
                                {3, 600, 28, 588, 2, 42},
                                {5000, 25, 5012, 28, 358, 2},
                                {4210, 4210, 3360, 3360, 240, 240},
                                {784, 19600, 672, 16800, 48, 1200},
                                {1064, 26600, 644, 16800, 46, 1200},
                                {1, 9, 28, 168, 2, 12},
                                {1, 200, 28, 196, 2, 14}};
    for (const auto& row : table) {
        const PixelSize size = smart_resize({row[0], row[1]}, {});
        EXPECT_EQ(size, (PixelSize{row[2], row[3]})) << row[0] << " × " << row[1];
        EXPECT_EQ(size.height / 14, row[4]);
        EXPECT_EQ(size.width / 14, row[5]);
    }
    EXPECT_THROW(smart_resize({1, 201}, {}), Error);
    EXPECT_THROW(smart_resize({0, 5}, {}), Error);
    // Budgets that contradict each other for this shape: shrunk again after enlarging.
    const PatchConfig tight{.min_pixels = 4000, .max_pixels = 4200};
    const PixelSize size = smart_resize({20, 20}, tight);
    EXPECT_LE(size.height * size.width, 4200);
}

TEST(Patches, NormalisedLevels) {
    const int64_t levels[] = {0, 1, 127, 128, 254, 255};
    const float expected[][3] = {{-1.7922626f, -1.7520971f, -1.4802198f}, {-1.7776641f, -1.7370893f, -1.4659997f},
                                 {0.0617376f, 0.1538894f, 0.3257286f},    {0.0763361f, 0.1688973f, 0.3399488f},
                                 {1.9157377f, 2.0598760f, 2.1316772f},    {1.9303361f, 2.0748837f, 2.1458969f}};
    for (size_t i = 0; i < 6; ++i) {
        Image image(28, 28);
        std::fill(image.rgb.begin(), image.rgb.end(), static_cast<uint8_t>(levels[i]));
        const ImagePatches p = cut_patches(image, {});
        for (size_t c = 0; c < 3; ++c) EXPECT_NEAR(p.values[c * 196], expected[i][c], 6e-8);
    }
}

TEST(Patches, GoldenOfTheTinyConfiguration) {
    std::vector<float> all;
    for (const auto& [h, w, k] : {std::array<int64_t, 3>{56, 84, 0}, std::array<int64_t, 3>{28, 28, 1}}) {
        const ImagePatches p = cut_patches(synthetic_image(h, w, k), {});
        EXPECT_EQ(p.grid_t, 1);
        EXPECT_EQ(p.grid_h, h / 14);
        EXPECT_EQ(p.grid_w, w / 14);
        EXPECT_EQ(p.patch_values, 588);
        EXPECT_EQ(p.width, w);
        EXPECT_EQ(p.height, h);
        all.insert(all.end(), p.values.begin(), p.values.end());
    }
    ASSERT_EQ(all.size(), 28u * 588u);
    const float first[] = {-1.792263f, -1.690073f, -1.587885f, -1.485696f};
    for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(all[i], first[i], 1e-6);
    EXPECT_NEAR(all[all.size() - 2], 0.083987f, 1e-6);
    EXPECT_NEAR(all[all.size() - 1], 0.126648f, 1e-6);
    double squares = 0;
    for (const float v : all) squares += static_cast<double>(v) * v;
    EXPECT_NEAR(std::sqrt(squares), 141.80658, 1e-5);
}

// Every value of every patch against the index formula, for several patch, merge and temporal sizes.
TEST(Patches, OrderIsMergeBlocksThenChannelFrameRowColumn) {
    for (const auto& [patch, merge, frames] : {std::array<int64_t, 3>{14, 2, 1}, {14, 2, 2}, {16, 1, 1}, {4, 3, 2}}) {
        PatchConfig c{.patch_size = patch, .merge_size = merge, .temporal_patch_size = frames, .rescale_factor = 1};
        c.image_mean = {0, 0, 0};
        c.image_std = {1, 1, 1};
        const Image image = synthetic_image(c.factor() * 2, c.factor() * 3, 5);
        const ImagePatches p = cut_patches(image, c);
        ASSERT_EQ(p.patch_values, 3 * frames * patch * patch);
        const int64_t blocks_wide = p.grid_w / merge;
        for (int64_t r = 0; r < p.patches(); ++r) {
            const int64_t block = r / (merge * merge), inside = r % (merge * merge);
            const int64_t row = block / blocks_wide * merge + inside / merge,
                          column = block % blocks_wide * merge + inside % merge;
            for (int64_t e = 0; e < p.patch_values; ++e) {
                const int64_t x = e % patch, y = e / patch % patch, channel = e / (patch * patch * frames);
                const int expected = image.row(row * patch + y)[(column * patch + x) * 3 + channel];
                ASSERT_EQ(p.values[static_cast<size_t>(r * p.patch_values + e)], static_cast<float>(expected))
                    << r << " " << e;
            }
        }
    }
}

TEST(Patches, PageGoesThroughSizeRuleResizeAndCut) {
    const Image image = synthetic_image(45, 70, 2);
    const ImagePatches p = page_patches(image, {});
    EXPECT_EQ(p.height, 56);
    EXPECT_EQ(p.width, 56);  // 70 = 2.5 · 28, half to even
    EXPECT_EQ(p.values, cut_patches(resize_bicubic(image, 56, 56), {}).values);
}

TEST(PatchConfig, ReadsBothSpellings) {
    const TempFolder dir;
    const PatchConfig reader = read_patch_config("resources/models/reader-tiny/preprocessor_config.json", {});
    EXPECT_EQ(reader.min_pixels, 784);
    EXPECT_EQ(reader.max_pixels, 42336);
    const auto file = dir.write(
        "p.json", R"({"size": {"shortest_edge": 3136, "longest_edge": 12845056}, "patch_size": 16, "merge_size": 1,
        "temporal_patch_size": 2, "image_mean": [0.5, 0.5, 0.25]})");
    const PatchConfig c = read_patch_config(file, {});
    EXPECT_EQ(c.max_pixels, 12845056);
    EXPECT_EQ(c.factor(), 16);
    EXPECT_EQ(c.image_mean[2], 0.25);
    EXPECT_EQ(c.image_std, PatchConfig{}.image_std);
}

TEST(PatchConfig, NamesEveryWrongField) {
    const TempFolder dir;
    const auto file = dir.write(
        "p.json", R"({"patch_size": 0, "merge_size": "2", "min_pixels": 500, "max_pixels": 100, "image_std": [1, 0, 1],
        "image_mean": [1, 2], "resample": 2, "do_normalize": false})");
    std::vector<std::string> problems;
    read_patch_config(file, {}, &problems);
    const std::string all = ::testing::PrintToString(problems);
    for (const char* key :
         {"patch_size", "merge_size", "max_pixels", "image_std", "image_mean", "resample", "do_normalize"}) {
        EXPECT_THAT(all, HasSubstr(std::string(": ") + key + ": found"));
    }
    EXPECT_EQ(problems.size(), 7u);
    EXPECT_THROW(read_patch_config(file, {}), Error);
}
