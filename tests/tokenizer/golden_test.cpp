// Against the reference implementation: tests/reference/tokenizer_golden.py made the numbers.
#include <gtest/gtest.h>

#include "core/base/json.h"
#include "core/tokenizer/tokenizer.h"
#include "core/tokenizer/utf8_stream.h"

using namespace lectern;

static const Json& goldens() {
    static const Json json =
        read_json_file("tests/data/tokenizer/golden.json", Fault::input, {.bytes = 16 << 20, .values = 1'000'000});
    return json;
}

class TokenizerGolden : public ::testing::TestWithParam<size_t> {
 protected:
    const Json& golden = goldens()[GetParam()];
    std::unique_ptr<Tokenizer> tokenizer = load_tokenizer(golden["tokenizer"].get<std::string>());
};

TEST_P(TokenizerGolden, EncodesAndDecodes) {
    ASSERT_GE(golden["cases"].size(), 200u);
    for (const Json& c : golden["cases"]) {
        const std::string text = c["text"];
        const auto ids = c["ids"].get<std::vector<int32_t>>();
        EXPECT_EQ(tokenizer->encode(text, true), ids) << c["text"].dump(-1, ' ', true);
        EXPECT_EQ(tokenizer->encode(text, false), c["plain"].get<std::vector<int32_t>>())
            << c["text"].dump(-1, ' ', true);
        EXPECT_EQ(tokenizer->decode(ids), c["decoded"].get<std::string>());
    }
}

TEST_P(TokenizerGolden, DecodesAnyIds) {
    for (const Json& c : golden["decodes"]) {
        const auto ids = c["ids"].get<std::vector<int32_t>>();
        const std::string text = c["text"];
        EXPECT_EQ(tokenizer->decode(ids), text);
        Utf8Stream stream;  // and token by token
        std::string streamed;
        for (const int32_t id : ids) streamed += stream.add(tokenizer->bytes(id));
        EXPECT_EQ(streamed + stream.finish(), text);
    }
}

INSTANTIATE_TEST_SUITE_P(Tokenizers, TokenizerGolden, ::testing::Values(0, 1, 2));

// ---- two thousand strings, by hashes (tests/reference/tokenizer_strings.py)

static uint32_t fnv32(std::string_view data) {
    uint32_t h = 0x811c9dc5u;
    for (const char c : data) h = (h ^ static_cast<unsigned char>(c)) * 0x01000193u;
    return h;
}

static uint32_t hash(const std::vector<int32_t>& ids) {
    std::string bytes;
    for (const int32_t id : ids)
        for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(id >> shift);
    return fnv32(bytes);
}

static Json read(const char* name) {
    return read_json_file(std::string("tests/data/tokenizer/") + name, Fault::input, {.bytes = 16 << 20, .values = 1'000'000});
}

// The last hundred are bytes in hexadecimal: broken UTF-8.
static std::vector<std::string> two_thousand_strings() {
    std::vector<std::string> out;
    for (const Json& item : read("strings.json")) {
        const std::string text = item;
        if (out.size() < 1900) {
            out.push_back(text);
            continue;
        }
        std::string bytes;
        for (size_t i = 0; i < text.size(); i += 2) bytes += static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16));
        out.push_back(bytes);
    }
    return out;
}

TEST(TokenizerStrings, TwoThousandAreTheReferences) {
    const std::vector<std::string> strings = two_thousand_strings();
    ASSERT_EQ(strings.size(), 2000u);
    const Json goldens = read("strings_golden.json");
    ASSERT_EQ(goldens.size(), 3u);
    for (const Json& golden : goldens) {
        const auto tokenizer = load_tokenizer(golden["tokenizer"].get<std::string>());
        ASSERT_EQ(golden["hashes"].size(), strings.size());
        for (size_t i = 0; i < strings.size(); ++i) {
            SCOPED_TRACE(golden["tokenizer"].get<std::string>() + " " + std::to_string(i) + " " +
                         Json(strings[i]).dump(-1, ' ', true, Json::error_handler_t::replace));
            const auto want = golden["hashes"][i].get<std::vector<uint32_t>>();
            const std::vector<int32_t> ids = tokenizer->encode(strings[i], true);
            EXPECT_EQ(hash(ids), want.at(0));
            EXPECT_EQ(hash(tokenizer->encode(strings[i], false)), want.at(1)) << "as plain text";
            const std::string decoded = tokenizer->decode(ids);
            EXPECT_EQ(fnv32(decoded), want.at(2)) << decoded;
            Utf8Stream stream;
            std::string streamed;
            for (const int32_t id : ids) streamed += stream.add(tokenizer->bytes(id));
            EXPECT_EQ(streamed + stream.finish(), decoded);
        }
    }
}
