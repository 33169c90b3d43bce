// The layout answer's parser: whole, broken in every known way, and cut at every byte.
#include <gtest/gtest.h>

#include <memory>

#include "core/model/layout_output.h"
#include "core/model/text_output.h"

namespace lectern {
namespace {

constexpr BoxSpace kSame{1000, 2000, 1000, 2000};  // the picture went in at its own size

std::unique_ptr<OutputParser> parse(std::string_view answer, size_t piece = 3, const BoxSpace& space = kSame) {
    auto parser = make_layout_parser(space);
    for (size_t at = 0; at < answer.size(); at += piece) parser->add(answer.substr(at, piece));
    parser->finish();
    return parser;
}

std::vector<std::string> contents(const OutputParser& parser) {
    std::vector<std::string> out;
    for (const Region& r : parser.regions()) out.push_back(r.content);
    return out;
}

bool warns(const OutputParser& parser, const std::string& what) {
    for (const std::string& w : parser.warnings())
        if (w.find(what) != std::string::npos) return true;
    return false;
}

bool warns(const Region& region, const std::string& what) {
    for (const std::string& w : region.warnings)
        if (w.find(what) != std::string::npos) return true;
    return false;
}

const std::string kPage =
    R"([{"bbox": [62, 17, 107, 194], "category": "Page-header", "text": "Annual Report"}, )"
    R"({"bbox": [62, 200, 900, 260], "category": "Title", "text": "# Of “everything” — 日本語"}, )"
    R"({"bbox": [62, 300, 900, 460], "category": "Formula", "text": "$$\n\\frac{a}{b} = \\nabla \\\"x\\\"\n$$"}, )"
    R"({"bbox": [62, 500, 900, 800], "category": "Picture"}, )"
    R"({"bbox": [62, 900, 900, 1200], "category": "Table", "text": "<table><tr><td>1</td></tr></table>"}, )"
    R"({"bbox": [62, 1300, 900, 1400], "category": "List-item", "text": "  - first, \u00e9 \ud83d\ude00\tend"}])";

TEST(LayoutOutput, WellFormedAnswer) {
    const auto parser = parse(kPage);
    const auto& regions = parser->regions();
    ASSERT_EQ(regions.size(), 6u);
    EXPECT_TRUE(parser->warnings().empty());
    EXPECT_EQ(regions[0].box, (Rect{62, 17, 107, 194}));
    EXPECT_EQ(regions[0].category, Category::PageHeader);
    EXPECT_EQ(regions[0].content, "Annual Report");
    EXPECT_EQ(regions[1].content, "Of “everything” — 日本語");
    EXPECT_EQ(regions[1].level, 1);
    EXPECT_EQ(regions[2].kind, ContentKind::latex);
    EXPECT_EQ(regions[2].content, "\\frac{a}{b} = \\nabla \\\"x\\\"");
    EXPECT_EQ(regions[3].kind, ContentKind::picture);
    EXPECT_EQ(regions[3].content, "");
    EXPECT_EQ(regions[4].kind, ContentKind::html_table);
    EXPECT_EQ(regions[4].content, "<table><tr><td>1</td></tr></table>");
    EXPECT_EQ(regions[5].content, "first, é 😀\tend");
    EXPECT_EQ(regions[5].level, 1);
    for (size_t i = 0; i < regions.size(); ++i) {
        EXPECT_EQ(regions[i].order, static_cast<int64_t>(i));
        EXPECT_EQ(regions[i].id, static_cast<int64_t>(i) + 1);
        EXPECT_EQ(regions[i].state, RegionState::read);
        EXPECT_TRUE(regions[i].warnings.empty());
    }
}

TEST(LayoutOutput, PieceSizeDoesNotMatter) {
    const auto expected = contents(*parse(kPage, 1));
    for (size_t piece : {2, 5, 17, 1000}) EXPECT_EQ(contents(*parse(kPage, piece)), expected) << piece;
}

TEST(LayoutOutput, RegionsAppearBeforeTheirTextIsWhole) {
    auto parser = make_layout_parser(kSame);
    parser->add(R"([{"bbox": [1, 2, 3, 4], "category": "Te)");
    EXPECT_TRUE(parser->regions().empty());
    parser->add(R"(xt")");
    parser->add(R"(, )");
    ASSERT_EQ(parser->regions().size(), 1u);
    EXPECT_EQ(parser->regions()[0].state, RegionState::reading);
    parser->add(R"("text": "Hello)");
    EXPECT_EQ(parser->regions()[0].content, "Hello");
    parser->add(" wor");
    EXPECT_EQ(parser->regions()[0].content, "Hello wor");
    parser->finish();
    EXPECT_EQ(parser->regions()[0].content, "Hello wor");
    EXPECT_EQ(parser->regions()[0].state, RegionState::stopped);
}

