#include "core/pipeline/line_text.h"

#include <gtest/gtest.h>

#include <cmath>

namespace lectern {

// One token per character, probability p each; then an end token of probability 1.
static LineReading reading_of(const std::string& text, double p) {
    LineReading reading;
    for (char c : text) reading.add(std::string(1, c), {c, static_cast<float>(std::log(p)), -9});
    reading.add("", {0, 0, -9});
    reading.done = true;
    reading.reason = StopReason::end_token;
    return reading;
}

static std::vector<Rect> boxes(std::vector<std::pair<double, double>> spans) {
    std::vector<Rect> out;
    for (const auto& [x0, x1] : spans) out.push_back({x0, 0, x1, 10});
    return out;
}

TEST(MeanProbability, CountsTheEndToken) {
    EXPECT_NEAR(mean_probability(reading_of("abc", 0.5)), std::exp(3 * std::log(0.5) / 4), 1e-6);
    EXPECT_EQ(mean_probability(LineReading{}), 0);
}

TEST(MakeLine, GivesWordsTheirOwnConfidence) {
    LineReading reading;
    for (char c : std::string("ab ")) reading.add(std::string(1, c), {c, 0, -1});
    for (char c : std::string("cd")) reading.add(std::string(1, c), {c, static_cast<float>(std::log(0.25)), -1});
    const Line line = make_line(reading, {0, 0, 50, 10}, boxes({{0, 20}, {30, 50}}));
    ASSERT_EQ(line.words.size(), 2u);
    EXPECT_EQ(line.text, "ab cd");
    EXPECT_NEAR(*line.words[0].confidence, 1, 1e-6);
    EXPECT_NEAR(*line.words[1].confidence, 0.25, 1e-6);
    EXPECT_EQ(line.words[1].box, (Rect{30, 0, 50, 10}));
}

// "ü" in two byte tokens: the first brings no text, yet both speak for the word.
TEST(MakeLine, CountsTokensThatAreParts) {
    LineReading reading;
    reading.add("", {1, static_cast<float>(std::log(0.5)), -1});
    reading.add("ü", {2, 0, -1});
    const Line line = make_line(reading, {0, 0, 10, 10}, {});
    ASSERT_EQ(line.words.size(), 1u);
    EXPECT_NEAR(*line.words[0].confidence, std::sqrt(0.5), 1e-6);
}

TEST(MakeLine, RunsOfBlanksAreOne) {
    const Line line = make_line(reading_of("  a   b ", 1), {0, 0, 10, 10}, {});
    EXPECT_EQ(line.text, "a b");
    EXPECT_EQ(line.words.size(), 2u);
}

TEST(AlignWords, JoinsGroupsThatMakeOneWord) {
    const std::vector<size_t> characters{4, 10, 3};  // "from l e t t e r s p a c e d set", wide gaps found inside
    const auto out = align_words(characters, boxes({{0, 40}, {60, 100}, {104, 160}, {180, 210}}));
    ASSERT_EQ(out.size(), 3u);
    EXPECT_EQ(out[0], (Rect{0, 0, 40, 10}));
    EXPECT_EQ(out[1], (Rect{60, 0, 160, 10}));
    EXPECT_EQ(out[2], (Rect{180, 0, 210, 10}));
}

TEST(AlignWords, DividesAGroupThatHoldsTwoWords) {
    const std::vector<size_t> characters{4, 4, 5};
    const auto out = align_words(characters, boxes({{0, 90}, {100, 150}}));
    ASSERT_EQ(out.size(), 3u);
    EXPECT_NEAR(out[0].x1, 40, 1);
    EXPECT_NEAR(out[1].x0, 50, 1);
    EXPECT_EQ(out[2], (Rect{100, 0, 150, 10}));
}

TEST(AlignWords, FallsBackToSharesByCharacters) {
    const std::vector<size_t> many(30, 1);
    const auto out = align_words(many, boxes({{0, 590}}));
    ASSERT_EQ(out.size(), 30u);
    EXPECT_NEAR(out[29].x0, 580, 1e-6);
    for (size_t i = 1; i < out.size(); ++i) EXPECT_GE(out[i].x0, out[i - 1].x1);
    EXPECT_TRUE(align_words({}, boxes({{0, 1}})).empty());
}

}  // namespace lectern
