// What is taken out of an answer that ran into a loop, and what is left alone.
#include "core/pipeline/cut_repeats.h"

#include <gtest/gtest.h>

#include <random>

#include "core/base/caps.h"
#include "core/document/region_parts.h"
#include "core/document/table.h"

namespace lectern {

static std::string said(const std::string& piece, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += piece;
    return text;
}

static Region region(std::string content, ContentKind kind = ContentKind::text, Rect box = {}) {
    Region r;
    r.kind = kind;
    r.box = box;
    r.content = std::move(content);
    return r;
}

TEST(CutRepeats, OneSayingStays) {
    Region r = region("The end. " + said("again and ", 30));
    cut_repeats(r);
    EXPECT_EQ(r.content, "The end. again and");  // the blank belongs to what is said again
    EXPECT_EQ(r.cut, " " + said("again and ", 29));
    EXPECT_EQ(with_cut(r), "The end. " + said("again and ", 30));
    Region broken = region("The end. " + said("again and ", 30) + "aga");
    cut_repeats(broken);
    EXPECT_EQ(broken.content, "The end. again and");
    Region ones = region("1" + said("0", 400));
    cut_repeats(ones);
    EXPECT_EQ(ones.content, "10");
}

TEST(CutRepeats, WhatDoesNotRepeatStaysWhole) {
    for (const std::string& text :
         {std::string(), std::string("ha ha ha"), said("row of equal words ", 3), said("x", 100),
          said("all of it again ", 40) + "and then something else that is an end of its own"}) {
        Region r = region(text);
        cut_repeats(r);
        EXPECT_EQ(r.content, text);
        EXPECT_EQ(r.cut, "");
    }
}

TEST(CutRepeats, CharactersAndTagsStayWhole) {
    Region r = region("süß: " + said("größer, ", 30));
    cut_repeats(r);
    EXPECT_EQ(r.content, "süß: größer,");
    Region chinese = region(said("重复", 120));
    cut_repeats(chinese);
    EXPECT_EQ(chinese.content, "重复");
    const std::string rows = said("<tr><td>0</td><td>-</td></tr>", 50);
    Region table = region("<table><tr><th>a</th><th>b</th></tr>" + rows + "<tr><td>0</", ContentKind::html_table);
    cut_repeats(table);
    close_cut_table(table.content);
    const Table kept = table_from_html(table.content);
    EXPECT_LE(kept.rows, 3) << table.content;
    EXPECT_GE(kept.rows, 2);
    EXPECT_EQ(kept.at(1, 0)->text, "0");
    EXPECT_GE(table_from_html(with_cut(table)).rows, 51);
    Region closed = region("<table>" + rows + "</table>", ContentKind::html_table);
    cut_repeats(closed);
    EXPECT_LT(closed.content.size(), 80u);
    EXPECT_EQ(table_from_html(with_cut(closed)).rows, 50);
}

TEST(CutRepeats, WhatIsKeptIsCapped) {
    Region r = region("So: " + said("äh, ", 40'000));
    cut_repeats(r);
    EXPECT_EQ(r.content, "So: äh,");
    EXPECT_LE(r.cut.size(), caps::kCutBytes);
    EXPECT_GE(r.cut.size(), caps::kCutBytes - 3);
    EXPECT_NE(static_cast<unsigned char>(r.cut.back()), 0xC3) << "half a character";
}

// Whatever the text: nothing is lost, and the same text is not cut twice.
TEST(CutRepeats, NothingIsLost) {
    std::mt19937 random(7);
    const char* letters[] = {"a", "b", " ", "é", "<", ">", "0", "\n"};
    for (int round = 0; round < 400; ++round) {
        std::string head, piece;
        for (size_t n = random() % 40; n > 0; --n) head += letters[random() % 8];
        for (size_t n = 1 + random() % 40; n > 0; --n) piece += letters[random() % 8];
        const std::string text = head + said(piece, 1 + static_cast<int>(random() % 60)) + piece.substr(0, 0);
        Region r = region(text);
        cut_repeats(r);
        EXPECT_EQ(r.content + r.cut, text);
        Region again = r;
        cut_repeats(again);
        EXPECT_LE(again.content.size(), r.content.size());
    }
}

TEST(CutRepeats, RegionsThatSayTheSameInTheSamePlace) {
    const Rect here{1, 1, 9, 9}, there{1, 11, 9, 19};
    std::vector<Region> regions = {region("Title"), region("one", ContentKind::text, here),
                                   region("two", ContentKind::text, there)};
    for (int i = 0; i < 5; ++i) {
        regions.push_back(region("one", ContentKind::text, here));
        regions.push_back(region("two", ContentKind::text, there));
    }
    regions.push_back(region("o", ContentKind::text, here));
    cut_repeats(regions);
    ASSERT_EQ(regions.size(), 3u);
    EXPECT_EQ(regions[2].cut, said("\n\none\n\ntwo", 5) + "\n\no");
    std::vector<Region> elsewhere;
    for (int i = 0; i < 20; ++i) elsewhere.push_back(region("0", ContentKind::text, {1.0 * i, 1, 1.0 * i + 1, 9}));
    cut_repeats(elsewhere);
    EXPECT_EQ(elsewhere.size(), 20u) << "equal words in places of their own are a form or a table";
}

}  // namespace lectern