TEST(LayoutOutput, BoxesAreScaledBackToThePicture) {
    // A 1700 × 2200 page went in as 1708 × 2212.
    const auto parser = parse(R"([{"bbox": [854, 1106, 1708, 2212], "category": "Text", "text": "x"}])", 3, {1700, 2200, 1708, 2212});
    EXPECT_NEAR(parser->regions()[0].box.x0, 850, 1e-9);
    EXPECT_NEAR(parser->regions()[0].box.y0, 1100, 1e-9);
    EXPECT_NEAR(parser->regions()[0].box.x1, 1700, 1e-9);
    EXPECT_NEAR(parser->regions()[0].box.y1, 2200, 1e-9);
}

TEST(LayoutOutput, OddBoxes) {
    const auto parser = parse(
        R"([{"bbox": [10, 20, 30], "category": "Text", "text": "three"},)"
        R"({"bbox": [300, 400, 100, 200], "category": "Text", "text": "swapped"},)"
        R"({"bbox": [-50, 10, 1200, 90], "category": "Text", "text": "beyond"},)"
        R"({"bbox": [[1, 2], [3, 4]], "category": "Text", "text": "nested"},)"
        R"({"bbox": [5, 5, 5, 9], "category": "Text", "text": "empty"},)"
        R"({"bbox": ["1", "2", "3", "4"], "category": "Text", "text": "texts"},)"
        R"({"category": "Text", "text": "none"}])");
    const auto& r = parser->regions();
    ASSERT_EQ(contents(*parser), (std::vector<std::string>{"three", "swapped", "beyond", "nested", "empty", "texts", "none"}));
    EXPECT_TRUE(r[0].box.empty() && warns(r[0], "3 numbers"));
    EXPECT_EQ(r[1].box, (Rect{100, 200, 300, 400}));
    EXPECT_TRUE(warns(r[1], "wrong order"));
    EXPECT_EQ(r[2].box, (Rect{0, 10, 1000, 90}));
    EXPECT_TRUE(warns(r[2], "beyond the page"));
    EXPECT_EQ(r[3].box, (Rect{1, 2, 3, 4}));
    EXPECT_TRUE(r[4].box.empty() && warns(r[4], "empty"));
    EXPECT_EQ(r[5].box, (Rect{1, 2, 3, 4}));
    EXPECT_TRUE(r[6].box.empty() && warns(r[6], "0 numbers"));
}

struct Broken {
    const char* what;
    const char* answer;
    std::vector<std::string> contents;
    const char* warning;
};

