// Answers of GLM-OCR and of the extraction task: tidied, mended, kept when they are cut or are something else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "core/base/error.h"
#include "core/document/table.h"
#include "core/model/extract_output.h"
#include "core/model/glm_ocr/clean_text.h"
#include "core/model/glm_ocr/model.h"
#include "core/model/json_answer.h"

namespace lectern {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Parsed {
    Region region;
    std::vector<std::string> warnings;
};

// Byte by byte and in one piece must give the same.
Parsed parse(std::string_view answer, const std::function<std::unique_ptr<OutputParser>()>& make) {
    Parsed results[2];
    for (const size_t step : {size_t{1}, answer.size() + 1}) {
        const auto parser = make();
        for (size_t at = 0; at < answer.size(); at += step) parser->add(answer.substr(at, step));
        parser->finish();
        Parsed& p = results[step == 1 ? 0 : 1];
        if (!parser->regions().empty()) p.region = parser->regions().front();
        p.warnings = parser->warnings();
    }
    EXPECT_EQ(results[0].region.content, results[1].region.content);
    EXPECT_EQ(results[0].warnings, results[1].warnings);
    return results[0];
}
Parsed parse(Task task, std::string_view answer) {
    return parse(answer, [task] { return glm_ocr::make_parser(task, 100, 50); });
}
Parsed extract(std::string_view answer, const std::string& form = "") {
    return parse(answer, [&form] { return make_extract_parser(form, 100, 50); });
}

TEST(GlmOcrOutput, TextIsTidied) {
    const Parsed p = parse(Task::text, "\n Chapter 1 ........ 7\nso$ x+1 $holds, price $5 and\\t");
    EXPECT_EQ(p.region.content, "Chapter 1 ... 7\nso $x+1$ holds, price $5 and");
    EXPECT_EQ(p.region.kind, ContentKind::text);
    EXPECT_EQ(p.region.box, (Rect{0, 0, 100, 50}));
    EXPECT_THAT(p.warnings, IsEmpty());
    EXPECT_EQ(parse(Task::text, " \n").region.content, "");
    EXPECT_EQ(glm_ocr::clean_text("\\text{a} \\times b\\t\\t"), "\\text{a} \\times b");
    EXPECT_EQ(glm_ocr::clean_text("$$ a $$ and $ b$ · · ·····"), "$$ a $$ and $b$ · · ···");
    EXPECT_EQ(glm_ocr::clean_text("____ \\_\\_\\_\\_"), "___ \\_\\_\\_");
}

TEST(GlmOcrOutput, ATableIsOneTable) {
    const Parsed p =
        parse(Task::table, "<table><tr><td rowspan=\"2\">a</td><td>b</td></tr><tr><td>c</td></tr></table>\n");
    EXPECT_EQ(p.region.kind, ContentKind::html_table);
    EXPECT_EQ(p.region.category, Category::Table);
    EXPECT_EQ(p.region.content, "<table><tr><td rowspan=\"2\">a</td><td>b</td></tr><tr><td>c</td></tr></table>");
    EXPECT_THAT(p.warnings, IsEmpty());
    EXPECT_EQ(parse(Task::table, "```html\n<table><tr><td>a</td></tr></table>\n```").region.content,
              "<table><tr><td>a</td></tr></table>");
}

// Whatever place the token budget cuts at: the rows are kept, the table is whole, the cut is told.
TEST(GlmOcrOutput, ATableCutAnywhereIsKeptAndMarked) {
    const std::string whole =
        "<table><thead><tr><th>n</th><th>größe</th></tr></thead><tr><td>1</td><td "
        "colspan=\"2\">x&lt;y</td></tr><tr><td>2</td></tr></table>";
    for (size_t cut = 6; cut + 1 < whole.size(); ++cut) {
        const Parsed p = parse(Task::table, whole.substr(0, cut));
        ASSERT_EQ(p.region.kind, ContentKind::html_table) << cut;
        ASSERT_FALSE(p.warnings.empty()) << cut;
        EXPECT_THAT(p.warnings[0], HasSubstr("not finished"));
        const Table table = table_from_html(p.region.content);
        EXPECT_FALSE(table.repaired && table.rows > 1 && cut > 120) << cut << p.region.content;
        if (cut > whole.find("größe") + 9) {
            ASSERT_GE(table.columns, 2) << cut;
            EXPECT_EQ(table.at(0, 1)->text, "größe") << cut;
        }
    }
}

TEST(GlmOcrOutput, WhatIsNoTableIsKeptAsText) {
    const Parsed p = parse(Task::table, "just words");
    EXPECT_EQ(p.region.kind, ContentKind::text);
    EXPECT_EQ(p.region.content, "just words");
    EXPECT_THAT(p.warnings, ElementsAre(HasSubstr("no table")));
    const Parsed beside = parse(Task::table, "Table 3: costs <table><tr><td>1</td></tr></table>");
    EXPECT_EQ(beside.region.content, "<table><tr><td>1</td></tr></table>");
    EXPECT_THAT(beside.warnings, ElementsAre(HasSubstr("“Table 3: costs”")));
}

TEST(GlmOcrOutput, FormulasLoseTheirDelimiters) {
    for (const char* answer : {"$$\na^2 \\tag{1}\n$$", "\\[a^2 \\tag{1}\\]", "\\( a^2 \\tag{1} \\)", "$a^2 \\tag{1}$",
                               "$$ a^2 \\tag{1}", "a^2 \\tag{1}"}) {
        const Parsed p = parse(Task::formula, answer);
        EXPECT_EQ(p.region.content, "a^2 \\tag{1}") << answer;
        EXPECT_EQ(p.region.kind, ContentKind::latex);
        EXPECT_EQ(p.region.category, Category::Formula);
    }
    EXPECT_EQ(glm_ocr::bare_formula("x = \\$"), "x = \\$");
}

TEST(GlmOcrOutput, LoopsAreCutOnceAndTold) {
    std::string loop = "Beginning. ";
    for (int i = 0; i < 400; ++i) loop += "again and again ";
    const Parsed p = parse(Task::text, loop);
    EXPECT_LT(p.region.content.size(), 60u);
    EXPECT_THAT(p.region.content, HasSubstr("Beginning."));
    EXPECT_THAT(p.warnings, ElementsAre(HasSubstr("repeated itself")));
    EXPECT_EQ(p.region.content + p.region.cut + " ", loop);
    std::string lines = "Title\n";
    for (int i = 0; i < 600; ++i) lines += i % 7 == 0 ? "other " + std::to_string(i) + "\n" : "same\n";
    std::string copy = lines;
    const std::string cut = glm_ocr::cut_repetitions(copy);
    EXPECT_EQ(copy, "Title\nother 0\nsame");
    EXPECT_EQ(copy + cut, lines);
    std::string prose;
    for (int i = 0; i < 500; ++i) prose += "line " + std::to_string(i * i) + "\n";
    copy = prose;
    EXPECT_EQ(glm_ocr::cut_repetitions(copy), "");
    EXPECT_EQ(copy, prose);
}

TEST(ExtractOutput, JsonIsFoundCheckedAndSetOut) {
    const Parsed p = extract("```json\n{\"b\":1,\"a\":{\"x\":[\"u\",null]}}\n```", R"({"b": "", "a": {"x": [""]}})");
    EXPECT_EQ(p.region.content, "{\n  \"b\": 1,\n  \"a\": {\n    \"x\": [\n      \"u\",\n      null\n    ]\n  }\n}");
    EXPECT_THAT(p.warnings, IsEmpty());
    const Parsed missing = extract(R"({"items": [{"n": 1}, {}]})", R"({"items": [{"n": "", "p": ""}], "total": ""})");
    EXPECT_THAT(missing.warnings, ElementsAre("The answer lacks items[].p, items[].n, total."));
    const Parsed none = extract("I cannot.");
    EXPECT_EQ(none.region.content, "I cannot.");
    EXPECT_THAT(none.warnings, ElementsAre(HasSubstr("no JSON")));
}

TEST(JsonAnswer, CutAnywhereItKeepsWhatStood) {
    const std::string whole =
        R"({"name": "Müller \"& Co\" \u00e4", "items": [{"n": 1, "p": 2.5}, {"n": 2, "p": null}], "paid": true})";
    for (size_t cut = 1; cut < whole.size(); ++cut) {
        const JsonAnswer a = json_from_answer(whole.substr(0, cut));
        ASSERT_TRUE(a.value.is_object()) << cut;
        EXPECT_FALSE(a.repairs.empty()) << cut;
        if (cut > whole.find("items")) {
            EXPECT_EQ(a.value["name"], "Müller \"& Co\" ä") << cut;
        }
        if (cut > whole.find("{\"n\": 2")) {
            EXPECT_EQ(a.value["items"][0]["p"], 2.5) << cut;
        }
    }
    const JsonAnswer a = json_from_answer(whole);
    EXPECT_TRUE(a.repairs.empty());
    EXPECT_EQ(a.value, OrderedJson::parse(whole));
}

