#include "core/model/repetition_guard.h"

#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <string>

using namespace lectern;

// Text as a tokenizer might cut it: words, single signs and digits, whole tags. Where the guard stopped, in bytes.
static std::optional<size_t> stops_at(const std::string& text) {
    RepetitionGuard guard;
    size_t i = 0;
    while (i < text.size()) {
        size_t j = i + 1;
        if (text[i] == '<') {
            while (j < text.size() && text[j - 1] != '>') ++j;
        } else if (std::isalpha(static_cast<unsigned char>(text[i])) || text[i] == ' ') {
            while (j < text.size() && std::isalpha(static_cast<unsigned char>(text[j]))) ++j;
        } else if (static_cast<unsigned char>(text[i]) >= 0x80) {
            while (j < text.size() && (static_cast<unsigned char>(text[j]) & 0xC0) == 0x80) ++j;
        }
        const std::string piece = text.substr(i, j - i);
        if (guard.add(static_cast<int32_t>(std::hash<std::string>{}(piece)&0x7fffffff), piece)) return i;
        i = j;
    }
    return std::nullopt;
}

static std::string times(size_t n, const std::string& s) {
    std::string out;
    for (size_t i = 0; i < n; ++i) out += s;
    return out;
}

TEST(RepetitionGuard, PagesThatRepeatAreLeftAlone) {
    std::mt19937 rng(1);
    std::vector<std::string> pages;
    for (size_t rows = 5; rows <= 60; rows += 5) {  // tables of equal, empty and numeric rows
        pages.push_back("<table>" + times(rows, "<tr><td></td><td></td><td></td><td></td></tr>") + "</table>");
        pages.push_back("<table>" + times(rows, "<tr><td>0</td><td>0.00</td><td>-</td></tr>") + "</table>");
        pages.push_back("<table>" + times(rows, "<tr><td>yes</td><td>n/a</td><td>yes</td></tr>") + "</table>");
        std::string sum = "<table>";
        for (size_t i = 0; i < rows; ++i)
            sum += "<tr><td>" + std::to_string(i) + "</td><td>" + std::to_string(rng() % 3) + "</td><td>ok</td></tr>";
        pages.push_back(sum + "</table>");
    }
    for (size_t entries = 5; entries <= 60; entries += 5) {  // contents with leaders, one sign a token
        std::string contents;
        for (size_t i = 0; i < entries; ++i)
            contents +=
                "Chapter " + std::to_string(i) + " " + times(60 + rng() % 40, ".") + " " + std::to_string(i * 7) + "\n";
        pages.push_back(contents);
        pages.push_back(times(entries, "Name: " + times(30, "_") + " Date: " + times(12, "_") + "\n"));
        pages.push_back(times(entries / 5, "☐ Yes ☐ No\n"));
    }
    for (size_t verses = 2; verses <= 7; ++verses) {  // lyrics with a refrain
        std::string refrain =
            "Row row row your boat gently down the stream\nMerrily merrily merrily merrily life is but a dream\n";
        std::string song;
        for (size_t i = 0; i < verses; ++i)
            song += "Verse " + std::to_string(i) + " is another one about a boat\n" + times(3, refrain);
        pages.push_back(song);
        pages.push_back(times(verses, times(4, refrain)));
        pages.push_back(times(verses * 8, "la ") + times(verses * 4, "na na na hey "));
    }
    for (size_t n = 12; n <= 288; n += 12) {  // rules and leaders
        pages.push_back("Signature " + times(n, "_") + " end");
        pages.push_back("Total " + times(n, ".") + " 12.50");
        pages.push_back(times(n, "· ") + times(n, "—") + times(n / 2, "…") + times(n, "=") + times(n, "-"));
        pages.push_back("000" + times(n, "0") + " " + times(n, "1 "));
    }
    EXPECT_GE(pages.size(), 150u);
    for (const std::string& page : pages)
        EXPECT_EQ(stops_at(page), std::nullopt) << page.substr(0, 120) << " … " << page.size();
}

