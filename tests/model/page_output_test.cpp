// Answers in HTML, Markdown and JSON pages: whole, broken, and cut at every byte.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "core/model/html_output.h"
#include "core/model/layout_output.h"
#include "core/model/markdown_output.h"

namespace lectern {
namespace {

using ::testing::HasSubstr;

constexpr BoxSpace kSpace{1000, 2000, 500, 1000};  // the model saw the picture at half its size

std::unique_ptr<OutputParser> feed(std::unique_ptr<OutputParser> parser, std::string_view answer, size_t piece = 3) {
    for (size_t at = 0; at < answer.size(); at += piece) parser->add(answer.substr(at, piece));
    parser->finish();
    return parser;
}
std::unique_ptr<OutputParser> html(std::string_view answer, size_t piece = 3) {
    return feed(make_html_parser(kSpace), answer, piece);
}
std::unique_ptr<OutputParser> markdown(std::string_view answer, size_t piece = 3) {
    return feed(make_markdown_parser(), answer, piece);
}

const char* kPage =
    "```html\n<html><body>\n"
    "<h1 data-bbox=\"10 20 300 60\">A &amp; B</h1>\n"
    "<h3 data-bbox=\"10 70 300 90\">Part</h3>\n"
    "<p data-bbox=\"10 100 490 140\" style=\"color: red\">x < y, <b>bold</b><br/>next</p>\n"
    "<ol><li data-bbox=\"20 150 200 160\">one</li><li data-bbox=\"20 165 200 175\">two</li></ol>\n"
    "<ul data-bbox=\"20 180 200 220\"><li>red</li><li>green</li></ul>\n"
    "<div class=\"image\" data-bbox=\"100 300 400 500\"><img data-bbox=\"100 300 400 500\"/></div>\n"
    "<div class=\"formula.machine_printed\" data-bbox=\"10 510 200 540\"><img data-bbox=\"1 2 3 4\"/><div>$$a_1 &lt; b$$</div></div>\n"
    "<table data-bbox=\"10 550 490 700\" border=1><tr><th colspan=\"2\">Head</th></tr><tr><td>1</td><td>a&b</td></tr></table>\n"
    "<div class=\"image caption\" data-bbox=\"10 710 490 730\"><img/><p>a boat</p></div>\n"
    "</body></html>\n```";

TEST(HtmlOutput, ElementsBecomeRegionsAtTheirPlaces) {
    const auto parser = html(kPage);
    const std::vector<Region>& r = parser->regions();
    ASSERT_EQ(r.size(), 10u);
    EXPECT_EQ(r[0].category, Category::Title);
    EXPECT_EQ(r[0].content, "A & B");
    EXPECT_EQ(r[0].box, (Rect{20, 40, 600, 120}));  // twice as large as the model saw it
    EXPECT_EQ(r[1].category, Category::SectionHeader);
    EXPECT_EQ(r[1].level, 3);
    EXPECT_EQ(r[2].content, "x < y, bold\nnext");
    EXPECT_EQ(r[3].category, Category::ListItem);
    EXPECT_EQ(r[4].content, "two");
    EXPECT_EQ(r[5].content, "- red\n- green");
    EXPECT_EQ(r[5].box, (Rect{40, 360, 400, 440}));
    EXPECT_EQ(r[6].category, Category::Picture);
    EXPECT_TRUE(r[6].content.empty());
    EXPECT_EQ(r[7].category, Category::Formula);
    EXPECT_EQ(r[7].content, "a_1 < b");
    EXPECT_EQ(r[7].box, (Rect{20, 1020, 400, 1080}));
    EXPECT_EQ(r[8].kind, ContentKind::html_table);
    EXPECT_EQ(r[8].content, "<table><tr><th colspan=\"2\">Head</th></tr>\n<tr><td>1</td><td>a&amp;b</td></tr></table>");
    EXPECT_EQ(r[9].category, Category::Picture);
    EXPECT_EQ(r[9].content, "a boat");
    for (const Region& region : r) {
        EXPECT_EQ(region.state, RegionState::read);
        EXPECT_TRUE(region.warnings.empty()) << region.content;
    }
    EXPECT_TRUE(parser->warnings().empty());
}

TEST(HtmlOutput, PiecesDoNotMatter) {
    const auto whole = html(kPage, 100000);
    for (size_t piece : {size_t{1}, size_t{2}, size_t{7}}) {
        const auto parts = html(kPage, piece);
        ASSERT_EQ(parts->regions().size(), whole->regions().size());
        for (size_t i = 0; i < whole->regions().size(); ++i) EXPECT_EQ(parts->regions()[i].content, whole->regions()[i].content);
    }
}

TEST(HtmlOutput, CutAtEveryByteKeepsWhatCame) {
    const std::string page = kPage;
    for (size_t end = 0; end <= page.size(); ++end) {
        const auto parser = html(std::string_view(page).substr(0, end), 5);
        EXPECT_LE(parser->regions().size(), 10u) << end << ": " << parser->regions().back().content;
        for (const Region& r : parser->regions()) EXPECT_NE(r.state, RegionState::reading);
    }
    const auto parser = html(page.substr(0, page.find("next")), 4);
    ASSERT_EQ(parser->regions().size(), 3u);
    EXPECT_EQ(parser->regions()[2].state, RegionState::stopped);
    EXPECT_THAT(parser->regions()[2].warnings.back(), HasSubstr("ended inside"));
}

TEST(HtmlOutput, ARegionIsThereAsSoonAsItsTagIs) {
    const auto parser = make_html_parser(kSpace);
    parser->add("<p data-bbox=\"0 0 10 10\"");
    EXPECT_TRUE(parser->regions().empty());
    parser->add(">");
    ASSERT_EQ(parser->regions().size(), 1u);
    parser->add("Hel");
    EXPECT_EQ(parser->regions()[0].content, "Hel");
}

TEST(HtmlOutput, CommasPolygonsMissingEndsAndWrongBoxes) {
    const auto parser = html("<p data-bbox=\"1,2,30,40\">one<p data-polygon='5 6 50 6 50 70 5 70'>two</p>"
                             "<p data-bbox=\"30 40 1 2\">three</p><p data-bbox=\"1 2 3\">four</p><p>five</p>"
                             "<p data-bbox=\"400 900 600 1200\">six</p>");
    const std::vector<Region>& r = parser->regions();
    ASSERT_EQ(r.size(), 6u);
    EXPECT_EQ(r[0].box, (Rect{2, 4, 60, 80}));
    EXPECT_EQ(r[0].content, "one");
    EXPECT_EQ(r[1].box, (Rect{10, 12, 100, 140}));
    EXPECT_EQ(r[2].box, (Rect{2, 4, 60, 80}));
    EXPECT_THAT(r[2].warnings.at(0), HasSubstr("wrong order"));
    EXPECT_THAT(r[3].warnings.at(0), HasSubstr("3 numbers"));
    EXPECT_TRUE(r[4].box.empty());
    EXPECT_EQ(r[5].box, (Rect{800, 1800, 1000, 2000}));
    EXPECT_THAT(r[5].warnings.at(0), HasSubstr("beyond the page"));
}

TEST(HtmlOutput, TextWithoutElementsIsKept) {
    const auto plain = html("Just text, 1 < 2.");
    ASSERT_EQ(plain->regions().size(), 1u);
    EXPECT_EQ(plain->regions()[0].content, "Just text, 1 < 2.");
    EXPECT_EQ(plain->regions()[0].box, (Rect{0, 0, 1000, 2000}));
    EXPECT_THAT(plain->warnings().at(0), HasSubstr("plain text"));
    const auto both = html("<p data-bbox=\"0 0 9 9\">in</p>out");
    ASSERT_EQ(both->regions().size(), 2u);
    EXPECT_EQ(both->regions()[1].content, "out");
    EXPECT_TRUE(html("")->regions().empty());
    EXPECT_TRUE(html("```html\n<html><body></body></html>\n```")->regions().empty());
}

TEST(HtmlOutput, NothingIsRunOrFetched) {
    const auto parser = html("<script>alert(1)</script><p data-bbox=\"0 0 9 9\">a<img src=\"http://example.com/x.png\"></p>");
    for (const Region& r : parser->regions()) EXPECT_EQ(r.content.find("http"), std::string::npos);
}

const char* kMarkdown =
    "# Title **one**\n"
    "First line\nsecond line\n\n"
    "- item a\n- item b\n  more\n1. numbered\n\n"
    "<table><tr><td>1</td></tr>\n<tr><td>2</td></tr></table>\n"
    "| h1 | h2 |\n|---|:-:|\n| a | b\\|c |\n\n"
    "$$\nx = 1\n$$\n"
    "\\[ y \\]\n"
    "![A chart](page_1_2_3_4.png)\n"
    "<img>A red boat</img>\n\n"
    "<watermark>COPY</watermark>\n"
    "<page_number>4/9</page_number>\n"
    "---\n"
    "last";

TEST(MarkdownOutput, BlocksBecomeRegions) {
    const auto parser = markdown(kMarkdown);
    const std::vector<Region>& r = parser->regions();
    ASSERT_EQ(r.size(), 14u);
    EXPECT_EQ(r[0].category, Category::Title);
    EXPECT_EQ(r[0].content, "Title one");
    EXPECT_EQ(r[1].content, "First line\nsecond line");
    EXPECT_EQ(r[2].category, Category::ListItem);
    EXPECT_EQ(r[3].content, "item b\n  more");
    EXPECT_EQ(r[4].content, "1. numbered");
    EXPECT_EQ(r[5].content, "<table><tr><td>1</td></tr>\n<tr><td>2</td></tr></table>");
    EXPECT_EQ(r[6].content, "<table><tr><th>h1</th><th>h2</th></tr>\n<tr><td>a</td><td>b|c</td></tr></table>");
    EXPECT_EQ(r[7].kind, ContentKind::latex);
    EXPECT_EQ(r[7].content, "x = 1");
    EXPECT_EQ(r[8].content, "y");
    EXPECT_EQ(r[9].category, Category::Picture);
    EXPECT_EQ(r[9].content, "A chart");
    EXPECT_EQ(r[10].content, "A red boat");
    EXPECT_EQ(r[11].content, "COPY");
    EXPECT_EQ(r[12].category, Category::PageFooter);
    EXPECT_EQ(r[12].content, "4/9");
    EXPECT_EQ(r[13].content, "last");
    for (const Region& region : r) EXPECT_EQ(region.state, RegionState::read);
}

TEST(MarkdownOutput, FrontMatterIsNotText) {
    const std::string front = "---\nprimary_language: en\nis_rotation_valid: ";
    const auto upright = markdown(front + "True\nrotation_correction: 0\nis_table: False\nis_diagram: False\n---\nBody");
    ASSERT_EQ(upright->regions().size(), 1u);
    EXPECT_EQ(upright->regions()[0].content, "Body");
    EXPECT_TRUE(upright->warnings().empty());
    const auto turned = markdown(front + "False\nrotation_correction: 90\nis_table: False\nis_diagram: False\n---\n");
    EXPECT_TRUE(turned->regions().empty());
    ASSERT_EQ(turned->warnings().size(), 2u);
    EXPECT_THAT(turned->warnings()[1], HasSubstr("90 degrees clockwise"));
    EXPECT_EQ(markdown("---\nJust a rule before text")->regions().at(0).content, "Just a rule before text");
}

TEST(MarkdownOutput, FencesAndEveryCut) {
    EXPECT_EQ(markdown("```markdown\n# A\n\ntext\n```")->regions().size(), 2u);
    const std::string page = kMarkdown;
    for (size_t end = 0; end <= page.size(); ++end) {
        const auto parser = markdown(std::string_view(page).substr(0, end), 9);
        for (const Region& r : parser->regions()) EXPECT_NE(r.state, RegionState::reading);
    }
}

TEST(PageJson, ItsTextIsThePage) {
    const auto parser = feed(make_page_json_parser(),
                             R"({"primary_language": "en", "is_rotation_valid": true, "rotation_correction": 0, "is_table": false,)"
                             R"( "is_diagram": false, "natural_text": "# Head\n\nOne \"two\" \\alpha\n\n<Image>(1,2),(3,4)</Image>"})");
    const std::vector<Region>& r = parser->regions();
    ASSERT_EQ(r.size(), 3u);
    EXPECT_EQ(r[0].content, "Head");
    EXPECT_EQ(r[1].content, "One \"two\" \\alpha");
    EXPECT_EQ(r[2].category, Category::Picture);
    EXPECT_TRUE(parser->warnings().empty());
    const auto cut = feed(make_page_json_parser(), R"({"natural_text": "Half a sen)");
    ASSERT_EQ(cut->regions().size(), 1u);
    EXPECT_EQ(cut->regions()[0].content, "Half a sen");
    const auto plain = feed(make_page_json_parser(), "no object at all");
    ASSERT_EQ(plain->regions().size(), 1u);
    EXPECT_THAT(plain->warnings().at(0), HasSubstr("plain text"));
}

TEST(SpottingJson, LinesHavePlacesAndText) {
    const auto parser = feed(make_answer_parser(AnswerForm::layout_json, Task::layout, kSpace),
                             "```json\n[\n\t{\"bbox_2d\": [1, 2, 30, 40], \"text_content\": \"one\"},\n"
                             "\t{\"bbox_2d\": [1, 50, 30, 60], \"text_content\": \"tw");
    const std::vector<Region>& r = parser->regions();
    ASSERT_EQ(r.size(), 2u);
    EXPECT_EQ(r[0].box, (Rect{2, 4, 60, 80}));
    EXPECT_EQ(r[0].content, "one");
    EXPECT_EQ(r[1].content, "tw");
    EXPECT_EQ(r[1].state, RegionState::stopped);
}

}  // namespace
}  // namespace lectern
