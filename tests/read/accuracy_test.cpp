// The ruler itself is measured first.
#include "tests/read/accuracy.h"

#include <gtest/gtest.h>

using namespace lectern;
using namespace lectern::test;

static Errors of(const std::string& truth, const std::string& read) { return compare(strict_text(truth), strict_text(read)); }

TEST(Accuracy, CountsTheThreeKindsOfError) {
    const Errors e = of("abcdef", "abXdeffg");
    EXPECT_EQ(e.substitutions, 1u);
    EXPECT_EQ(e.insertions, 2u);
    EXPECT_EQ(e.deletions, 0u);
    EXPECT_EQ(e.reference, 6u);
    EXPECT_EQ(of("abc", "").deletions, 3u);
    EXPECT_EQ(of("", "abc").insertions, 3u);
    EXPECT_DOUBLE_EQ(of("abcd", "abce").rate(), 0.25);
}

TEST(Accuracy, BlanksAndLeadersAreLevelled) {
    EXPECT_EQ(of("a  b\nc\fd", "a b c d").rate(), 0);
    EXPECT_EQ(of("Title . . . . . . . 12", "Title.............12").rate(), 0);
    EXPECT_EQ(of("Title ..... 12", "Title … 12").rate(), 0);
    EXPECT_GT(of("Title ..... 12", "Title 12").rate(), 0);
    EXPECT_GT(of("end. Next", "end Next").rate(), 0);
}

TEST(Accuracy, CaseQuotesAndDashesCount) {
    EXPECT_GT(of("A", "a").rate(), 0);
    EXPECT_GT(of("“a”", "\"a\"").rate(), 0);
    EXPECT_GT(of("1–2", "1-2").rate(), 0);
    EXPECT_GT(of("Öl", "Ol").rate(), 0);
}

TEST(Accuracy, LigaturesAndComposedAccentsAreEqual) {
    EXPECT_EQ(of("ﬁne", "fine").rate(), 0);
    EXPECT_EQ(of("o\u0308l", "öl").rate(), 0);
}

TEST(Accuracy, HyphensAtLineEndsMayGoOrStay) {
    EXPECT_EQ(of("Debian-\nbased", "Debian-based").rate(), 0);
    EXPECT_EQ(of("exam-\nple", "example").rate(), 0);
    EXPECT_GT(of("exam-\nple", "exam ple").rate(), 0);
    EXPECT_GT(of("Debian-based", "Debianbased").rate(), 0);
    EXPECT_EQ(of("exam-\nple", "example").reference, 7u);
}

TEST(Accuracy, WordsCountInAnyOrder) {
    EXPECT_DOUBLE_EQ(word_f1(strict_text("a b c"), strict_text("c a b")), 1);
    EXPECT_DOUBLE_EQ(word_f1(strict_text("a a b"), strict_text("a b b")), 2.0 / 3);
}

TEST(Accuracy, PageTextFollowsTheReadingOrder) {
    Page page;
    page.regions.resize(2);
    page.regions[0].order = 1;
    page.regions[0].content = "second";
    page.regions[1].kind = ContentKind::html_table;
    page.regions[1].content = "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>";
    EXPECT_EQ(page_text(page), "a b \n1 2 \nsecond\n");
}
