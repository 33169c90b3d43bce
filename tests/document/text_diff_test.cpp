#include "core/document/text_diff.h"

#include <gtest/gtest.h>

#include <random>

namespace lectern {

using Kind = DiffPiece::Kind;

static std::string side(const std::vector<DiffPiece>& pieces, Kind own) {
    std::string out;
    for (const DiffPiece& p : pieces)
        if (p.kind == Kind::same || p.kind == own) out += p.text;
    return out;
}

TEST(TextDiffTest, AWordReplaced) {
    const auto pieces = diff_words("the quick fox", "the quack fox");
    EXPECT_EQ(pieces,
              (std::vector<DiffPiece>{
                  {Kind::same, "the "}, {Kind::removed, "quick "}, {Kind::added, "quack "}, {Kind::same, "fox"}}));
    EXPECT_EQ(count_changes(pieces), 1);
    EXPECT_EQ(count_changes(diff_words("same", "same")), 0);
    EXPECT_EQ(count_changes(diff_words("", "two words")), 2);
    EXPECT_TRUE(diff_words("", "").empty());
}

TEST(TextDiffTest, BothSidesComeBackWhole) {
    std::mt19937 random(7);
    const auto text = [&] {
        std::string out;
        for (unsigned n = random() % 60; n > 0; --n) {
            out += static_cast<char>('a' + random() % 3);
            out += " \n\t"[random() % 3];
            if (random() % 5 == 0) out += ' ';
        }
        return out;
    };
    for (int i = 0; i < 500; ++i) {
        const std::string a = text(), b = text();
        const auto pieces = diff_words(a, b);
        ASSERT_EQ(side(pieces, Kind::removed), a);
        ASSERT_EQ(side(pieces, Kind::added), b);
    }
    std::string longer;
    for (int i = 0; i < 20'000; ++i) longer += std::to_string(i) + " ";
    const auto pieces = diff_words(longer, "0 other " + longer);
    EXPECT_EQ(side(pieces, Kind::removed), longer);
    EXPECT_EQ(side(pieces, Kind::added), "0 other " + longer);
}

}  // namespace lectern