TEST(LayoutOutput, RepairsAreMadeAndCounted) {
    const std::vector<Broken> cases = {
        {"missing comma between objects", R"([{"bbox":[1,2,3,4],"category":"Text","text":"a"} {"bbox":[5,6,7,8],"category":"Text","text":"b"}])", {"a", "b"}, "missing comma"},
        {"missing comma between members", R"([{"bbox":[1,2,3,4] "category":"Text" "text":"a"}])", {"a"}, "missing comma (2 times)"},
        {"trailing commas", R"([{"bbox":[1,2,3,4],"category":"Text","text":"a",},])", {"a"}, "extra comma (2 times)"},
        {"code fence", "```json\n[{\"bbox\":[1,2,3,4],\"category\":\"Text\",\"text\":\"a\"}]\n```", {"a"}, "code fence"},
        {"text around", R"(Here is the list: [{"bbox":[1,2,3,4],"category":"Text","text":"a"}] Done.)", {"a"}, "text outside of the list (2 times)"},
        {"raw line break", "[{\"bbox\":[1,2,3,4],\"category\":\"Text\",\"text\":\"a\nb\"}]", {"a\nb"}, "raw line break"},
        {"lone backslashes", R"([{"bbox":[1,2,3,4],"category":"Formula","text":"\(x\) \alpha \frac{1}{2} \beta \theta \nabla \rho"}])", {R"(\(x\) \alpha \frac{1}{2} \beta \theta \nabla \rho)"}, "lone backslash"},
        {"real escapes before letters", R"([{"bbox":[1,2,3,4],"category":"Text","text":"one\nnext\ttab\nu b"}])", {"one\nnext\ttab\nu b"}, ""},
        {"backslash u of a command", R"([{"bbox":[1,2,3,4],"category":"Formula","text":"\underline{x}"}])", {R"(\underline{x})"}, "lone backslash"},
        {"bare quotes", R"([{"bbox":[1,2,3,4],"category":"Text","text":"He said "hi", and "bye" to {"all"} of us"}])", {R"(He said "hi", and "bye" to {"all"} of us)"}, "bare quote in a text (6 times)"},
        {"missing brace between objects", R"([{"bbox":[1,2,3,4],"category":"Text","text":"a", {"bbox":[5,6,7,8],"category":"Text","text":"b"}])", {"a", "b"}, "missing closing brace"},
        {"missing brace at the end", R"([{"bbox":[1,2,3,4],"category":"Text","text":"a"])", {"a"}, "missing closing brace"},
        {"missing bracket of the box", R"([{"bbox":[1,2,3,4,"category":"Text","text":"a"}])", {"a"}, "missing closing bracket"},
        {"one object, no list", R"({"bbox":[1,2,3,4],"category":"Text","text":"a"})", {"a"}, ""},
        {"an object around the list", R"({"layout": [{"bbox":[1,2,3,4],"category":"Text","text":"a"},{"bbox":[5,6,7,8],"category":"Text","text":"b"}]})", {"a", "b"}, ""},
        {"text before the box", R"([{"text":"a","category":"Text","bbox":[1,2,3,4]}])", {"a"}, ""},
        {"unknown members", R"([{"id":7,"bbox":[1,2,3,4],"score":0.5,"ok":true,"category":"Text","tags":["x"],"text":"a","none":null}])", {"a"}, ""},
        {"half a surrogate pair", R"([{"bbox":[1,2,3,4],"category":"Text","text":"a\ud83db"}])", {"a\xEF\xBF\xBD" "b"}, "half a character"},
        {"empty page", "[]", {}, ""},
        {"nothing", "", {}, ""},
        {"plain text", "There is no layout here.", {"There is no layout here."}, "plain text instead"},
        {"braces in LaTeX", R"([{"bbox":[1,2,3,4],"category":"Formula","text":"\\sqrt{x}, {y}"},{"bbox":[1,2,3,5],"category":"Text","text":"}{"}])", {R"(\sqrt{x}, {y})", "}{"}, ""},
    };
    for (const Broken& c : cases) {
        const auto parser = parse(c.answer, 1);
        EXPECT_EQ(contents(*parser), c.contents) << c.what;
        if (*c.warning == '\0') {
            EXPECT_TRUE(parser->warnings().empty()) << c.what << ": " << (parser->warnings().empty() ? "" : parser->warnings()[0]);
        } else {
            EXPECT_TRUE(warns(*parser, c.warning)) << c.what << ": " << (parser->warnings().empty() ? "no warning" : parser->warnings()[0]);
        }
    }
}

// Whatever is cut off: what was complete is the same, the last region's text is the start of the whole one.
TEST(LayoutOutput, CutAtEveryByte) {
    const std::vector<std::string> answers = {
        kPage,
        "```json\n" + kPage + "\n```",
        R"([{"bbox":[1,2,3,4],"category":"Text","text":"He said "hi", twice"} {"bbox":[5,6,7],"category":"Section-header","text":"## b\\c"},])",
        R"({"layout": [{"text":"early","bbox":[1,2,3,4],"category":"Footnote"},{"category":"Text","bbox":[5,6,7,8],"text":"\ud83d\ude00\u00"}]})",
    };
    for (const std::string& answer : answers) {
        const auto whole = parse(answer, 1);
        for (size_t cut = 0; cut <= answer.size(); ++cut) {
            const auto part = parse(std::string_view(answer).substr(0, cut), 1);
            const auto& regions = part->regions();
            if (answer[0] == '`' && cut < 12) continue;  // a cut fence is text by itself
            ASSERT_LE(regions.size(), whole->regions().size()) << answer.substr(0, cut);
            for (size_t i = 0; i < regions.size(); ++i) {
                const Region &a = regions[i], &b = whole->regions()[i];
                ASSERT_EQ(a.box, b.box) << answer.substr(0, cut);
                // A text may have come before its category.
                ASSERT_TRUE(a.category == b.category || (i + 1 == regions.size() && a.category == Category::Text)) << answer.substr(0, cut);
                if (i + 1 < regions.size()) {
                    ASSERT_EQ(a.content, b.content);
                    ASSERT_EQ(a.state, RegionState::read);
                } else {
                    ASSERT_NE(a.state, RegionState::reading);
                    if (a.kind == ContentKind::text && a.category == Category::Text) {
                        ASSERT_TRUE(b.content.starts_with(a.content.substr(0, a.content.find_last_not_of("\"\\ ,\xEF\xBF\xBD") + 1)))
                            << a.content << " | " << b.content;
                    }
                }
            }
        }
    }
}

