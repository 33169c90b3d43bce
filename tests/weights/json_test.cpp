#include "core/base/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temp_folder.h"

using namespace lectern;
using ::testing::HasSubstr;

static std::string error_of(const std::string& text, const JsonLimits& limits = {}) {
    try {
        parse_json(text, "x/config.json", Fault::model, limits);
    } catch (const Error& e) {
        EXPECT_EQ(e.fault(), Fault::model);
        EXPECT_THAT(e.what(), HasSubstr("x/config.json"));
        return e.what();
    }
    return "";
}

TEST(Json, ReadsEveryKindOfValue) {
    const Json v = parse_json(R"({"a": [1, -2, 2.5e3, true, null, "é\u00e9\ud83d\ude00"], "b": {"c": {}}, "d": []})",
                              "x", Fault::model);
    EXPECT_EQ(v["a"][0], 1);
    EXPECT_EQ(v["a"][1], -2);
    EXPECT_EQ(v["a"][2], 2500.0);
    EXPECT_EQ(v["a"][3], true);
    EXPECT_TRUE(v["a"][4].is_null());
    EXPECT_EQ(v["a"][5], "éé😀");
    EXPECT_TRUE(v["b"]["c"].is_object());
    EXPECT_TRUE(v["d"].is_array());
    EXPECT_EQ(v, Json::parse(v.dump()));
}

TEST(Json, RefusesWhatWouldBeAcceptedSilently) {
    EXPECT_THAT(error_of(R"({"a": 1, "b": 2, "a": 3})"), HasSubstr("the key \"a\" twice"));
    EXPECT_THAT(error_of(R"(["\ud800"])"), HasSubstr("surrogate"));
    EXPECT_THAT(error_of("[\"\xff\"]"), HasSubstr("UTF-8"));
    EXPECT_THAT(error_of("[1e999]"), HasSubstr("found number overflow"));
    EXPECT_THAT(error_of(std::string(65, '[') + std::string(65, ']')), HasSubstr("64 levels"));
    EXPECT_THAT(error_of("[" + std::string(100, '1') + "]"), HasSubstr("a number of 100 characters"));
    EXPECT_THAT(error_of("[1,2,3,4]", {.bytes = 100, .values = 3}), HasSubstr("more than 3 values"));
    EXPECT_THAT(error_of("[1,2,3,4]", {.bytes = 5}), HasSubstr("9 bytes"));
    EXPECT_THAT(error_of("{\"a\": 1} x"), HasSubstr("at byte"));
    EXPECT_THAT(error_of(""), HasSubstr("unexpected end"));
    EXPECT_THAT(error_of("{\"a\": NaN}"), HasSubstr("invalid literal"));
    EXPECT_EQ(error_of(std::string(64, '[') + std::string(64, ']')), "");
}

TEST(Json, MissingFileAndFolderAreSentences) {
    const lectern::testing::TempFolder dir;
    const auto message = [&](const std::string& name) {
        try {
            read_json_file(dir.path() / name, Fault::model);
        } catch (const Error& e) {
            return std::string(e.what());
        }
        return std::string();
    };
    EXPECT_THAT(message("config.json"), HasSubstr("no such file"));
    EXPECT_THAT(message("."), HasSubstr("a folder"));
    dir.write("empty.json", "");
    EXPECT_THAT(message("empty.json"), HasSubstr("an empty file"));
    dir.write("good.json", "{\"a\": 1}");
    EXPECT_EQ(read_json_file(dir.path() / "good.json", Fault::model)["a"], 1);
}

TEST(JsonFields, NamesFileAndKey) {
    const Json v =
        parse_json(R"({"n": 28, "f": 28.0, "x": 2.5, "s": "abc", "b": true, "o": {"deep": "no"}, "ids": [5, 7], "id": 5,
        "mean": [0.5, 0.25, 0.125], "none": null})",
                   "c", Fault::model);
    const JsonFields f(v, "config.json");
    EXPECT_EQ(f.integer("n", 1, 100), 28);
    EXPECT_EQ(f.integer("f", 1, 100), 28);
    EXPECT_EQ(f.number("x", 0, 10), 2.5);
    EXPECT_EQ(f.text("s"), "abc");
    EXPECT_TRUE(f.boolean("b"));
    EXPECT_EQ(f.integer_or("none", 4, 0, 9), 4);
    EXPECT_EQ(f.integer_or("absent", 4, 0, 9), 4);
    EXPECT_EQ(f.integers_or_none("ids", 0, 9), (std::vector<int64_t>{5, 7}));
    EXPECT_EQ(f.integers_or_none("id", 0, 9), (std::vector<int64_t>{5}));
    EXPECT_EQ(f.numbers("mean", 3, 0, 1), (std::vector<double>{0.5, 0.25, 0.125}));
    const auto message = [&](auto&& read) {
        try {
            read();
        } catch (const Error& e) {
            return std::string(e.what());
        }
        return std::string();
    };
    EXPECT_THAT(message([&] { f.integer("s", 1, 5); }),
                HasSubstr("field s (config.json): expected a whole number from 1 to 5, found the string \"abc\""));
    EXPECT_THAT(message([&] { f.integer("n", 1, 5); }), HasSubstr("found 28"));
    EXPECT_THAT(message([&] { f.integer("gone", 1, 5); }), HasSubstr("found nothing"));
    EXPECT_THAT(message([&] { f.integer("x", 1, 5); }), HasSubstr("found 2.5"));
    EXPECT_THAT(message([&] { f.object("o").integer("deep", 1, 5); }), HasSubstr("o.deep"));
    EXPECT_THAT(message([&] { f.object("s"); }), HasSubstr("expected an object"));
    EXPECT_THAT(message([&] { f.numbers("mean", 2, 0, 1); }), HasSubstr("an array of 2 numbers"));
    EXPECT_THAT(message([&] { f.boolean("n"); }), HasSubstr("true or false"));
}

TEST(JsonFields, CollectsAllProblems) {
    const Json v = parse_json(R"({"a": "x", "o": 5})", "c", Fault::model);
    std::vector<std::string> problems;
    const JsonFields f(v, "config.json", Fault::model, &problems);
    f.integer("a", 1, 9);
    f.text("b");
    f.object("o").boolean("c");
    ASSERT_EQ(problems.size(), 4u);
    EXPECT_THAT(problems[0], HasSubstr("config.json: a: found the string \"x\""));
    EXPECT_THAT(problems[1], HasSubstr("config.json: b: found nothing"));
    EXPECT_THAT(problems[2], HasSubstr("config.json: o: found 5, allowed: an object"));
    EXPECT_THAT(problems[3], HasSubstr("o.c"));
}
