// How much text ink can hold, and answers that say more.
#include "core/pipeline/ink_check.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/layout/drawn_page.h"

namespace lectern {
namespace {

TEST(InkCheck, WritingOfManyKindsHasRoomForItsText) {
    for (const double em : {24.0, 33.0, 48.0, 80.0}) {
        DrawnPage page;
        const std::string line = "The quick brown fox jumps over the lazy dog 0123456789";
        int64_t letters = 0;
        for (double y = 200; y < 2000; y += 2 * em) {
            const std::string fits = line.substr(0, static_cast<size_t>(1500 / (em / 2)));
            page.text(100, y, fits, em);
            for (const char c : fits) letters += c != ' ';
        }
        const int64_t ink = ink_characters(page.image, 200);
        EXPECT_GT(3 * ink, 2 * letters) << em;  // all of it, twice over, before anything is stopped
        EXPECT_LT(ink, 4 * letters) << em;
        const int64_t turned = ink_characters(page.turned(3), 200);
        EXPECT_GT(3 * turned, 2 * letters) << em;
    }
}

TEST(InkCheck, AnEmptyPageHoldsNothing) {
    EXPECT_EQ(ink_characters(DrawnPage().image, 200), 0);
    EXPECT_EQ(ink_characters({}, 200), 0);
}

TEST(InkCheck, OnlyLettersAndDigitsCount) {
    const auto count = [](const std::vector<std::string>& pieces) {
        SaidText said;
        for (const std::string& p : pieces) said.add(p);
        return said.characters();
    };
    EXPECT_EQ(count({"abc 12."}), 5);
    EXPECT_EQ(count({"<table><tr><td rowsp", "an=\"2\">7</td></tr></table>"}), 1);
    EXPECT_EQ(count({"\\fr", "ac{a}{b} \\alpha"}), 2);
    EXPECT_EQ(count({"...... ______ |||"}), 0);
    EXPECT_EQ(count({"é漢字"}), 3);
}

TEST(InkCheck, StopsWhatThePageCannotHold) {
    DrawnPage page;
    page.text(100, 300, "One line of writing", 40);
    InkCheck check(page.image, 200);
    size_t said = 0;
    std::string number;
    while (said < 20'000 && !check.beyond(number = "item" + std::to_string(said) + " ")) said += number.size();
    EXPECT_GT(said, 600u);
    EXPECT_LT(said, 1500u);
    const DrawnPage empty;
    InkCheck blank(empty.image, 200);
    EXPECT_FALSE(blank.beyond(std::string(600, 'a')));
    EXPECT_TRUE(blank.beyond("a"));
}

}  // namespace
}  // namespace lectern
