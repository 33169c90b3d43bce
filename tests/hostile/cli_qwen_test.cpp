// lectern-cli with a tiny random Qwen2.5-VL: what it reads is nonsense, what it writes is whole and valid.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cli_run.h"
#include "tests/support/tiny_pdf.h"
#include "tests/support/tiny_qwen.h"

namespace lectern {

namespace fs = std::filesystem;
using test::CliRun;
using test::file_text;
using ::testing::AllOf;
using ::testing::HasSubstr;

class CliQwenTest : public ::testing::Test {
 protected:
    void SetUp() override {
        folder_ = test::fresh_folder("cli-qwen");
        test::write_file(folder_ / "page.pdf", test::tiny_pdf({{.media_box = "0 0 100 80", .content = "BT /F1 24 Tf 10 40 Td (Hello) Tj ET"}}));
        fs::create_directory(folder_ / "model");
        test::write_model(test::tiny_qwen(), folder_ / "model");
    }
    void TearDown() override { fs::remove_all(folder_); }
    CliRun cli(const std::string& arguments) { return test::run_cli(folder_, arguments); }
    fs::path folder_;
};

TEST_F(CliQwenTest, ShowsVerifiesAndMaps) {
    EXPECT_THAT(cli("models show ./model").out, AllOf(HasSubstr("qwen2_5_vl"), HasSubstr("vision window"), HasSubstr("56 px")));
    const CliRun verify = cli("models verify ./model");
    EXPECT_EQ(verify.exit, 0) << verify.err;
    EXPECT_THAT(verify.out, HasSubstr("is complete"));
    EXPECT_THAT(cli("models mapping ./model --csv").out, AllOf(HasSubstr("visual.merger.ln_q.weight,"), HasSubstr("vision.blocks[0].q|k|v")));
}

TEST_F(CliQwenTest, ReadsAPageFromEndToEnd) {
    const CliRun run = cli("read page.pdf -o out --model ./model --max-new-tokens 24");
    EXPECT_EQ(run.exit, 0) << run.err;
    ASSERT_TRUE(fs::exists(folder_ / "out/page.md")) << run.err;
    const Json document = Json::parse(file_text(folder_ / "out/page.json"));
    EXPECT_EQ(document["format"], "lectern-document");
    ASSERT_EQ(document["pages"].size(), 1u);
    EXPECT_EQ(document["pages"][0]["reader"], "model");
    for (const Json& region : document["pages"][0]["regions"]) EXPECT_TRUE(region.contains("category"));
}

TEST_F(CliQwenTest, TraceTakesTextAndIds) {
    const CliRun ids = cli("trace --model ./model --input-ids 1,2,3 --max-new-tokens 2 --compute f32 -o ids.safetensors");
    EXPECT_EQ(ids.exit, 0) << ids.err;
    const CliRun text = cli("trace --model ./model --image page.pdf --prompt x --max-new-tokens 2 -o text.safetensors");
    EXPECT_EQ(text.exit, 0) << text.err;
    const std::string header = file_text(folder_ / "text.safetensors").substr(0, 20'000);
    EXPECT_THAT(header, AllOf(HasSubstr("\"vision.blocks.2\""), HasSubstr("\"vision.merger\""), HasSubstr("\"text.layers.1.attn\"")));
    const CliRun missing = cli("trace --model ./model --image page.pdf --input-ids 1,2,3 -o none.safetensors");
    EXPECT_EQ(missing.exit, 2);
    EXPECT_THAT(missing.err, HasSubstr("for 1 picture"));
    EXPECT_FALSE(fs::exists(folder_ / "none.safetensors"));
}

TEST_F(CliQwenTest, DamageIsNamed) {
    fs::remove(folder_ / "model/model.safetensors");
    const CliRun run = cli("read page.pdf -o out --model ./model");
    EXPECT_EQ(run.exit, 4);
    EXPECT_THAT(run.err, HasSubstr("safetensors"));
    EXPECT_FALSE(fs::exists(folder_ / "out/page.md"));
}

}  // namespace lectern
