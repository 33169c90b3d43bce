// lectern-cli with a tiny random GLM-OCR folder: nonsense text, valid results, right exit codes; forms filled in.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/cli_run.h"
#include "tests/support/tiny_glm_ocr.h"
#include "tests/support/tiny_pdf.h"

namespace lectern {

namespace fs = std::filesystem;
using test::CliRun;
using test::file_text;
using test::write_file;
using ::testing::AllOf;
using ::testing::HasSubstr;
using Document = nlohmann::json;

class CliGlmOcrTest : public ::testing::Test {
   protected:
    void SetUp() override {
        folder_ = test::fresh_folder("cli-glm-ocr");
        test::TinyPage page;
        page.content =
            "BT /F1 30 Tf 72 700 Td (A heading) Tj ET "
            "BT /F1 12 Tf 72 640 Td (A line of running text that goes on for quite a while) Tj 0 -16 Td "
            "(and a second line of the same paragraph that is as long as it) Tj ET";
        write_file(folder_ / "page.pdf", test::tiny_pdf({page}));
        write_file(folder_ / "blank.pdf", test::tiny_pdf({{.content = ""}}));
        write_file(folder_ / "form.json", R"({"name": "", "items": [{"price": ""}]})");
        test::write_glm(test::reading_glm(), folder_ / "glm", DType::BF16);
    }
    void TearDown() override { fs::remove_all(folder_); }
    CliRun cli(const std::string& arguments) { return test::run_cli(folder_, arguments); }
    Document json(const std::string& file) { return Document::parse(file_text(folder_ / file)); }
    fs::path folder_;
};

TEST_F(CliGlmOcrTest, ReadsRegionsFoundInTheInk) {
    const CliRun run = cli("read page.pdf blank.pdf -o out --model ./glm --max-new-tokens 24 --device cpu");
    EXPECT_EQ(run.exit, 0) << run.err;
    const Document page = json("out/page.json")["pages"][0];
    EXPECT_EQ(page["reader"], "glm");
    ASSERT_GE(page["regions"].size(), 2u);
    for (const Document& region : page["regions"]) {
        EXPECT_TRUE(region["state"] == "unsure" || region["state"] == "read");
        EXPECT_GT(region["box"][2].get<double>(), region["box"][0].get<double>());
    }
    EXPECT_TRUE(fs::exists(folder_ / "out/page.md"));
    EXPECT_THAT(run.err, ::testing::ContainsRegex("page.pdf: [0-9]+ of [0-9]+ tokens guessed ahead were right; [1-9][.][0-9]+ tokens a step"));
    EXPECT_TRUE(json("out/blank.json")["pages"][0]["regions"].empty());
}

TEST_F(CliGlmOcrTest, ABrokenModelLeavesNoFolderBehind) {
    fs::resize_file(folder_ / "glm/model.safetensors", fs::file_size(folder_ / "glm/model.safetensors") / 2);
    fs::create_directories(folder_ / "there");
    for (const char* out : {"out", "new/inner", "there"}) {
        const CliRun run = cli("read page.pdf blank.pdf -o " + std::string(out) + " --model ./glm");
        EXPECT_EQ(run.exit, 4) << run.err;
        EXPECT_EQ(fs::exists(folder_ / out), std::string(out) == "there") << out;
    }
    EXPECT_FALSE(fs::exists(folder_ / "new"));
    EXPECT_TRUE(fs::is_empty(folder_ / "there"));
}

// No regions with text in the ink: the page is read in one piece, which is said, and its picture is kept.
TEST_F(CliGlmOcrTest, AMissingLayoutIsNamedAndThePageReadWhole) {
    write_file(folder_ / "drawing.pdf", test::tiny_pdf({{.content = "0 0 0 rg 150 300 m 450 300 l 300 560 l f"}}));
    const CliRun run = cli("read drawing.pdf -o out --model ./glm --max-new-tokens 24 --device cpu --dpi 72");
    EXPECT_EQ(run.exit, 0) << run.err;
    const Document page = json("out/drawing.json")["pages"][0];
    ASSERT_GE(page["regions"].size(), 1u);
    EXPECT_EQ(page["state"], "warnings");
    EXPECT_EQ(page["regions"][0]["state"], "unsure");
    EXPECT_THAT(page["regions"][0]["warnings"].dump(), HasSubstr("read in one piece"));
}

TEST_F(CliGlmOcrTest, TasksGoToTheModel) {
    EXPECT_EQ(cli("read page.pdf -o - --model ./glm --task table --region 60,60,400,200 --max-new-tokens 8 --format json").exit, 0);
    const CliRun wrong = cli("read page.pdf -o out --model ./glm --task layout");
    EXPECT_EQ(wrong.exit, 2);
    EXPECT_THAT(wrong.err, HasSubstr("page, text, table, formula, extract"));
}

TEST_F(CliGlmOcrTest, FormsAreFilledIn) {
    const CliRun run = cli("read page.pdf -o out --model ./glm --task extract --schema form.json --max-new-tokens 12 --dpi 72");
    EXPECT_EQ(run.exit, 0) << run.err;
    const Document fields = json("out/page.fields.json");
    EXPECT_EQ(fields["format"], "lectern-fields");
    ASSERT_EQ(fields["pages"].size(), 1u);
    EXPECT_EQ(fields["pages"][0]["number"], 1);
    EXPECT_TRUE(fields["pages"][0].contains("fields"));
    EXPECT_FALSE(fields["pages"][0]["warnings"].empty());  // nonsense is no JSON
    EXPECT_TRUE(fs::exists(folder_ / "out/page.json"));
    const CliRun pipe = cli("read page.pdf -o - --model ./glm --task extract --schema form.json --max-new-tokens 4 --dpi 72");
    EXPECT_EQ(Document::parse(pipe.out)["format"], "lectern-fields");
}

TEST_F(CliGlmOcrTest, WrongFormsAreNamed) {
    const auto refused = [&](const std::string& arguments, const std::string& says) {
        const CliRun run = cli("read page.pdf -o out --model ./glm " + arguments);
        EXPECT_EQ(run.exit, 2) << arguments;
        EXPECT_THAT(run.err, HasSubstr(says)) << arguments;
        EXPECT_FALSE(fs::exists(folder_ / "out"));
    };
    refused("--task extract", "--schema");
    refused("--schema form.json", "--task extract");
    refused("--task extract --schema form.json --prompt hello", "--prompt");
    refused("--task extract --schema absent.json", "absent.json");
    write_file(folder_ / "bad.json", "{\"a\": ");
    refused("--task extract --schema bad.json", "bad.json");
    write_file(folder_ / "number.json", "7");
    refused("--task extract --schema number.json", "JSON object or list");
}

TEST_F(CliGlmOcrTest, ModelsShowVerifyMapping) {
    EXPECT_THAT(cli("models show ./glm").out, AllOf(HasSubstr("glm_ocr"), HasSubstr("region"), HasSubstr("next-token layer")));
    EXPECT_EQ(cli("models verify ./glm").exit, 0);
    EXPECT_THAT(cli("models mapping ./glm --csv").out,
                AllOf(HasSubstr("model.visual.downsample.weight"), HasSubstr("text.next.eh_proj.weight")));
    test::TinyGlm glm = test::reading_glm();
    std::erase_if(glm.weights, [](const auto& w) { return w.name.find("q_norm") != std::string::npos; });
    glm.config["text_config"]["rope_parameters"]["mrope_section"] = {2, 3, 3};
    test::write_glm(glm, folder_ / "glm", DType::BF16);
    for (const char* command : {"models verify ./glm", "read page.pdf -o out --model ./glm"}) {
        const CliRun run = cli(command);
        EXPECT_EQ(run.exit, 4) << command;
        EXPECT_THAT(run.err, AllOf(HasSubstr("blocks.0.attn.q_norm.weight"), HasSubstr("blocks.1.attn.q_norm.weight")));
    }
}

}  // namespace lectern
