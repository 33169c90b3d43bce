// lectern-cli with a tiny random Qwen2.5-VL: what it reads is nonsense, what it writes is whole and valid.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/weights/safetensors.h"
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

// A random model's answer is nonsense, but it is the same however the pictures are batched, and another when they change
// places.
TEST_F(CliQwenTest, AsksAboutTwoAndFivePictures) {
    for (int i = 1; i <= 5; ++i)
        test::write_file(folder_ / (std::to_string(i) + ".pdf"),
                         test::tiny_pdf({{.media_box = "0 0 " + std::to_string(40 + 12 * i) + " 40",
                                          .content = "BT /F1 24 Tf 4 8 Td (" + std::string(static_cast<size_t>(i), 'x') + ") Tj ET"}}));
    const std::string ask = "ask --model ./model --dpi 72 --max-new-tokens 16 ";
    const std::string five = "--image 1.pdf 2.pdf 3.pdf 4.pdf 5.pdf --prompt 'Before <image><image> and <image> between <image><image> after.' ";
    for (const std::string& question : {std::string("--image 1.pdf 5.pdf --prompt 'Which of them? '"),
                                        std::string("--image 1.pdf 5.pdf --prompt 'One: <image> two: <image> which?'"), five}) {
        const CliRun run = cli(ask + question);
        EXPECT_EQ(run.exit, 0) << question << run.err;
        EXPECT_NE(run.out, "") << question;
        EXPECT_EQ(cli(ask + question + " --max-tokens-per-batch 16").out, run.out) << question;
    }
    const std::string wild = "--temperature 3 --seed 4 ";
    EXPECT_NE(cli(ask + wild + "--image 1.pdf 5.pdf --prompt '<image> x <image>'").out,
              cli(ask + wild + "--image 5.pdf 1.pdf --prompt '<image> x <image>'").out);
    const CliRun few = cli(ask + "--image 1.pdf 2.pdf --prompt 'a <image> b <image> c <image>'");
    EXPECT_EQ(few.exit, 2);
    EXPECT_THAT(few.err, HasSubstr("for each of 2 pictures, found 3 places"));
    const CliRun quantised = cli(ask + "--quant int8 --image 1.pdf 2.pdf --prompt x");
    EXPECT_EQ(quantised.exit, 0) << quantised.err;
}

TEST_F(CliQwenTest, OptionsThatMeanNothingHereAreRefused) {
    for (const char* command : {"ask --model ./model --image page.pdf --prompt x --mode gundam", "read page.pdf -o - --model ./model --mode gundam",
                                "trace --model ./model --image page.pdf --prompt x --mode gundam -o t.safetensors",
                                "masks --model ./model --image page.pdf --mode gundam -o m.json"}) {
        const CliRun run = cli(command);
        EXPECT_EQ(run.exit, 2) << command;
        EXPECT_THAT(run.err, AllOf(HasSubstr("image mode \"gundam\""), HasSubstr("Leave --mode out"))) << command;
    }
    const CliRun grounding = cli("read page.pdf -o - --model ./model --task grounding --region 1,1,20,20");
    EXPECT_EQ(grounding.exit, 2);
    EXPECT_THAT(grounding.err, HasSubstr("Choose one of its tasks"));
}

// The penalty is the checkpoint's unless the command line says otherwise.
TEST_F(CliQwenTest, RepetitionPenalty) {
    const std::string ask = "ask --model ./model --dpi 72 --image page.pdf --prompt x --max-new-tokens 32 ";
    const CliRun plain = cli(ask), strong = cli(ask + "--repetition-penalty 5");
    EXPECT_EQ(strong.exit, 0) << strong.err;
    EXPECT_NE(plain.out, strong.out);
    Json generation = Json::parse(file_text(folder_ / "model/generation_config.json"));
    generation["repetition_penalty"] = 5;
    test::write_file(folder_ / "model/generation_config.json", generation.dump());
    EXPECT_EQ(cli(ask).out, strong.out);
    EXPECT_EQ(cli(ask + "--repetition-penalty 1").out, plain.out);
    EXPECT_EQ(cli(ask + "--repetition-penalty 0").exit, 2);
    EXPECT_EQ(cli(ask + "--repetition-penalty nan").exit, 2);
}

