#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "core/document/document_json.h"
#include "core/export/exporter.h"
#include "core/export/markdown_text.h"

using namespace lectern;

static Region region(Category category, std::string content, ContentKind kind = ContentKind::text, int64_t level = 0) {
    Region r;
    r.box = {72, 72, 300, 90};
    r.category = category;
    r.content = std::move(content);
    r.kind = kind;
    r.level = level;
    r.state = RegionState::read;
    return r;
}

static Page page(int64_t number, std::vector<Region> regions) {
    Page p;
    p.number = number;
    p.width = 612;
    p.height = 792;
    p.dpi = 100;
    p.state = PageState::read;
    p.regions = std::move(regions);
    return p;
}

static std::string markdown(const Document& d, std::vector<SideImage>* images = nullptr) {
    std::ostringstream out;
    ExportTarget target{out, "report", {}};
    if (images) target.add_image = [images](const SideImage& i) { images->push_back(i); };
    find_exporter("md")->write(d, [](size_t) { return Image(850, 1100); }, target);
    return out.str();
}

TEST(Markdown, IsFoundByIdAndExtension) {
    ASSERT_NE(find_exporter("markdown"), nullptr);
    EXPECT_EQ(find_exporter("markdown"), find_exporter("md"));
    EXPECT_EQ(find_exporter("nonsense"), nullptr);
}

TEST(Markdown, HeadingsNeverJump) {
    const Document d{{}, {page(1, {region(Category::SectionHeader, "Deep", ContentKind::text, 4), region(Category::Title, "The\nTitle"),
                                   region(Category::SectionHeader, "One", ContentKind::text, 1), region(Category::SectionHeader, "Two", ContentKind::text, 3),
                                   region(Category::Title, "Second")})}};
    EXPECT_EQ(markdown(d), "## Deep\n\n# The Title\n\n## One\n\n### Two\n\n## Second\n");
}

TEST(Markdown, HeadingsOfOneLevelStayOfOneLevel) {
    const Document d{{}, {page(1, {region(Category::Title, "T"), region(Category::SectionHeader, "A", ContentKind::text, 2), region(Category::SectionHeader, "B", ContentKind::text, 2),
                                   region(Category::SectionHeader, "C", ContentKind::text, 3), region(Category::SectionHeader, "D", ContentKind::text, 2)})}};
    EXPECT_EQ(markdown(d), "# T\n\n## A\n\n## B\n\n### C\n\n## D\n");
}

TEST(Markdown, ListsKeepNumbersAndNest) {
    const Document d{{}, {page(1, {region(Category::ListItem, "• first"), region(Category::ListItem, "– inner", ContentKind::text, 1),
                                   region(Category::ListItem, "3. third"), region(Category::ListItem, "b) letter"), region(Category::Text, "after")})}};
    EXPECT_EQ(markdown(d), "- first\n  - inner\n\n3. third\n\n- b) letter\n\nafter\n");
}

TEST(Markdown, ListsAreNumberedAsPrinted) {
    const Document d{{}, {page(1, {region(Category::ListItem, "9. nine"), region(Category::ListItem, "10. ten"), region(Category::ListItem, "a) inner", ContentKind::text, 1),
                                   region(Category::ListItem, "12. twelve")})}};
    EXPECT_EQ(markdown(d), "9. nine\n10. ten\n    - a) inner\n\n<!-- -->\n\n12. twelve\n");
}

TEST(Markdown, NotesAreTiedToTheirMarks) {
    const Document d{{}, {page(1, {region(Category::Text, "Tides return.1 So do debts2."), region(Category::Footnote, "1 Usually."),
                                   region(Category::Footnote, "3 Nobody asked."), region(Category::Text, "More.")}),
                          page(2, {region(Category::Text, "A mark\u00b9 here."), region(Category::Footnote, "\u00b9 There.")})}};
    EXPECT_EQ(markdown(d),
              "Tides return.[^p1-1] So do debts2.\n\n3 Nobody asked.\n\n<!-- a note whose mark was not found in the text -->\n\nMore.\n\n"
              "[^p1-1]: Usually.\n\n<!-- page 2 -->\n\nA mark[^p2-1] here.\n\n[^p2-1]: There.\n");
}

