#include "core/document/table.h"

#include <gtest/gtest.h>

using namespace lectern;

TEST(Table, PlacesSpansOnTheGrid) {
    const Table t = table_from_html("<table><thead><tr><th rowspan=2>Name</th><th colspan=\"2\">Score</th></tr><tr><th>a</th><th>b</th></tr></thead>"
                                    "<tbody><tr><td>x</td><td>1</td><td>2 &amp; 3</td></tr></tbody></table>");
    ASSERT_EQ(t.rows, 3);
    ASSERT_EQ(t.columns, 3);
    EXPECT_FALSE(t.repaired);
    EXPECT_EQ(t.at(1, 0)->text, "Name");
    EXPECT_EQ(t.at(0, 2)->text, "Score");
    EXPECT_TRUE(t.at(1, 2)->header);
    EXPECT_EQ(t.at(2, 2)->text, "2 & 3");
    EXPECT_FALSE(t.at(2, 2)->header);
}

TEST(Table, MendsWhatModelsGetWrong) {
    // truncated in a cell, a short row, a rowspan that leaves the table
    const Table t = table_from_html("<table><tr><td>a<td>b<td>c</tr><tr><td rowspan=9>d</tr><tr><td>e</td><td>unfinis");
    ASSERT_EQ(t.rows, 3);
    ASSERT_EQ(t.columns, 3);
    EXPECT_TRUE(t.repaired);
    EXPECT_EQ(t.at(2, 0)->text, "d");
    EXPECT_EQ(t.at(2, 2)->text, "unfinis");
    EXPECT_EQ(t.at(1, 2)->text, "");
}

TEST(Table, EveryPlaceIsCoveredOnce) {
    for (const char* html : {"<table><tr><td rowspan=2 colspan=2>a</td><td>b</td></tr><tr><td colspan=5>c</td></tr></table>",
                             "<table><tr><td colspan=0>a</td></tr><tr><td rowspan=0>b</td><td>c</td></tr><tr><td>d</td></tr></table>",
                             "<table><tr><td colspan=100000 rowspan=100000>a</td></tr><tr><td>b</td></tr></table>"}) {
        const Table t = table_from_html(html);
        for (int r = 0; r < t.rows; ++r) {
            for (int c = 0; c < t.columns; ++c) {
                int covers = 0;
                for (const TableCell& cell : t.cells)
                    covers += r >= cell.row && r < cell.row + cell.row_span && c >= cell.column && c < cell.column + cell.column_span;
                ASSERT_EQ(covers, 1) << html << " at " << r << ", " << c;
            }
        }
    }
}

TEST(Table, NoTableIsNoTable) {
    EXPECT_EQ(table_from_html("plain text").rows, 0);
    EXPECT_EQ(table_from_html("").rows, 0);
    EXPECT_EQ(table_to_html(Table{}), "<table></table>");
}

TEST(Table, WritesEscapedHtmlThatReadsBackTheSame) {
    const char* html = "<table><tr><th colspan=\"2\">&lt;script&gt;</th></tr><tr><td>a<br>b</td><td>&quot;c&quot;</td></tr></table>";
    const Table t = table_from_html(html);
    EXPECT_EQ(t.at(1, 0)->text, "a\nb");
    const std::string out = table_to_html(t);
    EXPECT_EQ(out.find("<script"), std::string::npos);
    EXPECT_EQ(out.find("\n\n"), std::string::npos) << "a blank line would end the HTML block in Markdown";
    EXPECT_EQ(table_to_html(table_from_html(out)), out);
}
