// Text lines: whole, apart, in order, straight.
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.h"
#include "core/image/turn.h"
#include "core/layout/ink_layout.h"
#include "tests/layout/drawn_page.h"

namespace lectern {

constexpr double kEm = 28;  // 10 pt at 200 dpi

static std::vector<LayoutLine> crops_of(const LayoutPage& page) {
    std::vector<LayoutLine> lines;
    for (const LayoutRegion& r : page.regions) lines.insert(lines.end(), r.lines.begin(), r.lines.end());
    return lines;
}

// Pieces of one over-long line put together again.
static std::vector<LayoutLine> lines_of(const LayoutPage& page) {
    std::vector<LayoutLine> lines;
    bool goes_on = false;
    for (const LayoutLine& crop : crops_of(page)) {
        if (goes_on) {
            lines.back().box = united(lines.back().box, crop.box);
            lines.back().words.insert(lines.back().words.end(), crop.words.begin(), crop.words.end());
        } else {
            lines.push_back(crop);
        }
        goes_on = crop.continues;
    }
    return lines;
}

static LayoutPage detect(const Image& image, double dpi = 200) {
    return make_ink_layout()->detect(image, dpi, {});
}

TEST(InkLayout, BlankPageHasNoRegions) {
    EXPECT_TRUE(detect(DrawnPage().image).regions.empty());
    EXPECT_TRUE(detect(Image()).regions.empty());
    EXPECT_TRUE(detect(Image(1, 1)).regions.empty());
    EXPECT_TRUE(detect(DrawnPage(900, 60, {70, 90, 120}).image).regions.empty());
}

TEST(InkLayout, SpecksAloneAreNotLines) {
    DrawnPage page;
    page.noise(0.002);
    EXPECT_TRUE(detect(page.image).regions.empty());
}

TEST(InkLayout, EveryLineOfAParagraphWholeAndInOrder) {
    DrawnPage page;
    const std::vector<double> baselines = page.paragraph(200, 300, 1200, 12, kEm, 34);
    const std::vector<LayoutLine> lines = lines_of(detect(page.image));
    ASSERT_EQ(lines.size(), baselines.size());
    for (size_t i = 0; i < lines.size(); ++i) {
        EXPECT_LE(lines[i].box.y0, baselines[i] - 0.68 * kEm);
        EXPECT_GE(lines[i].box.y1, baselines[i] + 0.2 * kEm);
        if (i > 0) {
            EXPECT_GE(lines[i].box.y0, baselines[i - 1]);
        }
        if (i + 1 < lines.size()) {
            EXPECT_LE(lines[i].box.y1, baselines[i + 1] - 0.45 * kEm);
        }
    }
}

TEST(InkLayout, AccentsDotsQuotesAndDescendersStayInside) {
    DrawnPage page;
    page.paragraph(200, 300, 1200, 1, kEm, 36);
    const double right = page.text(200, 336, "École àÉtudé, 'piji' gypq.", kEm);
    page.paragraph(200, 372, 1200, 2, kEm, 36, 5);
    const std::vector<LayoutLine> lines = lines_of(detect(page.image));
    ASSERT_EQ(lines.size(), 4u);
    EXPECT_LE(lines[1].box.y0, 336 - 0.88 * kEm + 1);  // the acute of É
    EXPECT_GE(lines[1].box.y1, 336 + 0.2 * kEm);
    EXPECT_LE(lines[1].box.x0, 200);
    EXPECT_GE(lines[1].box.x1, right - 0.25 * kEm);  // the final dot
}

TEST(InkLayout, SmallAndLargePrint) {
    DrawnPage page;
    page.text(200, 300, "Title of the page", 83);  // 30 pt
    page.paragraph(200, 500, 700, 6, 18, 22);      // 6.5 pt
    const std::vector<LayoutLine> lines = lines_of(detect(page.image));
    ASSERT_EQ(lines.size(), 7u);
    EXPECT_LE(lines[0].box.y0, 300 - 0.68 * 83);
}

TEST(InkLayout, ColumnsAreReadOneAfterTheOther) {
    DrawnPage page;
    page.text(300, 200, "A title over the whole width of both columns here", kEm * 1.6);
    page.paragraph(150, 320, 660, 30, kEm, 36, 1);
    page.paragraph(860, 320, 660, 30, kEm, 36, 2);
    const std::vector<LayoutLine> lines = lines_of(detect(page.image));
    ASSERT_EQ(lines.size(), 61u);
    for (size_t i = 1; i <= 30; ++i) EXPECT_LT(lines[i].box.x1, 850) << i;
    for (size_t i = 31; i <= 60; ++i) EXPECT_GT(lines[i].box.x0, 840) << i;
}

TEST(InkLayout, SkewIsFoundAndRemoved) {
    DrawnPage page;
    const std::vector<double> baselines = page.paragraph(200, 300, 1200, 20, kEm, 36);
    page.paragraph(200, 1200, 1200, 15, kEm, 36, 3);
    for (double degrees : {-3.0, -1.1, -0.3, 0.3, 0.8, 3.0}) {
        const LayoutPage found = detect(page.turned(degrees));
        EXPECT_NEAR(found.skew, -degrees, 0.1) << degrees;
        EXPECT_EQ(found.image.width, page.image.width);
        const std::vector<LayoutLine> lines = lines_of(found);
        ASSERT_EQ(lines.size(), 35u) << degrees;
        EXPECT_NEAR(lines[3].box.y1, baselines[3] + 0.25 * kEm, 8) << degrees;
    }
    EXPECT_EQ(detect(page.image).skew, 0);
}

TEST(InkLayout, SheetsThatLieOnTheirSideOrUpsideDown) {
    DrawnPage page;
    page.paragraph(200, 300, 1200, 20, kEm, 36);
    page.paragraph(200, 1200, 1200, 15, kEm, 36, 3);
    const std::vector<LayoutLine> upright = lines_of(detect(page.image));
    for (int turns : {1, 2, 3}) {
        const LayoutPage found = detect(quarter_turned(page.image, turns));
        EXPECT_EQ(found.skew, 90 * (4 - turns)) << turns;
        EXPECT_EQ(found.image.rgb, page.image.rgb) << turns;
        const std::vector<LayoutLine> lines = lines_of(found);
        ASSERT_EQ(lines.size(), upright.size()) << turns;
        EXPECT_EQ(lines[7].box, upright[7].box) << turns;
    }
    const LayoutPage leaning = detect(quarter_turned(page.turned(1.1), 1));
    EXPECT_NEAR(leaning.skew, 270 - 1.1, 0.1);
    EXPECT_EQ(lines_of(leaning).size(), upright.size());
}

TEST(InkLayout, CapitalsAndFiguresAreLeftAsTheyLie) {
    DrawnPage page;
    for (int i = 0; i < 30; ++i) page.text(200, 300 + 40 * i, "INVOICE 2026 TOTAL 4711 NET 38 DAYS", kEm);
    EXPECT_EQ(detect(page.image).skew, 0);
}

TEST(InkLayout, NegativesAreReadDarkOnBright) {
    DrawnPage page;
    page.paragraph(200, 300, 1200, 30, kEm, 36);
    const LayoutPage found = detect(negative(page.image));
    EXPECT_EQ(found.image.rgb, page.image.rgb);
    EXPECT_EQ(lines_of(found).size(), 30u);
    DrawnPage photo;  // a lamp in the dark: light falls off slowly, nothing is printed
    for (int64_t y = 0; y < photo.image.height; ++y) {
        for (int64_t x = 0; x < photo.image.width; ++x) {
            const double dx = static_cast<double>(x - 850) / 300, dy = static_cast<double>(y - 900) / 300;
            for (int k = 0; k < 3; ++k) photo.image.row(y)[x * 3 + k] = static_cast<uint8_t>(24 + 220 * std::exp(-(dx * dx + dy * dy) / 2));
        }
    }
    EXPECT_EQ(detect(photo.image).image.rgb, photo.image.rgb);
}

TEST(InkLayout, GreyPaperAndFallingLight) {
    DrawnPage page(1700, 2200, {205, 190, 160});
    page.paragraph(200, 300, 1200, 20, kEm, 36);
    for (int64_t y = 0; y < page.image.height; ++y) {
        for (int64_t x = 0; x < page.image.width * 3; ++x) {
            const double light = 1 - 0.4 * static_cast<double>(x) / static_cast<double>(page.image.width * 3);
            page.image.row(y)[x] = static_cast<uint8_t>(page.image.row(y)[x] * light);
        }
    }
    page.noise(0.002);
    EXPECT_EQ(lines_of(detect(page.image)).size(), 20u);
}

TEST(InkLayout, OverlongLinesAreCutAtWordGaps) {
    DrawnPage page(4000, 600);
    page.paragraph(100, 300, 3800, 2, kEm, 40);
    const std::vector<LayoutLine> lines = crops_of(detect(page.image));
    ASSERT_GE(lines.size(), 3u);
    EXPECT_TRUE(lines[0].continues);
    EXPECT_FALSE(lines.back().continues);
    for (const LayoutLine& line : lines) {
        EXPECT_LE(line.box.width(), 51 * line.box.height());
        ASSERT_FALSE(line.words.empty());
        for (const Rect& word : line.words) {
            EXPECT_GE(word.x0, line.box.x0);
            EXPECT_LE(word.x1, line.box.x1);
        }
    }
}

TEST(InkLayout, WordsLieAtTheGaps) {
    DrawnPage page;
    page.text(200, 300, "some words of mine, set apart", kEm);
    const std::vector<LayoutLine> lines = lines_of(detect(page.image));
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].words.size(), 6u);
}

TEST(InkLayout, StopsWhenAsked) {
    DrawnPage page;
    page.paragraph(200, 300, 1200, 5, kEm, 36);
    std::stop_source source;
    source.request_stop();
    try {
        make_ink_layout()->detect(page.image, 200, source.get_token());
        FAIL() << "read on";
    } catch (const Error& e) {
        EXPECT_EQ(e.fault(), Fault::cancelled);
    }
}

}  // namespace lectern