TEST(Markdown, HyphensAtPageEndsFollowTheDocument) {
    const Document joined{{}, {page(1, {region(Category::Text, "The estuary keeps its memo-")}), page(2, {region(Category::Text, "ry of storms.")})}};
    EXPECT_EQ(markdown(joined), "The estuary keeps its memory of storms.\n\n<!-- page 2 -->\n");
    const Document kept{{}, {page(1, {region(Category::Text, "Slow-moving water, slow-")}), page(2, {region(Category::Text, "moving boats.")})}};
    EXPECT_EQ(markdown(kept), "Slow-moving water, slow-moving boats.\n\n<!-- page 2 -->\n");
}

TEST(Markdown, WhatReadingWasStoppedInAndBeforeIsSaid) {
    Document d{{}, {page(1, {region(Category::Text, "Half a sen"), region(Category::Text, "")})}};
    for (Region& r : d.pages[0].regions) r.state = RegionState::stopped;
    const std::string text = markdown(d);
    EXPECT_NE(text.find("Half a sen\n\n*[Reading was stopped here]*"), std::string::npos) << text;
    EXPECT_NE(text.find("*[Not read]*"), std::string::npos) << text;
}

TEST(Markdown, LinesLeftOutAreSaid) {
    Document d{{}, {page(1, {region(Category::Text, "Read. Read.")})}};
    d.pages[0].regions[0].state = RegionState::unsure;
    d.pages[0].regions[0].lines = {{.box = {}, .text = "Read."}, {.box = {}, .text = ""}, {.box = {}, .text = "Read."}};
    EXPECT_EQ(markdown(d), "Read. Read.\n\n*[1 line could not be read with confidence]* <!-- 72 72 300 90 pt -->\n");
    d.pages[0].regions[0].state = RegionState::unread;
    EXPECT_EQ(markdown(d), "*[Text that could not be read with confidence]* <!-- 72 72 300 90 pt -->\n") << "doubtful text is not written";
}

TEST(Markdown, PrintedPageNumbersStandInTheComment) {
    const Document d{{}, {page(1, {region(Category::Text, "One.")}), page(2, {region(Category::Text, "Two."), region(Category::PageFooter, "\u2013 xiv \u2013")})}};
    EXPECT_EQ(markdown(d), "One.\n\n<!-- page 2 \"xiv\" -->\n\nTwo.\n");
}

TEST(Markdown, DamagedFormulasAreCode) {
    const Document d{{}, {page(1, {region(Category::Formula, "$$\\frac{a}{b}$$", ContentKind::latex), region(Category::Formula, "\\frac{a", ContentKind::latex)})}};
    EXPECT_EQ(markdown(d), "$$\n\\frac{a}{b}\n$$\n\n```latex\n\\frac{a\n```\n");
}

TEST(Markdown, NumbersBesideFormulasBecomeTags) {
    const auto flow = [](std::vector<Region> regions) { return markdown({{}, {page(1, std::move(regions))}}); };
    const Region formula = region(Category::Formula, "E = mc^2", ContentKind::latex);
    EXPECT_EQ(flow({formula, region(Category::Text, "(3.4)")}), "$$\nE = mc^2 \\tag{3.4}\n$$\n");
    EXPECT_EQ(flow({region(Category::Text, "\uff0812\uff09"), formula, region(Category::Text, "so")}), "$$\nE = mc^2 \\tag{12}\n$$\n\nso\n");
    EXPECT_EQ(flow({formula, region(Category::Text, "(1)"), formula, region(Category::Text, "(2)")}),
              "$$\nE = mc^2 \\tag{1}\n$$\n\n$$\nE = mc^2 \\tag{2}\n$$\n");
    EXPECT_EQ(flow({region(Category::Text, "(1)"), formula, region(Category::Text, "(2)")}), "$$\nE = mc^2 \\tag{1}\n$$\n\n(2)\n");
    // Not beside it, not a number, tagged already: nothing is lost.
    Region below = region(Category::Text, "(5)");
    below.box = {72, 300, 300, 318};
    EXPECT_EQ(flow({formula, below}), "$$\nE = mc^2\n$$\n\n(5)\n");
    EXPECT_EQ(flow({formula, region(Category::Text, "(see below)")}), "$$\nE = mc^2\n$$\n\n(see below)\n");
    const Region tagged = region(Category::Formula, "x \\tag{9}", ContentKind::latex);
    EXPECT_EQ(flow({tagged, region(Category::Text, "(5)")}), "$$\nx \\tag{9}\n$$\n\n(5)\n");
    const Region damaged = region(Category::Formula, "\\frac{a", ContentKind::latex);
    EXPECT_EQ(flow({damaged, region(Category::Text, "(5)")}), "```latex\n\\frac{a\n```\n\n(5)\n");
}

