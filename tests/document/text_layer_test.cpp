#include "core/document/text_layer.h"

#include <gtest/gtest.h>

#include <sstream>

namespace lectern {

// Words side by side from x = 50, 10 points a letter, on the line whose top is y.
static void put_line(std::vector<LayerWord>& words, double y, const std::string& line) {
    std::istringstream in(line);
    double x = 50;
    for (std::string word; in >> word; x += 10) {
        const double width = 10.0 * static_cast<double>(word.size());
        words.push_back({{x, y, x + width, y + 12}, word});
        x += width;
    }
}

static Region region(int64_t id, double y0, double y1, const std::string& content) {
    Region r;
    r.id = id;
    r.order = id - 1;
    r.box = {40, y0, 560, y1};
    r.content = content;
    r.state = RegionState::read;
    return r;
}

static Page page_of(std::vector<Region> regions) {
    Page page{.width = 612, .height = 792};
    page.regions = std::move(regions);
    return page;
}

TEST(TextLayerTest, TheSameTextHasNoDifferences) {
    std::vector<LayerWord> words;
    put_line(words, 100, "It \u201Cwas\u201D a \uFB01ne day\u2014so they 10\u201312 har-");
    put_line(words, 115, "bours and well-");
    put_line(words, 130, "known men\u2026");
    const LayerReport report = compare_text_layer(
        words, page_of({region(1, 95, 150, "It \"was\" a fine day-so they 10-12 harbours and\nwell-known men...")}));
    EXPECT_EQ(report.words, words.size());
    EXPECT_TRUE(report.differences.empty()) << report.differences[0].layer << " / " << report.differences[0].read;
}

TEST(TextLayerTest, EachPlaceIsListedWithBothTextsAndItsPlace) {
    std::vector<LayerWord> words;
    put_line(words, 100, "one two three four five six");
    const std::string read = "one twe three five six seven";
    const LayerReport report = compare_text_layer(words, page_of({region(1, 95, 150, read)}));
    ASSERT_EQ(report.differences.size(), 3u);
    const LayerDifference& word = report.differences[0];
    EXPECT_EQ(word.layer, "two");
    EXPECT_EQ(word.read, "twe");
    EXPECT_EQ(read.substr(word.from, word.length), "twe");
    EXPECT_EQ(word.box, words[1].box);
    EXPECT_EQ(report.differences[1].layer, "four");
    EXPECT_EQ(report.differences[1].read, "");
    EXPECT_EQ(report.differences[2].layer, "");
    EXPECT_EQ(report.differences[2].read, "seven");
    EXPECT_EQ(report.differences[2].box, (Rect{40, 95, 560, 150})) << "the file has no place for it: the region";
}

TEST(TextLayerTest, RegionsThatWereNotReadToTheirEndAreNotCompared) {
    std::vector<LayerWord> words;
    put_line(words, 100, "one two three");
    for (const RegionState state : {RegionState::reading, RegionState::stopped}) {
        Region cut = region(1, 95, 150, "one");
        cut.state = state;
        EXPECT_TRUE(compare_text_layer(words, page_of({cut})).differences.empty()) << region_state_name(state);
    }
}

TEST(TextLayerTest, WordsOutsideAllRegionsAreListedByLine) {
    std::vector<LayerWord> words;
    put_line(words, 100, "read line");
    put_line(words, 400, "never read");
    put_line(words, 420, "either");
    const LayerReport report = compare_text_layer(words, page_of({region(1, 95, 150, "read line")}));
    ASSERT_EQ(report.differences.size(), 2u);
    EXPECT_EQ(report.differences[0].layer, "never read");
    EXPECT_EQ(report.differences[0].region, 0);
    EXPECT_EQ(report.differences[0].box, (Rect{50, 400, 150, 412}));
    EXPECT_EQ(report.differences[1].layer, "either");
}

TEST(TextLayerTest, TablesByTheirCellsPicturesNotAtAll) {
    std::vector<LayerWord> words;
    put_line(words, 100, "Year Number");
    put_line(words, 120, "1904 13");
    put_line(words, 300, "in the picture");
    Region table =
        region(1, 95, 150, "<table><tr><th>Year</th><th>Number</th></tr><tr><td>1904</td><td>12</td></tr></table>");
    table.kind = ContentKind::html_table;
    Region picture = region(2, 280, 350, "");
    picture.category = Category::Picture;
    picture.kind = ContentKind::picture;
    const LayerReport report = compare_text_layer(words, page_of({table, picture}));
    ASSERT_EQ(report.differences.size(), 1u);
    EXPECT_EQ(report.differences[0].layer, "13");
    EXPECT_EQ(report.differences[0].read, "12");
    EXPECT_EQ(report.differences[0].length, 0u) << "no place in markup";
}

TEST(TextLayerTest, WithoutAFilesTextThereIsNothingToSay) {
    EXPECT_EQ(compare_text_layer({}, page_of({region(1, 0, 10, "text")})), LayerReport{});
}

}  // namespace lectern
