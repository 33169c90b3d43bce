#include "core/pipeline/join.h"

#include <gtest/gtest.h>

namespace lectern {

static std::string join(std::vector<std::string> lines, std::vector<std::string> elsewhere = {}) {
    WordEvidence evidence;
    for (const std::string& line : elsewhere) evidence.add_line(line);
    for (const std::string& line : lines) evidence.add_line(line);
    return join_lines(lines, evidence);
}

TEST(JoinLines, PutsABlankBetween) {
    EXPECT_EQ(join({"one two", "three"}), "one two three");
    EXPECT_EQ(join({"one", "", "two"}), "one two");
    EXPECT_EQ(join({}), "");
}

TEST(JoinLines, TakesAHyphenAwayOnlyWhenThePageSpeaksForIt) {
    EXPECT_EQ(join({"the docu-", "ment ends"}), "the document ends");  // neither half is a word here
    EXPECT_EQ(join({"the docu-", "ment ends"}, {"a document", "ment", "docu"}),
              "the document ends");                                                // the whole occurs
    EXPECT_EQ(join({"a well-", "known man"}, {"well said"}), "a well-known man");  // a half occurs
    EXPECT_EQ(join({"a well-", "known man"}, {"a well-known wellknown"}), "a well-known man");
    EXPECT_EQ(join({"an Auf\u00AD", "gabe"}), "an Aufgabe");
    EXPECT_EQ(join({"die Bevöl-", "kerung"}), "die Bevölkerung");
    EXPECT_EQ(join({"das Über-", "übliche"}), "das Überübliche");
}

TEST(JoinLines, KeepsOtherHyphens) {
    EXPECT_EQ(join({"Jean-", "Paul"}), "Jean- Paul");      // not lower-case
    EXPECT_EQ(join({"part -", "of it"}), "part - of it");  // a dash
    EXPECT_EQ(join({"x-", "axis"}), "x- axis");            // one letter
    EXPECT_EQ(join({"1990-", "1999"}), "1990- 1999");
}

TEST(TableHtml, CoversEveryPlaceOnceAndEscapes) {
    LayoutRegion table;
    table.rows = 3;
    table.columns = 3;
    table.lines.resize(5);
    table.cells = {{.row = 0, .column = 0, .column_span = 2, .header = true, .lines = {0}},
                   {.row = 0, .column = 2, .header = true, .lines = {1}},
                   {.row = 1, .column = 0, .row_span = 2, .lines = {2, 3}},
                   {.row = 1, .column = 1, .lines = {4}}};
    const std::vector<std::string> texts{"A & B", "<C>", "two", "lines", "x"};
    EXPECT_EQ(table_html(table, texts, {}),
              "<table><tr><th colspan=\"2\">A &amp; B</th><th>&lt;C&gt;</th></tr>"
              "<tr><td rowspan=\"2\">two lines</td><td>x</td><td></td></tr>"
              "<tr><td></td><td></td></tr></table>");
}

TEST(TableHtml, SurvivesCellsOutsideTheGrid) {
    LayoutRegion table;
    table.rows = 1;
    table.columns = 1;
    table.cells = {{.row = -1, .column = 5, .row_span = 100, .column_span = 100, .lines = {7, -3}}};
    EXPECT_EQ(table_html(table, {}, {}), "<table><tr><td></td></tr></table>");
}

}  // namespace lectern
