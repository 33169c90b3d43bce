// Words of whole-page readers and the tokens that speak for them.
#include "core/pipeline/word_confidence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace lectern {

using ::testing::ElementsAre;

// Pieces with the probability of each.
static LineReading heard(std::initializer_list<std::pair<const char*, double>> pieces) {
    LineReading reading;
    for (const auto& [text, p] : pieces) reading.add(text, {.log_probability = static_cast<float>(std::log(p))});
    return reading;
}

static Region region_of(const std::string& content, ContentKind kind = ContentKind::text) {
    Region region;
    region.content = content;
    region.kind = kind;
    return region;
}

static std::vector<std::string> words_of(const Line& line) {
    std::vector<std::string> out;
    for (const Word& w : line.words)
        out.push_back(w.text + (w.confidence ? " " + std::to_string(std::lround(*w.confidence * 100)) : ""));
    return out;
}

TEST(WordConfidence, LowWordsAreSeen) {
    const LineReading reading = heard({{"The", 1}, {" qu", 0.9}, {"ick", 0.4}, {" fox", 1}, {"\n", 0.5}, {"jumps", 0.8}});
    const auto lines = lines_with_confidence(region_of("The quick fox\njumps"), reading);
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_THAT(words_of(lines[0]), ElementsAre("The 100", "quick 60", "fox 100"));  // √(0.9 · 0.4)
    EXPECT_THAT(words_of(lines[1]), ElementsAre("jumps 80"));
    EXPECT_EQ(lines[0].text, "The quick fox");
    EXPECT_NEAR(*lines[0].confidence, std::cbrt(0.6), 1e-3);
    EXPECT_TRUE(lines[0].box.empty());
}

// Tokens that only begin a character speak for the word it stands in.
TEST(WordConfidence, PartsOfACharacter) {
    const LineReading reading = heard({{"a", 1}, {" ", 1}, {"", 0.25}, {"€", 1}, {"5", 1}});
    EXPECT_THAT(words_of(lines_with_confidence(region_of("a €5"), reading).at(0)), ElementsAre("a 100", "€5 63"));
}

TEST(WordConfidence, WhatTidyingChangedHasNone) {
    const LineReading reading = heard({{"## Head", 0.9}, {"line", 0.9}, {" **bold**", 0.5}, {" exmaple", 0.7}, {" end", 0.6}});
    const auto lines = lines_with_confidence(region_of("Headline bold example end"), reading);
    EXPECT_THAT(words_of(lines.at(0)), ElementsAre("Headline 90", "bold 50", "example", "end 60"));
}

TEST(WordConfidence, RowsOfTables) {
    const LineReading reading = heard({{"<table><tr><td>", 1}, {"12", 0.3}, {"</td><td>", 1}, {"a b", 0.9}, {"</td></tr><tr>", 1},
                                       {"<td></td><td>", 1}, {"7", 0.8}, {"</td></tr></table>", 1}});
    const auto lines = lines_with_confidence(region_of(reading.text, ContentKind::html_table), reading);
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_THAT(words_of(lines[0]), ElementsAre("12 30", "a 90", "b 90"));
    EXPECT_THAT(words_of(lines[1]), ElementsAre("7 80"));
    EXPECT_EQ(lines[0].text, "12 a b");
    EXPECT_TRUE(lines_with_confidence(region_of("<tab", ContentKind::html_table), heard({{"<tab", 1}})).empty());
}

TEST(WordConfidence, FormulasAndPicturesHaveNoWords) {
    EXPECT_TRUE(lines_with_confidence(region_of("x^2", ContentKind::latex), heard({{"x^2", 1}})).empty());
    EXPECT_TRUE(lines_with_confidence(region_of("", ContentKind::picture), heard({})).empty());
    EXPECT_TRUE(lines_with_confidence(region_of(""), heard({{"", 1}})).empty());
}

}  // namespace lectern