TEST(Markdown, AWordBrokenBetweenRegionsIsJoined) {
    const Document d{{}, {page(1, {region(Category::Text, "They put in the new tur-"), region(Category::Text, "bine in spring."), region(Category::Text, "Later it")})}};
    EXPECT_EQ(markdown(d), "They put in the new turbine in spring.\n\nLater it\n");
    const Document name{{}, {page(1, {region(Category::Text, "North-"), region(Category::Text, "Easter")})}};
    EXPECT_EQ(markdown(name), "North-\n\nEaster\n") << "a capital begins something new";
}

TEST(Markdown, HeadingsKeepTheirHashes) {
    EXPECT_EQ(markdown_heading("Learning C #"), "Learning C \\#");
    EXPECT_EQ(markdown_heading("C#"), "C#");
}

TEST(Markdown, SimpleTablesArePipesOthersHtml) {
    const Document d{{}, {page(1, {region(Category::Table, "<table><tr><th>Item</th><th>Cost</th></tr><tr><td>a|b</td><td>1,280.50</td></tr></table>", ContentKind::html_table),
                                   region(Category::Table, "<table><tr><td>no</td><td>header</td></tr></table>", ContentKind::html_table),
                                   region(Category::Table, "<table><tr><td colspan=2>wide</td></tr><tr><td>1</td><td>2</td></tr></table>", ContentKind::html_table)})}};
    EXPECT_EQ(markdown(d),
              "| Item | Cost |\n| --- | ---: |\n| a\\|b | 1,280.50 |\n\n"
              "|  |  |\n| --- | --- |\n| no | header |\n\n"
              "<table><tr><td colspan=\"2\">wide</td></tr>\n<tr><td>1</td><td>2</td></tr></table>\n");
}

TEST(Markdown, PicturesAreCutOutAndDescribedByTheirCaption) {
    std::vector<SideImage> images;
    const Document d{{}, {page(1, {region(Category::Picture, "", ContentKind::picture), region(Category::Caption, "Figure 1: A [small] map")})}};
    EXPECT_EQ(markdown(d, &images), "![Figure 1: A \\[small\\] map](report_images/p1-1.png)\n\nFigure 1: A [small] map\n");
    ASSERT_EQ(images.size(), 1u);
    EXPECT_EQ(images[0].name, "report_images/p1-1.png");
    EXPECT_NEAR(static_cast<double>(images[0].image.width), 228 * 850.0 / 612, 2);
    EXPECT_EQ(markdown(d), "<!-- picture left out: 72 72 300 90 pt -->\n\nFigure 1: A [small] map\n") << "to a pipe: no files, no links to them";
}

TEST(Markdown, PagesAndParagraphsThatRunOver) {
    const Document d{{}, {page(1, {region(Category::PageHeader, "Head"), region(Category::Text, "It goes on")}),
                          page(2, {region(Category::PageHeader, "Head"), region(Category::Text, "over the page."), region(Category::Text, "Next.")}),
                          page(3, {region(Category::Text, "New.")})}};
    EXPECT_EQ(markdown(d), "It goes on over the page.\n\n<!-- page 2 -->\n\nNext.\n\n<!-- page 3 -->\n\nNew.\n");
}

TEST(Markdown, WhatIsMissingIsSaid) {
    Document d{{}, {page(1, {region(Category::Text, "")}), page(2, {}), page(3, {region(Category::Formula, "a^2", ContentKind::latex)})}};
    d.pages[0].regions[0].state = RegionState::unread;
    d.pages[1].state = PageState::failed;
    d.pages[1].failure = "Could not draw it.";
    EXPECT_EQ(markdown(d),
              "*[Text that could not be read with confidence]* <!-- 72 72 300 90 pt -->\n\n<!-- page 2 -->\n\n*[Page 2 could not be read: Could not draw it.]*\n\n"
              "<!-- page 3 -->\n\n$$\na^2\n$$\n");
    EXPECT_EQ(markdown(Document{}), "");
}

