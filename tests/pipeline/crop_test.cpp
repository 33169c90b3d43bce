#include "core/pipeline/crop.h"

#include <gtest/gtest.h>

namespace lectern {

static Image grey_page(int64_t width, int64_t height, uint8_t paper) {
    Image page(width, height);
    for (size_t i = 0; i < page.rgb.size(); ++i)
        page.rgb[i] = static_cast<uint8_t>(paper + (i % 3));  // each channel its own
    return page;
}

TEST(Crop, TakesThePixelsOfTheBoxAndItsMargin) {
    Image page = grey_page(40, 30, 200);
    page.row(12)[15 * 3 + 1] = 7;
    const Image out = crop(page, {10.2, 10.9, 20.1, 14.0}, {2, 1});
    EXPECT_EQ(out.width, 15);  // 8 … 23
    EXPECT_EQ(out.height, 6);  // 9 … 15
    EXPECT_EQ(out.row(3)[7 * 3 + 1], 7);
}

TEST(Crop, FillsOutsideThePageWithPaper) {
    Image page = grey_page(40, 30, 180);
    for (int64_t x = 0; x < 40; x += 4) page.row(1)[x * 3] = 0;  // some ink
    const Image out = crop(page, {30, 0, 40, 5}, {5, 3});
    ASSERT_EQ(out.width, 20);
    ASSERT_EQ(out.height, 11);
    for (const auto& [x, y] : {std::pair<int64_t, int64_t>{0, 0}, {19, 10}, {19, 4}}) {
        for (int c = 0; c < 3; ++c) EXPECT_EQ(out.row(y)[x * 3 + c], 180 + c) << x << " " << y;
    }
}

TEST(Crop, IsEmptyOutsideThePage) {
    EXPECT_TRUE(crop(grey_page(10, 10, 255), {20, 20, 30, 30}).empty());
}

}  // namespace lectern
