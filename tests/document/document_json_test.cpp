#include "core/document/document_json.h"

#include <gmock/gmock.h>

#include "core/base/caps.h"
#include "tests/document/sample_document.h"
#include "tests/document/schema_check.h"

using namespace lectern;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

static Json schema() { return read_json_file("resources/document.schema.json", Fault::input); }

static std::string failure(const std::string& text) {
    try {
        document_from_json(text, "a.json");
    } catch (const Error& e) {
        EXPECT_EQ(e.fault(), Fault::input);
        return e.what();
    }
    return "no failure";
}

// The sample with one value put elsewhere, as JSON.
static std::string with(const std::string& pointer, const Json& value) {
    Json json = Json::parse(document_to_json(sample_document()));
    json[Json::json_pointer(pointer)] = value;
    return json.dump();
}

TEST(DocumentJson, KeepsEveryField) {
    const Document a = sample_document();
    const std::string text = document_to_json(a);
    const Document b = document_from_json(text);
    EXPECT_EQ(document_to_json(b), text);
    EXPECT_EQ(b.source.name, a.source.name);
    EXPECT_EQ(b.source.metadata, a.source.metadata);
    ASSERT_EQ(b.pages.size(), 3u);
    EXPECT_EQ(b.pages[0].rotation, 90);
    EXPECT_EQ(b.pages[0].skew, -0.75);
    EXPECT_EQ(b.pages[0].width, 595.276);
    EXPECT_EQ(b.pages[1].failure, "Could not draw the page.");
    EXPECT_EQ(b.pages[0].warnings, a.pages[0].warnings);
    EXPECT_EQ(b.pages[2].state, PageState::waiting);
    const Region& title = b.pages[0].regions.at(0);
    EXPECT_EQ(title.level, 1);
    EXPECT_EQ(title.box, (Rect{72, 72.125, 300, 96}));
    EXPECT_EQ(title.lines.at(0).words.at(0).text, "Größe");
    EXPECT_EQ(title.lines[0].words[0].confidence, 0.5);
    EXPECT_FALSE(title.lines[0].words.at(1).confidence.has_value());
    const Region& table = b.pages[0].regions.at(1);
    EXPECT_EQ(table.kind, ContentKind::html_table);
    EXPECT_EQ(table.origin, Origin::user);
    EXPECT_TRUE(table.edited && table.locked);
    EXPECT_EQ(b.pages[0].regions.at(2).state, RegionState::unread);
    EXPECT_EQ(b.pages[0].regions[2].warnings, a.pages[0].regions[2].warnings);
    EXPECT_EQ(b.pages[0].regions[2].cut, " and “so” on\nand so on");
    EXPECT_EQ(b.pages[0].regions[1].cut, "");
}

// Files of before the key open without it; of one that is too long the beginning is kept, in whole characters.
TEST(DocumentJson, WhatWasCutIsCapped) {
    Json json = Json::parse(document_to_json(sample_document()));
    ASSERT_EQ(json["pages"][0]["regions"][2].erase("cut"), 1u);
    EXPECT_EQ(document_from_json(json.dump()).pages[0].regions[2].cut, "");
    std::string endless = "a";
    while (endless.size() <= caps::kCutBytes) endless += "é";
    const Document read = document_from_json(with("/pages/0/regions/2/cut", endless));
    EXPECT_EQ(read.pages[0].regions[2].cut, endless.substr(0, caps::kCutBytes - 1));
    EXPECT_THAT(failure(with("/pages/0/regions/2/cut", 7)), HasSubstr("cut"));
}

TEST(DocumentJson, EveryNameOfEveryEnumSurvives) {
    Document d;
    d.pages.resize(1);
    for (int i = 0; i < kCategories; ++i) {
        Region r = sample_region(i + 1, static_cast<Category>(i), "x", {0, 0, 1, 1});
        r.kind = static_cast<ContentKind>(i % 4);
        r.state = static_cast<RegionState>(i % 6);
        r.origin = static_cast<Origin>(i % 3);
        d.pages[0].regions.push_back(r);
    }
    const Document back = document_from_json(document_to_json(d));
    for (size_t i = 0; i < back.pages[0].regions.size(); ++i) {
        EXPECT_EQ(back.pages[0].regions[i].category, d.pages[0].regions[i].category);
        EXPECT_EQ(back.pages[0].regions[i].kind, d.pages[0].regions[i].kind);
        EXPECT_EQ(back.pages[0].regions[i].state, d.pages[0].regions[i].state);
        EXPECT_EQ(back.pages[0].regions[i].origin, d.pages[0].regions[i].origin);
    }
}