// The picture alone is more than the model holds: said before anything is computed, as the input's fault.
TEST_F(CliQwenTest, APromptThatIsTooLongIsTheInputsFault) {
    Json config = Json::parse(file_text(folder_ / "model/config.json"));
    (config.contains("text_config") ? config["text_config"] : config)["max_position_embeddings"] = 8;
    test::write_file(folder_ / "model/config.json", config.dump());
    for (const char* command : {"read page.pdf -o - --model ./model", "ask --model ./model --image page.pdf --prompt x"}) {
        const CliRun run = cli(command);
        EXPECT_EQ(run.exit, 3) << command << run.err;
        EXPECT_THAT(run.err, AllOf(HasSubstr("tokens"), HasSubstr("lower dpi"), HasSubstr("smaller region"))) << command;
    }
}

// Pictures need no words: masks works without a tokenizer.
TEST_F(CliQwenTest, MasksNeedNoTokenizer) {
    fs::remove(folder_ / "model/tokenizer.json");
    const CliRun run = cli("masks --model ./model --image page.pdf -o masks.json");
    EXPECT_EQ(run.exit, 0) << run.err;
    EXPECT_FALSE(Json::parse(file_text(folder_ / "masks.json"))["attention"].empty());
}

// A folder of two shards with their index becomes one quantised file that opens, verifies and reads.
TEST_F(CliQwenTest, ShardsAreQuantisedIntoOneFile) {
    const fs::path model = folder_ / "model";
    Json where = Json::object();
    {
        const SafetensorsFile whole(model / "model.safetensors");
        SafetensorsWriter first(model / "model-00001-of-00002.safetensors"), second(model / "model-00002-of-00002.safetensors");
        size_t i = 0;
        for (const SafetensorsEntry& e : whole.entries()) {
            (i % 2 == 0 ? first : second).add_raw(e.name, e.dtype_name, e.shape, whole.data(e));
            where[e.name] = i++ % 2 == 0 ? "model-00001-of-00002.safetensors" : "model-00002-of-00002.safetensors";
        }
        first.finish();
        second.finish();
    }
    fs::remove(model / "model.safetensors");
    test::write_file(model / "model.safetensors.index.json", Json{{"metadata", Json::object()}, {"weight_map", where}}.dump());
    const CliRun verify = cli("models verify ./model");
    ASSERT_EQ(verify.exit, 0) << verify.err;
    const CliRun made = cli("models quantize ./model --quant int4 -o small");
    ASSERT_EQ(made.exit, 0) << made.err;
    EXPECT_FALSE(fs::exists(folder_ / "small/model.safetensors.index.json"));
    EXPECT_EQ(cli("models verify ./small").exit, 0);
    EXPECT_THAT(cli("models show ./small").out, HasSubstr("int4 in groups of 64"));
    const std::string ask = " --dpi 72 --image page.pdf --prompt x --max-new-tokens 8";
    const CliRun ahead = cli("ask --model ./small" + ask);
    EXPECT_EQ(ahead.exit, 0) << ahead.err;
    EXPECT_EQ(ahead.out, cli("ask --model ./model --quant int4" + ask).out) << "ahead of time and at load: the same codes";
}

// Embeddings stay in their file while a model reads, so only verify looks at all of them.
TEST_F(CliQwenTest, VerifyLooksAtEveryValue) {
    const fs::path file = folder_ / "model/model.safetensors";
    std::string bytes = file_text(file);
    {
        const SafetensorsFile whole(file);
        for (const SafetensorsEntry& e : whole.entries())
            if (e.name == "model.embed_tokens.weight") {
                const std::string values(reinterpret_cast<const char*>(whole.data(e).data()), 64);
                const size_t at = bytes.find(values);
                ASSERT_NE(at, std::string::npos);
                bytes.replace(at + 2, 2, "\x80\x7f");  // infinity
            }
    }
    test::write_file(file, bytes);
    const CliRun run = cli("models verify ./model");
    EXPECT_EQ(run.exit, 4);
    EXPECT_THAT(run.err, AllOf(HasSubstr("model.embed_tokens.weight"), HasSubstr("not finite")));
}

TEST_F(CliQwenTest, ShowsWhatItTakes) {
    const CliRun run = cli("models show ./model");
    EXPECT_THAT(run.out, AllOf(HasSubstr("keys and values"), HasSubstr("bytes for each token"), HasSubstr("letter page, 150 dpi"),
                               HasSubstr("letter page, 200 dpi"), HasSubstr("letter page, 300 dpi"), HasSubstr("MB BF16")));
}

TEST_F(CliQwenTest, DamageIsNamed) {
    fs::remove(folder_ / "model/model.safetensors");
    const CliRun run = cli("read page.pdf -o out --model ./model");
    EXPECT_EQ(run.exit, 4);
    EXPECT_THAT(run.err, HasSubstr("safetensors"));
    EXPECT_FALSE(fs::exists(folder_ / "out/page.md"));
}

}  // namespace lectern