TEST(Markdown, TextIsNeverTakenForMarks) {
    EXPECT_EQ(escape_markdown_block("1986. A year"), "1986\\. A year");
    EXPECT_EQ(escape_markdown_block("# 5 apples"), "\\# 5 apples");
    EXPECT_EQ(escape_markdown_block("#hashtag"), "#hashtag");
    EXPECT_EQ(escape_markdown_block("- dash"), "\\- dash");
    EXPECT_EQ(escape_markdown_block("> quote"), "\\> quote");
    EXPECT_EQ(escape_markdown_block("---"), "\\---");
    EXPECT_EQ(escape_markdown_block("    indented"), "indented");
    EXPECT_EQ(escape_markdown_block("a\n\n\nb\nc"), "a\n\nb\nc");
    EXPECT_EQ(escape_markdown("$5 and $6"), "\\$5 and \\$6");
    EXPECT_EQ(escape_markdown("*bold* _em_ snake_case `x`"), "\\*bold\\* \\_em\\_ snake_case \\`x\\`");
    EXPECT_EQ(escape_markdown("<script> a < b"), "\\<script> a < b");
    EXPECT_EQ(escape_markdown("AT&T &copy;"), "AT\\&T \\&copy;");
    EXPECT_EQ(escape_markdown("[a](http://x)"), "[a\\](http\\://x)");
    EXPECT_EQ(escape_markdown("[1] [^2]"), "[1] \\[^2]");
    EXPECT_EQ(escape_markdown("C:\\new"), "C:\\new");
    EXPECT_EQ(escape_markdown("\\*"), "\\\\\\*");
    EXPECT_EQ(escape_markdown("~5 km"), "~5 km");
    EXPECT_EQ(escape_markdown("~~x~~"), "\\~\\~x\\~\\~");
    EXPECT_EQ(escape_markdown("see https://a.org/x_y, ok"), "see https://a.org/x_y, ok") << "stays a link";
    EXPECT_EQ(escape_markdown("https://a.org/*<b>"), "https\\://a.org/\\*\\<b>") << "a link would swallow the backslash and let <b> out";
    EXPECT_EQ(escape_markdown("www.a.org/*"), "www\\.a.org/\\*");
    EXPECT_EQ(markdown_target("a b(c).png"), "a%20b%28c%29.png");
}

TEST(Json, IsTheDocumentModel) {
    const Document d{{"a.pdf", "", {}}, {page(1, {region(Category::Text, "x")})}};
    std::ostringstream out;
    find_exporter("json")->write(d, {}, ExportTarget{out, "a", {}});
    EXPECT_EQ(out.str(), document_to_json(d));
}

TEST(Fields, HoldWhatWasExtracted) {
    Document d{{}, {page(1, {region(Category::Text, "{\"b\": 1, \"a\": [\"ä\"]}")}), page(2, {region(Category::Text, "words"), region(Category::Footnote, "[1]")}),
                    page(3, {region(Category::Text, "{\"n\": 1}"), region(Category::Text, "[{\"n\": 2}]")}),
                    page(4, {region(Category::Text, std::string(100'000, '['))})}};
    d.source.name = "scan.pdf";
    d.pages[1].regions[0].warnings = {"no JSON"};
    std::ostringstream out;
    ASSERT_EQ(find_exporter("fields"), find_exporter("fields.json"));
    find_exporter("fields")->write(d, {}, {out, "scan", {}});
    const auto json = nlohmann::ordered_json::parse(out.str());
    EXPECT_EQ(json["format"], "lectern-fields");
    EXPECT_EQ(json["version"], 1);
    EXPECT_EQ(json["source"]["name"], "scan.pdf");
    ASSERT_EQ(json["pages"].size(), 4u);
    EXPECT_EQ(json["pages"][0]["fields"].dump(), "{\"b\":1,\"a\":[\"ä\"]}");
    EXPECT_TRUE(json["pages"][1]["fields"].is_null());
    EXPECT_EQ(json["pages"][1]["warnings"][0], "no JSON");
    EXPECT_EQ(json["pages"][2]["fields"].dump(), "[{\"n\":1},[{\"n\":2}]]");
    EXPECT_TRUE(json["pages"][3]["fields"].is_null());
}