TEST(RepetitionGuard, LoopsEnd) {
    EXPECT_TRUE(stops_at(times(3000, ".")));
    EXPECT_TRUE(stops_at(times(3000, "_")));
    EXPECT_TRUE(stops_at(times(1000, "the ")));
    EXPECT_TRUE(stops_at(times(400, "and so it goes on and on ")));
    EXPECT_TRUE(stops_at("<table>" + times(2000, "<tr><td></td></tr>")));
    EXPECT_TRUE(stops_at("<table>" + times(2000, "<td></td>")));
    EXPECT_TRUE(stops_at("A page that begins well. " + times(300, "Then the same sentence comes again and again.\n")));
    EXPECT_LT(*stops_at(times(1000, "word ")), 300u * 5);
    EXPECT_GT(*stops_at("<table>" + times(2000, "<td></td>")), 1100u * 4);  // twice as patient inside a table
}

// A loop that counts on is no period, but nearly all of it repeats; pages whose rows differ in more are left alone.
TEST(RepetitionGuard, CoverageOfLoopsThatCountOn) {
    const std::string sentence = "the committee met again in the large room on the second floor of the old town hall and after a long "
                                 "talk about the same few things it went home and came back the next day to do it all over ";
    std::string counting, catalogue, table = "<table>";
    std::mt19937 rng(2);
    for (int i = 100; i < 400; ++i) {
        counting += std::to_string(i % 9 + 1) + " " + sentence;
        catalogue += "Item " + std::to_string(i) + " colour " + (rng() % 2 ? "red" : "blue") + " price " + std::to_string(rng() % 90 + 10) + " euros each\n";
        table += "<tr><td>" + std::to_string(i) + "</td><td>ok</td><td>" + std::to_string(rng() % 9) + "</td></tr>";
    }
    ASSERT_TRUE(stops_at(counting));
    EXPECT_LT(*stops_at(counting), counting.size() / 2);
    EXPECT_EQ(stops_at(catalogue), std::nullopt);
    EXPECT_EQ(stops_at(table + "</table>"), std::nullopt);
}

static std::string element(int y, const std::string& text) {
    return "{\"bbox\": [10, " + std::to_string(y) + ", 90, " + std::to_string(y + 9) +
           "], \"category\": \"Text\", \"text\": \"" + text + "\"}, ";
}

TEST(RepetitionGuard, LayoutElements) {
    EXPECT_TRUE(stops_at("[" + element(10, "a") + element(30, "b") + element(10, "c") + element(10, "d")));
    EXPECT_FALSE(stops_at("[" + element(10, "a") + element(30, "b") + element(10, "c")));
    std::string drift = "[";
    for (int i = 0; i < 16; ++i) drift += element(i * 10, "Yes");
    EXPECT_TRUE(stops_at(drift));
    std::string form = "[";
    for (int i = 0; i < 40; ++i) form += element(i * 10, i % 8 ? "Yes" : "Question");
    EXPECT_FALSE(stops_at(form));
    std::string gallery = "[";
    for (int i = 0; i < 40; ++i)
        gallery += "{\"bbox\": [1, " + std::to_string(i) + ", 9, 9], \"category\": \"Picture\"}, ";
    EXPECT_FALSE(stops_at(gallery));
    // Text about boxes is not a layout, neither inside an element nor as a page of its own.
    EXPECT_FALSE(stops_at("[" + element(10, times(5, "{\\\"bbox\\\": [1, 2, 3, 4]} "))));
    EXPECT_FALSE(stops_at("Example: " + times(5, "{\"bbox\": [1, 2, 3, 4]}\n")));
}

TEST(RepetitionGuard, CostDoesNotGrow) {
    RepetitionGuard guard;
    std::mt19937 rng(9);
    for (int i = 0; i < 200'000; ++i) ASSERT_FALSE(guard.add(static_cast<int32_t>(rng() % 50000), "x"));
}