TEST(LayoutOutput, DuplicatesAreMarkedNotRemoved) {
    std::string answer = "[";
    for (int i = 0; i < 6; ++i)
        answer += R"({"bbox":[1,)" + std::to_string(10 * i) + R"(,50,)" + std::to_string(10 * i + 9) + R"(],"category":"Text","text":"N/A"},)";
    answer += R"({"bbox":[1,0,50,9],"category":"Text","text":"other"}])";
    const auto parser = parse(answer);
    const auto& r = parser->regions();
    ASSERT_EQ(r.size(), 7u);
    for (size_t i = 0; i < 4; ++i) EXPECT_TRUE(r[i].warnings.empty());
    EXPECT_TRUE(warns(r[4], "suspect duplicate") && warns(r[5], "suspect duplicate"));
    EXPECT_TRUE(warns(r[6], "region 1 has the same box"));
}

TEST(LayoutOutput, UnknownCategoryIsText) {
    const auto parser = parse(R"([{"bbox":[1,2,3,4],"category":"Stamp","text":"PAID"}])");
    EXPECT_EQ(parser->regions()[0].category, Category::Text);
    EXPECT_TRUE(warns(parser->regions()[0], "Stamp"));
}

TEST(LayoutOutput, HostileAnswersEndInGoodTime) {
    const std::vector<std::string> answers = {
        std::string(200000, '['), std::string(200000, '{'), std::string(200000, '"'), "[{\"bbox\":[" + std::string(200000, '9'),
        "[{\"text\":\"" + std::string(200000, '\\'), "[{\"text\":\"" + std::string(200000, '"'), "[{\"text\":\"\"" + std::string(200000, ' '),
        "[{\"bbox\":" + std::string(200000, '['), "[{\"bbox\":[1e999,-1e999,nan,4],\"category\":\"Text\"}]",
    };
    for (const std::string& answer : answers) {
        const auto parser = parse(answer, 4096);
        EXPECT_LE(parser->regions().size(), answer.size());
    }
}

TEST(MarkdownOfRegions, BecomesPlainContent) {
    const auto content = [](const char* category, const char* text) {
        const auto parser = parse(std::string(R"([{"bbox":[1,2,3,4],"category":")") + category + R"(","text":")" + text + R"("}])");
        return std::pair(parser->regions()[0].content, parser->regions()[0].level);
    };
    using P = std::pair<std::string, int64_t>;
    EXPECT_EQ(content("Section-header", "### 3.1 Scope"), P("3.1 Scope", 3));
    EXPECT_EQ(content("Section-header", "#1 in the list"), P("#1 in the list", 2));
    EXPECT_EQ(content("Title", "Plain"), P("Plain", 1));
    EXPECT_EQ(content("List-item", "- a **bold** word"), P("a bold word", 0));
    EXPECT_EQ(content("List-item", "3. third"), P("3. third", 0));
    EXPECT_EQ(content("List-item", "-5 degrees"), P("-5 degrees", 0));
    EXPECT_EQ(content("Formula", "\\\\[ x^2 \\\\]"), P("x^2", 0));
    EXPECT_EQ(content("Formula", "$a$ and $b$"), P("$a$ and $b$", 0));
    EXPECT_EQ(content("Text", "2 ** 3 ** 4"), P("2 ** 3 ** 4", 0));
    EXPECT_EQ(content("Text", "`$x$`"), P("$x$", 0));
}

TEST(TextOutput, OneRegionThatGrows) {
    const auto parser = make_text_parser(Task::text, 300, 40);
    parser->add("");
    EXPECT_TRUE(parser->regions().empty());
    parser->add("Hel");
    ASSERT_EQ(parser->regions().size(), 1u);
    EXPECT_EQ(parser->regions()[0].content, "Hel");
    EXPECT_EQ(parser->regions()[0].box, (Rect{0, 0, 300, 40}));
    parser->add("lo `x`\n");
    parser->finish();
    EXPECT_EQ(parser->regions()[0].content, "Hello `x`");
    EXPECT_EQ(parser->regions()[0].state, RegionState::read);
}

TEST(TextOutput, FencesAndDelimitersGo) {
    const auto read = [](Task task, std::string_view answer) {
        const auto parser = make_text_parser(task, 10, 10);
        for (char c : answer) parser->add({&c, 1});
        parser->finish();
        return parser->regions().empty() ? Region{} : parser->regions()[0];
    };
    EXPECT_EQ(read(Task::table, "```html\n<table></table>\n```").content, "<table></table>");
    EXPECT_EQ(read(Task::table, "<table></table>").kind, ContentKind::html_table);
    EXPECT_EQ(read(Task::formula, "$$ x^2 $$").content, "x^2");
    EXPECT_EQ(read(Task::formula, "\\[x\\]").kind, ContentKind::latex);
    EXPECT_EQ(read(Task::text, "`a` is short").content, "`a` is short");
    EXPECT_EQ(read(Task::text, "``").content, "``");
    EXPECT_EQ(read(Task::text, "  \n ").content, "");
}

}  // namespace
}  // namespace lectern
