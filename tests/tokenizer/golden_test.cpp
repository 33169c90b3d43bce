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
