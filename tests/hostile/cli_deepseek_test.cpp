// lectern-cli with tiny DeepSeek-OCR and DeepSeek-OCR-2 folders: nonsense is read into valid results; answers that go
// wrong are named, kept and marked.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/cli_run.h"
#include "tests/support/tiny_deepseek.h"
#include "tests/support/tiny_pdf.h"

namespace lectern {

namespace fs = std::filesystem;
using test::CliRun;
using test::file_text;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class CliDeepseekTest : public ::testing::TestWithParam<int> {
 protected:
    void SetUp() override {
        folder_ = test::fresh_folder("cli-deepseek-" + std::to_string(GetParam()));
        test::TinyPage page;  // 200 × 400 points
        page.media_box = "0 0 200 400";
        page.content = "BT /F1 24 Tf 20 340 Td (Hello) Tj ET";
        test::write_file(folder_ / "page.pdf", test::tiny_pdf({page}));
        write("model", test::tiny_deepseek(GetParam()));
    }
    void TearDown() override { fs::remove_all(folder_); }
    void write(const std::string& name, const test::Fixture& fixture) {
        fs::create_directories(folder_ / name);
        test::write_model(fixture, folder_ / name);
    }
    CliRun cli(const std::string& arguments) { return test::run_cli(folder_, arguments); }
    Json document(const std::string& file) { return Json::parse(file_text(folder_ / file)); }
    // The page as a model reads it that answers so.
    Json read_answer(const std::vector<std::string>& answer, const std::string& arguments = "") {
        write("scripted", test::scripted_deepseek(GetParam(), answer));
        const CliRun run = cli("read page.pdf -o out --overwrite --device cpu --model ./scripted " + arguments);
        EXPECT_EQ(run.exit, 0) << run.err;
        EXPECT_TRUE(fs::exists(folder_ / "out/page.md"));
        return document("out/page.json")["pages"][0];
    }
    static std::vector<std::string> warnings(const Json& region) {
        return region.contains("warnings") ? region["warnings"].get<std::vector<std::string>>()
                                           : std::vector<std::string>{};
    }
    fs::path folder_;
};

TEST_P(CliDeepseekTest, ReadsAPageFromEndToEnd) {
    for (const char* task : {"page", "text", "layout", "picture"}) {
        const CliRun run = cli(std::string("read page.pdf -o ") + task +
                               " --device cpu --model ./model --max-new-tokens 24 --task " + task);
        EXPECT_EQ(run.exit, 0) << run.err;
        EXPECT_TRUE(fs::exists(folder_ / task / "page.md"));
        const Json page = document(std::string(task) + "/page.json")["pages"][0];
        EXPECT_EQ(page["reader"], "model");
        for (const Json& region : page["regions"]) {
            EXPECT_TRUE(region["state"] == "unsure" || region["state"] == "read");
            EXPECT_TRUE(region.contains("category"));
        }
    }
    const CliRun wrong = cli("read page.pdf -o none --model ./model --task formula");
    EXPECT_EQ(wrong.exit, 2);
    EXPECT_THAT(wrong.err, HasSubstr("page, text, picture, layout"));
    EXPECT_EQ(cli("read page.pdf -o - --format md --model ./model --max-new-tokens 4 --prompt 'Locate "
                  "<|ref|>Hello<|/ref|> in the image.'")
                  .exit,
              0);
}

TEST_P(CliDeepseekTest, QuantisedWaysReadToo) {
    for (const char* quant : {"int8", "int4"}) {
        const std::string folder = std::string("model-") + quant;
        EXPECT_EQ(cli("models quantize ./model --quant " + std::string(quant) + " -o ./" + folder).exit, 0);
        const std::string read = "read page.pdf -o - --format json --device cpu --max-new-tokens 16 --model ./";
        const CliRun ahead = cli(read + folder), on_the_way = cli(read + "model --quant " + quant);
        EXPECT_EQ(ahead.exit, 0) << ahead.err;
        EXPECT_EQ(Json::parse(ahead.out)["pages"][0]["regions"], Json::parse(on_the_way.out)["pages"][0]["regions"]);
        EXPECT_THAT(cli("models mapping ./" + folder + " --csv").out,
                    HasSubstr("experts.down_proj[0],\"[48, 20]\"," + std::string(quant)));
    }
}

TEST_P(CliDeepseekTest, ModelsShowTellsActiveAndAllParameters) {
    const CliRun show = cli("models show ./model");
    // Two layers of experts, three of twelve at work.
    EXPECT_THAT(show.out, AllOf(HasSubstr("experts"), HasSubstr("3 of 12 and 2 shared"),
                                ::testing::ContainsRegex("active parameters +[0-9]+ for each token")));
    EXPECT_THAT(show.out, ::testing::ContainsRegex("\nparameters +[0-9]+"));
    EXPECT_EQ(cli("models verify ./model").exit, 0);
}

TEST_P(CliDeepseekTest, GroundedAnswersBecomeRegions) {
    const Json page = read_answer({"<|ref|>", "title", "<|/ref|>", "<|det|>", "[[100, 50, 900, 100]]", "<|/det|>",
                                   "\n# A report\n\n", "<|ref|>table<|/ref|><|det|>[[0, 200, 999, 400]]<|/det|>\n",
                                   "<table>", "<tr>", "<td>", "77", "</td>", "</tr>", "</table>\n"});
    ASSERT_EQ(page["regions"].size(), 2u);
    EXPECT_EQ(page["state"], "read");
    EXPECT_EQ(page["regions"][0]["category"], "Title");
    EXPECT_EQ(page["regions"][0]["content"], "A report");
    EXPECT_NEAR(page["regions"][0]["box"][0].get<double>(), 20, 0.6);
    EXPECT_NEAR(page["regions"][0]["box"][3].get<double>(), 40, 0.6);
    EXPECT_EQ(page["regions"][1]["content"], "<table><tr><td>77</td></tr></table>");
    EXPECT_NEAR(page["regions"][1]["box"][2].get<double>(), 200, 0.6);
}

TEST_P(CliDeepseekTest, ATableCutByTheBudgetIsNamedKeptAndMarked) {
    const Json page = read_answer({"<|ref|>table<|/ref|><|det|>[[0, 200, 999, 400]]<|/det|>\n", "<table>", "<tr>",
                                   "<td>", "77", "</td><td>8</td></tr>", "<tr><td>9</td>", "</tr></table>\n"},
                                  "--max-new-tokens 7");
    ASSERT_EQ(page["regions"].size(), 1u);
    const Json& table = page["regions"][0];
    EXPECT_EQ(table["kind"], "html_table");
    EXPECT_THAT(
        table["content"].get<std::string>(),
        AllOf(HasSubstr("<td>77</td><td>8</td></tr>"), HasSubstr("<td>9</td>"), ::testing::EndsWith("</tr></table>")));
    EXPECT_THAT(warnings(table),
                AllOf(Contains(HasSubstr("token limit")), Contains(HasSubstr("not finished; the 2 rows"))));
    EXPECT_EQ(table["state"], "unsure");
    EXPECT_EQ(page["state"], "warnings");
    EXPECT_THAT(file_text(folder_ / "out/page.md"), HasSubstr("9"));
}

TEST_P(CliDeepseekTest, MarksBrokenInTheMiddleAreMarkedAndTheRestIsRead) {
    const Json page = read_answer(
        {"<|ref|>", "text", "<|det|>", "[[10, 20, <|ref|>table<|/ref|><|det|>[[0, 200, 999, 400]]<|/det|>\n",
         "<table><tr><td>77</td></tr></table>\n", "<|ref|>title<|/ref|>", "Words without a place.\n", "<|ref|>te"});
    ASSERT_EQ(page["regions"].size(), 4u);
    EXPECT_THAT(warnings(page["regions"][0]), Contains(HasSubstr("inside this region's marks")));
    EXPECT_EQ(page["regions"][1]["content"], "<table><tr><td>77</td></tr></table>");
    EXPECT_THAT(warnings(page["regions"][1]), IsEmpty());
    EXPECT_EQ(page["regions"][2]["content"], "Words without a place.");
    EXPECT_THAT(warnings(page["regions"][2]), Not(IsEmpty()));
    EXPECT_THAT(warnings(page["regions"][3]), Contains(HasSubstr("inside this region's marks")));
    EXPECT_EQ(page["state"], "warnings");
}

TEST_P(CliDeepseekTest, BoxesOutsideThePageAreCutAndMarked) {
    const Json page = read_answer({"<|ref|>text<|/ref|><|det|>[[-5, 0, 1400, 99]]<|/det|>\nA\n",
                                   "<|ref|>text<|/ref|><|det|>[[900, 500, 100, 400]]<|/det|>\nB\n",
                                   "<|ref|>text<|/ref|><|det|>[[1, 2, 3]]<|/det|>\nC\n"});
    ASSERT_EQ(page["regions"].size(), 3u);
    EXPECT_THAT(warnings(page["regions"][0]), Contains(HasSubstr("outside 0 to 999")));
    EXPECT_NEAR(page["regions"][0]["box"][0].get<double>(), 0, 0.6);
    EXPECT_NEAR(page["regions"][0]["box"][2].get<double>(), 200, 0.6);
    EXPECT_THAT(warnings(page["regions"][1]), Contains(HasSubstr("wrong order")));
    EXPECT_NEAR(page["regions"][1]["box"][0].get<double>(), 20, 0.6);
    EXPECT_THAT(warnings(page["regions"][2]), Contains(HasSubstr("3 numbers")));
    for (const Json& region : page["regions"]) EXPECT_FALSE(region["content"].get<std::string>().empty());
}

TEST_P(CliDeepseekTest, AnAnswerWithoutALayoutIsOneMarkedRegion) {
    const Json page = read_answer({"Only ", "words, ", "no places."});
    ASSERT_EQ(page["regions"].size(), 1u);
    EXPECT_EQ(page["regions"][0]["content"], "Only words, no places.");
    EXPECT_THAT(warnings(page["regions"][0]), Contains(HasSubstr("names no places")));
    EXPECT_NEAR(page["regions"][0]["box"][3].get<double>(), 400, 0.6);
    EXPECT_EQ(page["state"], "warnings");
    EXPECT_THAT(warnings(read_answer({"Plain ", "text."}, "--task text")["regions"][0]), IsEmpty());
}

TEST_P(CliDeepseekTest, TwoModelsInOneFolderAreNamed) {
    test::Fixture mixed = test::tiny_deepseek(3 - GetParam());
    mixed.files = test::tiny_deepseek(GetParam()).files;
    write("mixed", mixed);
    for (const char* command : {"models verify ./mixed", "read page.pdf -o none --model ./mixed"}) {
        const CliRun run = cli(command);
        EXPECT_EQ(run.exit, 4) << command;
        EXPECT_THAT(run.err, AllOf(HasSubstr("two models were mixed in one folder"), HasSubstr("DeepSeek-OCR-2")));
    }
    EXPECT_FALSE(fs::exists(folder_ / "none/page.json"));
}

TEST_P(CliDeepseekTest, ModesThatAreNoneAreNamedBeforeAnythingIsWritten) {
    const auto refused = [&](const std::string& mode, const std::string& says) {
        const CliRun run = cli("read page.pdf -o none --model ./model --max-new-tokens 2 --mode " + mode);
        EXPECT_EQ(run.exit, 2) << mode << run.err;
        EXPECT_THAT(run.err, HasSubstr(says)) << mode;
        EXPECT_FALSE(fs::exists(folder_ / "none/page.json")) << mode;
    };
    refused("gundam:12", GetParam() == 1 ? "from 2 to 9 tiles" : "from 2 to 6 tiles");
    refused("gundam:1", "tiles");
    refused("huge", "gundam");
    if (GetParam() == 2) {
        refused("56", "pictures of 48 or 64 pixels");
        refused("large", "DeepSeek-OCR-2 has queries for these sizes only");
    } else {
        refused("60", "multiple of 16");
    }
    for (const char* mode : {"gundam:2", "base", "small", "64"})
        EXPECT_EQ(
            cli(std::string("read page.pdf -o - --format md --model ./model --max-new-tokens 2 --mode ") + mode).exit,
            0)
            << mode;
}

INSTANTIATE_TEST_SUITE_P(Versions, CliDeepseekTest, ::testing::Values(1, 2),
                         [](const auto& one) { return "v" + std::to_string(one.param); });

}  // namespace lectern
