// Where pictures stand in a prompt, and what is wrong with one before anything is computed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/model/check_prompt.h"
#include "core/model/generate.h"
#include "core/model/image_marks.h"
#include "tests/model/fake_model.h"

namespace lectern::testing {

using ::testing::AllOf;
using ::testing::HasSubstr;

// "[" for a picture, text as it is, "|" between parts.
static std::string shown(std::string_view text, size_t images, bool text_first = false) {
    std::string out;
    for (const PromptPart& part : split_prompt(text, images, text_first))
        out += (out.empty() ? "" : "|") + (part.image ? std::string("[") : std::string(part.text));
    return out;
}

TEST(ImageMarks, PicturesStandWhereTheTextSays) {
    EXPECT_EQ(shown("What is this?", 1), "[|What is this?");
    EXPECT_EQ(shown("Compare.", 5), "[|[|[|[|[|Compare.");
    EXPECT_EQ(shown("Compare.", 2, true), "Compare.|[|[");
    EXPECT_EQ(shown("First <image> then <image>, say.", 2), "First |[| then |[|, say.");
    EXPECT_EQ(shown("<image><image>", 2, true), "[|[");
    EXPECT_EQ(shown("", 1), "[");
    EXPECT_EQ(shown("no pictures", 0), "no pictures");
    EXPECT_EQ(shown("", 0), "");
    EXPECT_EQ(shown("<imag> <image", 1), "[|<imag> <image");
}

TEST(ImageMarks, AsManyPlacesAsPictures) {
    for (const auto& [text, images] : std::vector<std::pair<std::string, size_t>>{{"<image>", 0}, {"<image>", 2}, {"a<image>b<image>", 1}}) {
        try {
            split_prompt(text, images);
            FAIL() << text;
        } catch (const Error& e) {
            EXPECT_EQ(e.fault(), Fault::argument);
            EXPECT_THAT(e.what(), AllOf(HasSubstr("<image>"), HasSubstr("place"), HasSubstr("picture")));
        }
    }
}

// Says what is wrong through generate(), which must not have computed anything.
static std::string refused(Prompt prompt, int64_t context = 100000) {
    FakeModel model;
    model.context = context;
    model.behavior = [](std::span<const int32_t>, std::span<float> logits) { logits[kEnd] = 9; };
    StoringBackend be;
    const Generated g = generate(be, model, {{std::move(prompt), 5, {}}}, {}, {}, {})[0];
    EXPECT_EQ(model.forwards, 0);
    EXPECT_EQ(model.largest_patches, 0);
    EXPECT_EQ(g.reason, StopReason::failed);
    return g.failure;
}

TEST(CheckPrompt, PicturesThatAreNotWhole) {
    for (const float bad : {std::nanf(""), std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity()}) {
        Prompt p = FakeModel::prompt({1, 2}, 8, 1);
        p.images[0].values[17] = bad;
        EXPECT_THAT(refused(p), AllOf(HasSubstr("not numbers"), HasSubstr("patch 17"), HasSubstr("preprocessor_config.json")));
    }
    Prompt cut = FakeModel::prompt({1, 2}, 8, 1);
    cut.images[0].values.pop_back();
    EXPECT_THAT(refused(cut), AllOf(HasSubstr("malformed"), HasSubstr("1 × 8 × 4"), HasSubstr("31")));
    Prompt empty = FakeModel::prompt({1, 2}, 8, 1);
    empty.images[0] = {};
    EXPECT_THAT(refused(empty), HasSubstr("malformed"));
}

TEST(CheckPrompt, PlacesAndPictures) {
    Prompt extra = FakeModel::prompt({1, 2}, 8, 1);
    extra.images.push_back(extra.images[0]);
    EXPECT_THAT(refused(extra), AllOf(HasSubstr("8 places"), HasSubstr("2 pictures take 16")));
    Prompt missing = FakeModel::prompt({1, 2}, 8, 1);
    missing.images.clear();
    EXPECT_THAT(refused(missing), AllOf(HasSubstr("8 places"), HasSubstr("0 pictures take 0")));
    Prompt beyond = FakeModel::prompt({1, 2}, 8, 1);
    beyond.image_row[3] = 8;
    EXPECT_THAT(refused(beyond), HasSubstr("places"));
    EXPECT_THAT(refused({}), HasSubstr("empty"));
}

TEST(CheckPrompt, TooLongForTheModel) {
    EXPECT_THAT(refused(FakeModel::prompt({1, 2, 3}, 40, 1), 30),
                AllOf(HasSubstr("43 tokens"), HasSubstr("can hold 30"), HasSubstr("40 of them"), HasSubstr("lower dpi"), HasSubstr("smaller region")));
    EXPECT_THAT(refused(FakeModel::prompt({1, 2, 3}), 2), AllOf(HasSubstr("3 tokens"), HasSubstr("Shorten the text")));
}

}  // namespace lectern::testing