TEST(DocumentJson, FollowsTheSchema) {
    EXPECT_THAT(schema_problems(schema(), Json::parse(document_to_json(sample_document()))), IsEmpty());
    EXPECT_THAT(schema_problems(schema(), Json::parse(document_to_json(Document{}))), IsEmpty());
}

TEST(DocumentJson, TheSchemaRefusesWhatItShould) {
    for (const auto& [pointer, value] : std::vector<std::pair<std::string, Json>>{
             {"/version", 2}, {"/pages/0/rotation", 45}, {"/pages/0/regions/0/category", "Heading"},
             {"/pages/0/regions/0/box", {1, 2, 3}}, {"/pages/0/regions/0/confidence", 1.5}, {"/pages/0/extra", 1}}) {
        EXPECT_FALSE(schema_problems(schema(), Json::parse(with(pointer, value))).empty()) << pointer;
    }
}

TEST(DocumentJson, UnknownIsAbsentAndKeysStandInOrder) {
    Document d;
    d.source.name = "a.png";
    d.pages = {{.number = 1, .width = 10, .height = 20.5}};
    EXPECT_EQ(document_to_json(d),
              "{\n \"format\": \"lectern-document\",\n \"version\": 1,\n"
              " \"source\": {\n  \"name\": \"a.png\",\n  \"metadata\": {}\n },\n"
              " \"pages\": [{\"number\":1,\"width\":10,\"height\":20.5,\"rotation\":0,\"state\":\"waiting\",\"regions\":[]}]\n}\n");
}

TEST(DocumentJson, NumbersThatJsonCannotSayBecomeZero) {
    Document d;
    d.pages = {{.number = 1, .width = std::nan(""), .height = INFINITY}};
    EXPECT_EQ(document_from_json(document_to_json(d)).pages[0].height, 0);
}

TEST(DocumentJson, BrokenUtf8IsMarked) {
    Document d;
    d.pages.resize(1);
    d.pages[0].regions = {sample_region(1, Category::Text, "a\xff" "b", {0, 0, 1, 1})};
    EXPECT_EQ(document_from_json(document_to_json(d)).pages[0].regions[0].content, "a\uFFFDb");
}

TEST(DocumentJson, ErrorsNameThePathOfTheField) {
    EXPECT_THAT(failure(with("/format", "other")), HasSubstr("format"));
    EXPECT_THAT(failure(with("/version", 2)), HasSubstr("version"));
    EXPECT_THAT(failure(with("/pages", 1)), HasSubstr("pages"));
    EXPECT_THAT(failure(with("/pages/1", 1)), HasSubstr("pages[1]"));
    EXPECT_THAT(failure(with("/pages/1/number", 3)), HasSubstr("pages[1].number"));
    EXPECT_THAT(failure(with("/pages/0/rotation", 45)), HasSubstr("pages[0].rotation"));
    EXPECT_THAT(failure(with("/pages/0/state", "done")), HasSubstr("pages[0].state"));
    EXPECT_THAT(failure(with("/pages/0/regions/1/category", "Heading")), HasSubstr("pages[0].regions[1].category"));
    EXPECT_THAT(failure(with("/pages/0/regions/1/id", 1)), HasSubstr("pages[0].regions[1].id"));
    EXPECT_THAT(failure(with("/pages/0/regions/1/box", {5, 0, 1, 1})), HasSubstr("pages[0].regions[1].box"));
    EXPECT_THAT(failure(with("/pages/0/regions/0/lines/0/words/1/text", 5)), HasSubstr("pages[0].regions[0].lines[0].words[1].text"));
    EXPECT_THAT(failure(with("/pages/0/regions/0/lines/0/confidence", 2)), HasSubstr("pages[0].regions[0].lines[0].confidence"));
    EXPECT_THAT(failure(with("/source/metadata/title", 5)), HasSubstr("source.metadata.title"));
    EXPECT_THAT(failure("{"), HasSubstr("a.json"));
    EXPECT_THAT(failure("[]"), HasSubstr("object"));
}
