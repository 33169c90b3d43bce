#include "core/image/resize.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "tests/support/synthetic_image.h"

using namespace lectern;
using lectern::testing::synthetic_image;

// A grey row, resized along x and, turned, along y: both must give the same samples.
static std::vector<int> resized_row(const std::vector<int>& row, int64_t to) {
    Image wide(static_cast<int64_t>(row.size()), 2), tall(2, static_cast<int64_t>(row.size()));
    for (size_t i = 0; i < row.size(); ++i) {
        for (int64_t c = 0; c < 6; ++c) {
            wide.row(c / 3)[i * 3 + static_cast<size_t>(c % 3)] = static_cast<uint8_t>(row[i]);
            tall.row(static_cast<int64_t>(i))[c] = static_cast<uint8_t>(row[i]);
        }
    }
    const Image a = resize_bicubic(wide, to, 2), b = resize_bicubic(tall, 2, to);
    EXPECT_EQ(a.width, to);
    EXPECT_EQ(b.height, to);
    std::vector<int> out;
    for (int64_t i = 0; i < to; ++i) {
        for (int64_t c = 0; c < 3; ++c) {
            EXPECT_EQ(a.row(1)[i * 3 + c], a.row(0)[i * 3]);
            EXPECT_EQ(b.row(i)[3 + c], a.row(0)[i * 3]);
        }
        out.push_back(a.row(0)[i * 3]);
    }
    return out;
}

static uint64_t fnv1a(const Image& image) {
    uint64_t h = 0xcbf29ce484222325ull;
    for (const uint8_t b : image.rgb) h = (h ^ b) * 0x100000001b3ull;
    return h;
}

static std::vector<int> pixel(const Image& image, int64_t y, int64_t x) {
    return {image.row(y)[x * 3], image.row(y)[x * 3 + 1], image.row(y)[x * 3 + 2]};
}

TEST(ResizeBicubic, RowsOfTheReference) {
    const std::vector<int> row{0, 255, 0, 255, 10, 20, 200, 100};
    EXPECT_EQ(resized_row(row, 5), (std::vector<int>{104, 121, 120, 57, 146}));
    EXPECT_EQ(resized_row(row, 12), (std::vector<int>{0, 135, 236, 19, 127, 240, 42, 0, 43, 184, 158, 93}));
    EXPECT_EQ(resized_row(row, 3), (std::vector<int>{117, 97, 112}));
    EXPECT_EQ(resized_row(row, 8), row);
}

TEST(ResizeBicubic, PicturesOfTheReference) {
    const Image image = synthetic_image(45, 70, 2);
    const Image large = resize_bicubic(image, 84, 56);
    EXPECT_EQ(std::accumulate(large.rgb.begin(), large.rgb.end(), 0), 1798468);
    EXPECT_EQ(fnv1a(large), 0xccb58dc6e7e0c86dull);
    EXPECT_EQ(pixel(large, 0, 0), (std::vector<int>{21, 50, 79}));
    EXPECT_EQ(pixel(large, 55, 83), (std::vector<int>{84, 113, 142}));
    EXPECT_EQ(pixel(large, 17, 33), (std::vector<int>{147, 176, 205}));
    const Image small = resize_bicubic(image, 56, 28);
    EXPECT_EQ(std::accumulate(small.rgb.begin(), small.rgb.end(), 0), 599362);
    EXPECT_EQ(fnv1a(small), 0xeea5648edda199bbull);
    EXPECT_EQ(pixel(small, 0, 0), (std::vector<int>{27, 56, 85}));
    EXPECT_EQ(pixel(small, 27, 55), (std::vector<int>{72, 101, 130}));
    EXPECT_EQ(pixel(small, 13, 20), (std::vector<int>{252, 39, 43}));
}

// Pillow 13.0 goes down first where the height shrinks by more than twice what the width does (first two), else along x.
TEST(ResizeBicubic, TheOrderOfThePassesIsTheReferences) {
    const Image image = synthetic_image(145, 70, 2);
    EXPECT_EQ(fnv1a(resize_bicubic(image, 84, 28)), 0x2709b4bfa70b6d3aull);
    EXPECT_EQ(fnv1a(resize_bicubic(image, 56, 112)), 0x82527a76f607b5a5ull);
    EXPECT_EQ(fnv1a(resize_bicubic(image, 56, 140)), 0x79af826a2f0ee1c4ull);
}

TEST(ResizeBicubic, ExtremeSizes) {
    for (const auto& [w, h, to_w, to_h] :
         std::vector<std::array<int64_t, 4>>{{1, 1, 28, 28}, {600, 3, 1, 1}, {3, 600, 588, 28}, {5000, 1, 28, 56}}) {
        Image flat(w, h);
        std::fill(flat.rgb.begin(), flat.rgb.end(), 77);
        const Image out = resize_bicubic(flat, to_w, to_h);
        EXPECT_EQ(out.width, to_w);
        EXPECT_EQ(out.height, to_h);
        EXPECT_THAT(out.rgb, ::testing::Each(77));
    }
}
