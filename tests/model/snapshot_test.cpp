// Published checkpoints where they lie: LECTERN_SNAPSHOT_<FAMILY>=DIR turns these on for a family, and
// LECTERN_GOLDEN_<FAMILY>=FILE (tests/reference/golden.py) adds the comparison with the public code.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "core/compute/cpu/cpu_backend_api.h"
#include "core/model/generate.h"
#include "core/model/registry.h"
#include "tests/support/cli_run.h"
#include "tests/support/golden.h"
#include "tests/support/tiny_pdf.h"

namespace lectern {
namespace {

std::string variable(const std::string& prefix, std::string family) {
    for (char& c : family) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return prefix + family;
}

std::vector<std::string> family_names() {
    std::vector<std::string> names;
    for (const Family& f : families()) names.push_back(f.name);
    return names;
}

class Snapshot : public ::testing::TestWithParam<std::string> {
 protected:
    void SetUp() override {
        const std::string name = variable("LECTERN_SNAPSHOT_", GetParam());
        const char* folder = std::getenv(name.c_str());
        if (folder == nullptr) GTEST_SKIP() << name << " names no folder with a published checkpoint";
        folder_ = folder;
    }
    static std::unique_ptr<Backend> backend(Compute compute) { return make_cpu_backend({.compute = compute}); }
    static Image picture() {
        Image image(420, 308);
        for (int64_t y = 0; y < image.height; ++y)
            for (int64_t x = 0; x < image.width * 3; ++x)
                image.row(y)[x] = static_cast<uint8_t>((x / 3 / 8 + y / 12) % 3 * 120);
        return image;
    }
    std::filesystem::path folder_;
};

TEST_P(Snapshot, IsCompleteAndItsTokenizerKnowsItsSpecialTokens) {
    const ModelReport report = inspect_model(folder_);
    for (const std::string& problem : report.problems) ADD_FAILURE() << problem;
    EXPECT_EQ(report.card.family, GetParam());
    EXPECT_GT(report.stats.parameters, 0);
    const auto be = backend(Compute::bf16);
    const auto model = load_model(*be, folder_);
    for (const std::string& warning : model->warnings()) ADD_FAILURE() << warning;
    const Tokenizer* tokenizer = model->tokenizer();
    ASSERT_NE(tokenizer, nullptr);
    EXPECT_FALSE(model->stop_ids().empty());
    for (const int32_t id : model->stop_ids()) {
        EXPECT_LT(id, tokenizer->size());
        EXPECT_TRUE(tokenizer->bytes(id).empty()) << "the end token " << id << " is not a special one";
    }
    for (const std::string text :
         {"Extract the text content from this image.", "日本語のテスト、OCR。  12,345.67\n\n<td>½</td>", "naïve café"})
        EXPECT_EQ(tokenizer->decode(tokenizer->encode(text, false)), text);
    const Image image = picture();
    const Prompt prompt = model->make_prompt("Read.", {&image, 1}, {});
    EXPECT_EQ(prompt.images.empty(), false);
    EXPECT_LT(*std::max_element(prompt.ids.begin(), prompt.ids.end()), tokenizer->size());
}

TEST_P(Snapshot, OneForwardGivesFiniteLogitsAndTokens) {
    const auto be = backend(Compute::bf16);
    const auto model = load_model(*be, folder_);
    const Image image = picture();
    const std::vector<Generated> made =
        generate(*be, *model, {{model->make_prompt("Read.", {&image, 1}, {}), 8}}, {}, {}, {});
    ASSERT_EQ(made.size(), 1u);
    ASSERT_FALSE(made[0].tokens.empty()) << made[0].failure;
    for (const GeneratedToken& token : made[0].tokens) {
        EXPECT_TRUE(std::isfinite(token.log_probability)) << token.id;
        EXPECT_LE(token.log_probability, 0) << token.id;
    }
}

TEST_P(Snapshot, EveryStepIsThePublicCodes) {
    const std::string name = variable("LECTERN_GOLDEN_", GetParam());
    const char* file = std::getenv(name.c_str());
    if (file == nullptr) GTEST_SKIP() << name << " names no file of tests/reference/golden.py";
    const test::Golden golden = test::read_golden(file);
    for (const Compute compute : {Compute::f32, Compute::bf16}) {
        if (compute == Compute::bf16 && golden.bf16_error.empty()) continue;  // made with --no-bf16
        const auto be = backend(compute);
        const auto model = load_model(*be, folder_);
        if (!golden.prompt.empty()) {  // template and tokenizer as the public code has them
            EXPECT_EQ(model->make_prompt(golden.prompt, golden.images, {.mode = golden.mode}).ids, golden.ids());
        }
        const Prompt prompt = model->make_prompt(golden.ids(), golden.images, {.mode = golden.mode});
        test::expect_parity(*be, *model, prompt, golden, GetParam() + (compute == Compute::f32 ? " f32" : " bf16"));
    }
}

TEST_P(Snapshot, ReadsAPage) {
    const std::filesystem::path folder = test::fresh_folder("snapshot_" + GetParam());
    test::write_file(folder / "page.pdf", test::tiny_pdf({{}}));
    const test::CliRun run =
        test::run_cli(folder, "read page.pdf --device cpu --dpi 72 --max-new-tokens 200 -o out --model '" +
                                  std::filesystem::absolute(folder_).string() + "'");
    EXPECT_EQ(run.exit, 0) << run.err;
    EXPECT_TRUE(std::filesystem::exists(folder / "out" / "page.md"));
    EXPECT_TRUE(std::filesystem::exists(folder / "out" / "page.json"));
}

INSTANTIATE_TEST_SUITE_P(Families, Snapshot, ::testing::ValuesIn(family_names()),
                         [](const auto& one) { return one.param; });

}  // namespace
}  // namespace lectern
