// Fault table row 17: tokenizer.json, config.json and their neighbours from strangers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <sstream>

#include "core/base/json.h"
#include "core/image/patches.h"
#include "core/model/model.h"
#include "core/tokenizer/tokenizer.h"
#include "tests/support/temp_folder.h"

using namespace lectern;
using lectern::testing::TempFolder;
using ::testing::HasSubstr;

static const std::filesystem::path kReader = "resources/models/reader-tiny";

static std::string contents(const std::filesystem::path& path) {
    std::stringstream s;
    s << std::ifstream(path, std::ios::binary).rdbuf();
    return s.str();
}

// JSON documents no reader should do more than refuse.
static std::vector<std::string> monsters() {
    std::vector<std::string> all;
    for (const size_t depth : {65u, 200u, 1000u, 100'000u, 1'000'000u}) {
        std::string objects;
        for (size_t i = 0; i < depth; ++i) objects += "{\"model\":";
        all.push_back(std::string(depth, '['));
        all.push_back(std::string(depth, '[') + std::string(depth, ']'));
        all.push_back(objects);
        all.push_back(objects + "1" + std::string(depth, '}'));
    }
    for (const char digit : {'0', '1', '9', '-', '.', 'e'}) {
        all.push_back("{\"a\": " + std::string(10'000'000, digit) + "}");
        all.push_back("{\"a\": 1" + std::string(3'000'000, digit) + "}");
    }
    all.push_back("{\"a\": " + std::string(100'000'000, '7') + "}");
    all.push_back("{\"a\": 1e400}");
    all.push_back("{\"a\": -1e400}");
    all.push_back("{\"a\": \"" + std::string(17 << 20, 'x') + "\"}");
    all.push_back("{\"" + std::string(17 << 20, 'x') + "\": 1}");
    for (const char* escape : {"\\ud800", "\\udfff", "\\ud800\\ud800", "\\udc00\\ud800", "\\ud800x", "\\ud83d\\u0041",
                               "\\ud8", "\\u12g4", "\\x41", "\\"}) {
        all.push_back(std::string("{\"a\": \"") + escape + "\"}");
        all.push_back(std::string("{\"") + escape + "\": 1}");
    }
    for (const char* bytes : {"\xFF", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x80"})
        all.push_back(std::string("{\"a\": \"") + bytes + "\"}");
    for (const char* text :
         {"", " ", "{", "}", "[", "nul", "{\"a\": 1,}", "{\"a\": 1 \"b\": 2}", "{\"a\": 01}", "{\"a\": +1}",
          "{\"a\": .5}", "{\"a\": NaN}", "{\"a\": Infinity}", "{\"a\": 1, \"a\": 1}", "{\"a\": {\"b\": 1, \"b\": 2}}",
          "<html></html>", "{\"a\": \"\n\"}", "{} {}", "// x\n{}"}) {
        all.push_back(text);
    }
    return all;
}

template <class F>
static void expect_refused(const std::string& name, const std::string& text, F&& read) {
    try {
        read();
        ADD_FAILURE() << name << " was accepted: " << text.substr(0, 80);
    } catch (const Error& e) {
        EXPECT_EQ(e.fault(), Fault::model);
        EXPECT_THAT(e.what(), HasSubstr(name));
        EXPECT_LT(std::string_view(e.what()).size(), 2000u);
    }
}

TEST(HostileJson, MonstersAreRefusedEverywhere) {
    const TempFolder dir;
    const auto all = monsters();
    EXPECT_GE(all.size(), 80u);
    for (const std::string& text : all) {
        if (!text.empty()) {
            const auto tokenizer = dir.write("tokenizer.json", text);
            expect_refused("tokenizer.json", text, [&] { load_tokenizer(tokenizer); });
        }
        const auto config = dir.write("preprocessor_config.json", text);
        expect_refused("preprocessor_config.json", text, [&] { read_patch_config(config, {}); });
    }
}

TEST(HostileJson, ConfigMonstersEndInAReport) {
    const TempFolder dir;
    for (const auto& file : {"model.safetensors", "tokenizer.json", "preprocessor_config.json",
                             "generation_config.json", "lectern.json"}) {
        std::filesystem::create_symlink(std::filesystem::absolute(kReader / file), dir.path() / file);
    }
    for (const std::string& text : monsters()) {
        dir.write("config.json", text);
        try {
            EXPECT_FALSE(inspect_model(dir.path()).problems.empty()) << text.substr(0, 80);
        } catch (const Error& e) {
            EXPECT_EQ(e.fault(), Fault::model);
            EXPECT_THAT(e.what(), HasSubstr("config.json"));
        }
    }
}

// Damage that may leave valid JSON behind: refused with a sentence, or what loads also works.
TEST(HostileJson, DamagedTokenizers) {
    const TempFolder dir;
    const std::string whole = contents(kReader / "tokenizer.json");
    std::mt19937_64 rng(17);
    int loaded = 0;
    for (int i = 0; i < 400; ++i) {
        std::string text = whole;
        for (uint64_t n = 1 + rng() % 3; n > 0; --n) {
            const size_t at = rng() % text.size();
            switch (rng() % 4) {
                case 0:
                    text.erase(at, 1 + rng() % 40);
                    break;
                case 1:
                    text.insert(at, text.substr(rng() % text.size(), 1 + rng() % 60));
                    break;
                case 2:
                    text[at] = static_cast<char>(text[at] ^ (1 << rng() % 8));
                    break;
                default:
                    text[at] = "0123456789{}[]\",: \\"[rng() % 19];
                    break;
            }
        }
        try {
            const auto t = load_tokenizer(dir.write("tokenizer.json", text));
            ++loaded;
            const std::string sample = "It's 12,345 añ日 <|user|>\n\n x";
            for (const int32_t id : t->encode(sample, i % 2 == 0)) {
                EXPECT_GE(id, 0);
                EXPECT_LT(id, t->size());
            }
        } catch (const Error& e) {
            EXPECT_EQ(e.fault(), Fault::model);
        }
    }
    EXPECT_GT(loaded, 0);
    EXPECT_LT(loaded, 400);
}

TEST(HostileJson, DamagedConfigs) {
    const TempFolder dir;
    for (const auto& file : {"model.safetensors", "tokenizer.json", "lectern.json"}) {
        std::filesystem::create_symlink(std::filesystem::absolute(kReader / file), dir.path() / file);
    }
    std::mt19937_64 rng(18);
    for (const char* name : {"config.json", "preprocessor_config.json", "generation_config.json"}) {
        for (const char* other : {"config.json", "preprocessor_config.json", "generation_config.json"})
            dir.write(other, contents(kReader / other));
        const std::string whole = contents(kReader / name);
        for (int i = 0; i < 150; ++i) {
            std::string text = whole;
            const size_t at = rng() % text.size();
            if (rng() % 2) {
                text.erase(at, 1 + rng() % 6);
            } else {
                text[at] = "0123456789{}[]\",:-.e"[rng() % 20];
            }
            dir.write(name, text);
            try {
                inspect_model(dir.path());
            } catch (const Error& e) {
                EXPECT_EQ(e.fault(), Fault::model);
            }
        }
    }
}

TEST(HostileTokenizer, VocabulariesAndMerges) {
    const TempFolder dir;
    const Json good = read_json_file(kReader / "tokenizer.json", Fault::model);
    int cases = 0;
    const auto refused = [&](const std::string& says, const std::function<void(Json&)>& spoil) {
        Json json = good;
        spoil(json);
        ++cases;
        try {
            load_tokenizer(dir.write("tokenizer.json", json.dump(-1, ' ', false, Json::error_handler_t::replace)));
            ADD_FAILURE() << says;
        } catch (const Error& e) {
            EXPECT_THAT(e.what(), HasSubstr(says));
        }
    };
    for (const Json& id :
         std::vector<Json>{-1, 4'000'000, INT64_MAX, UINT64_MAX, 1.5, "7", nullptr, Json::array(), true, 0}) {
        refused("model.vocab", [&](Json& j) { j["model"]["vocab"]["zz"] = id; });
        if (id != 0) refused("added_tokens[0].id", [&](Json& j) { j["added_tokens"][0]["id"] = id; });
    }
    for (const Json& merge : std::vector<Json>{"", " ", "a", "a b c", "a  b", "zz a", Json::array(), Json{"a"},
                                               Json{"a", "b", "c"}, Json{"a", 1}, 5, nullptr, "a b"}) {
        refused("model.merges", [&](Json& j) { j["model"]["merges"].push_back(merge); });
    }
    refused("twice", [&](Json& j) { j["model"]["merges"].push_back(j["model"]["merges"][100]); });
    refused("model.merges", [&](Json& j) { j["model"]["merges"] = "a b"; });
    refused("model.merges", [&](Json& j) { j["model"].erase("merges"); });
    refused("model.vocab", [&](Json& j) { j["model"]["vocab"] = Json::object(); });
    refused("model.vocab", [&](Json& j) { j["model"]["vocab"] = Json::array(); });
    refused("model.vocab", [&](Json& j) { j["model"]["vocab"][std::string(5000, 'a')] = 600; });
    refused("8192",
            [&](Json& j) { j["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"] = std::string(9000, 'a'); });
    for (const char* pattern : {"(", "[", "a{2,1}", "(?<x>", "\\p{Nope}", "*", "(?R", "\\"}) {
        refused("regular expression",
                [&](Json& j) { j["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"] = pattern; });
    }
    refused("regular expression", [&](Json& j) {
        j["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"] = std::string(1000, '(') + std::string(1000, ')');
    });
    EXPECT_GE(cases, 40);
}