TEST(JsonAnswer, TakesWhatModelsWrite) {
    const auto value = [](std::string_view text) { return json_from_answer(text).value.dump(); };
    EXPECT_EQ(value(R"({"a": 1 "b": 2,, "c": 3,})"), R"({"a":1,"b":2,"c":3})");
    EXPECT_EQ(value("{'a': 'it', b: yes, \"姓名\": \"李\"}"), "{\"a\":\"it\",\"b\":\"yes\",\"姓名\":\"李\"}");
    EXPECT_EQ(value("{\"a\": \"x\"\n\"b\": \"two\nlines\"}"), R"({"a":"x","b":"two\nlines"})");
    EXPECT_EQ(value(R"({"f": "\frac{a}{b} \alpha", "s": "say "hi" now"})"),
              R"({"f":"\\frac{a}{b} \\alpha","s":"say \"hi\" now"})");
    EXPECT_EQ(value(R"(Here: [1, 2, [3, {"k": [}]] done)"), R"([1,2,[3,{"k":[]}]])");
    EXPECT_EQ(value("nothing"), "null");
    EXPECT_EQ(value("{]}}"), "{}");
    EXPECT_EQ(value(R"({"\ud83d\ude00": "\ud83d", "z": "\uZZ"})"), "{\"😀\":\"\xEF\xBF\xBD\",\"z\":\"\\\\uZZ\"}");
    EXPECT_FALSE(json_from_answer(std::string(100'000, '[')).repairs.empty());
    EXPECT_FALSE(json_from_answer(std::string(100'000, '{')).repairs.empty());
    EXPECT_EQ(value("{\"a\": \"\xff\"}"), "{\"a\":\"\xEF\xBF\xBD\"}");
    std::string many = "[";
    for (int i = 0; i < 200'000; ++i) many += "x,";
    EXPECT_LE(json_from_answer(many).value.size(), 100'000u);
}

TEST(JsonAnswer, FormsAreExamplesOrSchemas) {
    EXPECT_EQ(OrderedJson::parse(extraction_form(R"({"b": "", "a": [""]})", "f")).dump(), R"({"b":"","a":[""]})");
    EXPECT_EQ(OrderedJson::parse(extraction_form(R"({"type": "object", "properties": {"n": {"type": "string"},
                  "rows": {"type": "array", "items": {"type": "object", "properties": {"x": {"type": "number"}}}}}})",
                                                 "f"))
                  .dump(),
              R"({"n":"","rows":[{"x":""}]})");
    EXPECT_EQ(OrderedJson::parse(extraction_form(R"({"properties": {"area": ""}})", "f")).dump(),
              R"({"properties":{"area":""}})");
    for (const char* bad : {"", "7", "{", "{}", "[]", "\"x\"", "{\"a\": 1} x"})
        EXPECT_THROW(extraction_form(bad, "f"), Error) << bad;
    EXPECT_THROW(extraction_form("{\"a\": \"" + std::string(70'000, 'x') + "\"}", "f"), Error);
}

}  // namespace
}  // namespace lectern
