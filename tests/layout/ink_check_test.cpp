#include "core/layout/ink_check.h"

#include <gtest/gtest.h>

#include "tests/layout/drawn_page.h"

namespace lectern {

constexpr double kDpi = 100;

static Region region(int64_t id, const Rect& points, const std::string& content) {
    Region r;
    r.id = id;
    r.order = id - 1;
    r.box = points;
    r.content = content;
    r.state = RegionState::read;
    return r;
}

// Two paragraphs on a letter page; boxes in points: 72…432 by 93…157 and 301…337 or so.
struct TwoParagraphs {
    DrawnPage page{850, 1100};
    Page read{.width = 612, .height = 792};
    TwoParagraphs() {
        page.paragraph(100, 150, 500, 4, 14, 20, 1);
        page.paragraph(100, 430, 500, 3, 14, 20, 2);
    }
    PageInk ink() const { return find_ink(page.image, kDpi); }
};

static const Rect kFirst{70, 95, 440, 160}, kSecond{70, 295, 440, 350};

TEST(InkCheckTest, CoveredPrintIsNotReported) {
    TwoParagraphs two;
    two.read.regions = {region(1, kFirst, "words words words"), region(2, kSecond, "words")};
    const InkReport report = check_ink(two.ink(), two.read);
    EXPECT_TRUE(report.unread.empty());
    EXPECT_EQ(report.unread_part, 0);
    EXPECT_TRUE(report.inkless.empty());
}

TEST(InkCheckTest, PrintOutsideAllRegionsIsOnePlaceAParagraph) {
    TwoParagraphs two;
    two.read.regions = {region(1, kFirst, "words")};
    const InkReport report = check_ink(two.ink(), two.read);
    ASSERT_EQ(report.unread.size(), 1u);
    EXPECT_GT(intersected(report.unread[0], kSecond).area(), 0.95 * report.unread[0].area());
    EXPECT_NEAR(report.unread_part, 3.0 / 7, 0.08);
    two.read.regions.clear();
    EXPECT_EQ(check_ink(two.ink(), two.read).unread.size(), 2u);
    EXPECT_NEAR(check_ink(two.ink(), two.read).unread_part, 1, 0.02);
}

TEST(InkCheckTest, TextWithoutPrintBeneathIsReported) {
    TwoParagraphs two;
    two.read.regions = {region(1, kFirst, "words"), region(2, kSecond, "words"),
                        region(3, {70, 500, 440, 560}, "made up words that nobody printed"),
                        region(4, {70, 600, 440, 660}, "")};
    Region picture = region(5, {70, 700, 440, 760}, "a described picture");
    picture.kind = ContentKind::picture;
    two.read.regions.push_back(picture);
    EXPECT_EQ(check_ink(two.ink(), two.read).inkless, std::vector<int64_t>{3});
    // Much more text than the print could be.
    two.read.regions[1].content = std::string(40'000, 'x');
    EXPECT_EQ(check_ink(two.ink(), two.read).inkless, (std::vector<int64_t>{2, 3}));
}

TEST(InkCheckTest, RulesSpecksShadowsAndShadeAreNoPrint) {
    TwoParagraphs two;
    two.page.fill(100, 700, 600, 702, {0, 0, 0});         // a rule
    two.page.fill(0, 0, 8, 1100, {30, 30, 30});           // the scanner's shadow along an edge
    two.page.fill(400, 800, 401, 801, {0, 0, 0});         // a speck
    two.page.fill(600, 900, 850, 1000, {215, 215, 215});  // a stain
    two.read.regions = {region(1, kFirst, "words"), region(2, kSecond, "words")};
    const InkReport report = check_ink(two.ink(), two.read);
    EXPECT_TRUE(report.unread.empty());
    EXPECT_EQ(report.unread_part, 0);
}

TEST(InkCheckTest, BlankPagesAndStops) {
    DrawnPage blank(850, 1100);
    Page read{.width = 612, .height = 792};
    EXPECT_EQ(check_ink(find_ink(blank.image, kDpi), read), InkReport{});
    EXPECT_TRUE(find_ink({}, kDpi).pieces.empty());
    read.regions = {region(1, kFirst, "The Art of War")};
    EXPECT_EQ(check_ink(find_ink(blank.image, kDpi), read).inkless, std::vector<int64_t>{1});
    std::stop_source stop;
    stop.request_stop();
    EXPECT_ANY_THROW(find_ink(blank.image, kDpi, stop.get_token()));
}

}  // namespace lectern
