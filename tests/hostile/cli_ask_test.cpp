// lectern-cli ask and masks, and the options of read that shape an answer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/cli_run.h"
#include "tests/support/tiny_pdf.h"

namespace lectern {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using test::CliRun;
using test::file_text;
using test::write_file;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class CliAskTest : public ::testing::Test {
 protected:
    void SetUp() override {
        folder_ = test::fresh_folder("cli-ask");
        reader_ = fs::absolute("resources/models/reader-tiny");
        for (int i = 1; i < 6; ++i) {
            const std::string name = "line_0" + std::to_string(i) + ".png";
            fs::copy(reader_ / "samples" / name, folder_ / (std::to_string(i) + ".png"));
        }
        write_file(folder_ / "good.pdf", test::tiny_pdf({{.content = "BT /F1 24 Tf 72 700 Td (Hello world) Tj 0 -300 Td (Goodbye) Tj ET"}}));
    }
    void TearDown() override { fs::remove_all(folder_); }
    CliRun cli(const std::string& arguments) { return test::run_cli(folder_, arguments); }
    CliRun ask(const std::string& arguments) { return cli("ask --model '" + reader_.string() + "' " + arguments); }
    CliRun read(const std::string& arguments) { return cli("read good.pdf -o - --quiet " + arguments); }

    fs::path folder_, reader_;
};

TEST_F(CliAskTest, AnswersGoToStandardOutput) {
    const CliRun one = ask("--image 1.png --prompt ''");
    EXPECT_EQ(one.exit, 0) << one.err;
    EXPECT_EQ(one.out, "12. dpkg-ge\n");
    EXPECT_EQ(one.err, "");
    EXPECT_EQ(ask("--image 1.png --task text").out, one.out) << "the task's own words, which this reader does without";
}

// The reader was taught single lines: what it says of more is no sense, but it says something, and always the same.
TEST_F(CliAskTest, SeveralPicturesWithTextBeforeAndAfter) {
    for (const char* question : {"--image 1.png 2.png --prompt 'Compare: '", "--image 1.png --image 2.png --prompt 'a <image> b <image> c'",
                                 "--image 1.png 2.png 3.png 4.png 5.png --prompt 'Before <image><image><image> between <image> and <image> after.'",
                                 "--prompt 'No picture at all.'"}) {
        const CliRun run = ask(question + std::string(" --max-new-tokens 12"));
        EXPECT_EQ(run.exit, 0) << question << run.err;
        EXPECT_EQ(ask(question + std::string(" --max-new-tokens 12 --max-tokens-per-batch 8")).out, run.out) << question;
    }
    const CliRun here = ask("--image 1.png 2.png --prompt 'x <image> y <image>' --max-new-tokens 12 --temperature 3 --seed 4");
    const CliRun there = ask("--image 2.png 1.png --prompt 'x <image> y <image>' --max-new-tokens 12 --temperature 3 --seed 4");
    EXPECT_NE(here.out, ask("--image 1.png 2.png --prompt 'x <image> y <image>' --max-new-tokens 12 --temperature 3 --seed 5").out);
    EXPECT_NE(here.out, there.out) << "the order of pictures is the order of their places";
}

TEST_F(CliAskTest, WrongQuestionsAreRefused) {
    for (const auto& [question, code, says] : std::vector<std::tuple<std::string, int, std::string>>{
             {"--image 1.png --prompt 'a <image> b <image>'", 2, "a place (<image>) for each of 1 picture, found 2 places"},
             {"--image 1.png 2.png --prompt '<image>'", 2, "for each of 2 pictures, found 1 place"},
             {"--prompt '<image>'", 2, "0 pictures"},
             {"--image 1.png", 2, "exactly one of --prompt and --task"},
             {"--image 1.png --prompt x --task text", 2, "exactly one of --prompt and --task"},
             {"--image 1.png --task dance", 2, "there is no such task"},
             {"--image 1.png --task table", 2, "this model does not have it"},
             {"--image 1.png --prompt x --box 1,2,3,4", 2, "--box"},
             {"--image absent.png --prompt x", 3, "there is no such file"},
             {"--image 1.png --prompt x --temperature nan", 2, "not a number"},
             {"--image 1.png --prompt x --top-p 0", 2, "--top-p"},
             {"--image 1.png --prompt x --device abacus", 2, "abacus"},
             {"--image 1.png --prompt x --max-new-tokens 0", 2, "--max-new-tokens"}}) {
        const CliRun run = ask(question);
        EXPECT_EQ(run.exit, code) << question << run.err;
        EXPECT_THAT(run.err, HasSubstr(says)) << question;
        EXPECT_EQ(run.out, "") << question;
    }
    write_file(folder_ / "cut.png", file_text(folder_ / "1.png").substr(0, 200));
    EXPECT_EQ(ask("--image cut.png --prompt x").exit, 3);
    EXPECT_EQ(cli("ask --model nowhere --image 1.png --prompt x").exit, 4);
    std::string text;  // more than any model of ours holds
    for (int i = 0; i < 30000; ++i) text += std::to_string(i % 10) + " ";
    const CliRun run = ask("--image 1.png --prompt '" + text + "'");
    EXPECT_EQ(run.exit, 3) << run.err;
    EXPECT_THAT(run.err, AllOf(HasSubstr("fewer tokens than the model holds"), HasSubstr("lower dpi"), HasSubstr("smaller region")));
}

TEST_F(CliAskTest, ACutAnswerSaysSo) {
    const CliRun run = ask("--image 1.png --prompt '' --max-new-tokens 4");
    EXPECT_EQ(run.exit, 0);
    EXPECT_THAT(run.err, AllOf(HasSubstr("token limit"), HasSubstr("--max-new-tokens")));
    EXPECT_TRUE(std::string("12. dpkg-ge").starts_with(run.out.substr(0, run.out.size() - 1))) << run.out;
    EXPECT_EQ(test::run_command("cd '" + folder_.string() + "' && '" LECTERN_CLI "' ask --model '" + reader_.string() +
                                "' --image 1.png --prompt '' > /dev/full 2> said"),
              6);
    EXPECT_THAT(file_text(folder_ / "said"), HasSubstr("standard output"));
}

TEST_F(CliAskTest, InterruptedIsOneHundredThirty) {
    std::string images;
    for (int i = 0; i < 5; ++i) images += " " + std::to_string(1 + i % 5) + ".png";
    write_file(folder_ / "script", "cd '" + folder_.string() + "'\n'" LECTERN_CLI "' ask --model '" + reader_.string() + "' --image" + images +
                                       " --prompt x --temperature 5 --max-new-tokens 100000 > out 2> said &\n"
                                       "for i in $(seq 400); do [ -s out ] && break; sleep 0.02; done\n"
                                       "kill -INT $!; wait $!\n");
    EXPECT_EQ(test::run_command("bash '" + (folder_ / "script").string() + "'"), 130);
    EXPECT_NE(file_text(folder_ / "out"), "") << "what was said before stays";
}

// The same checkpoint as a reader of pages that knows the grounding prompt: it is shown the whole page and told the box.
TEST_F(CliAskTest, GroundingAsksAboutAPartInSightOfThePage) {
    fs::copy(reader_, folder_ / "model", fs::copy_options::recursive);
    write_file(folder_ / "model/lectern.json", R"({"reads": "page", "tasks": {"page": "", "grounding": "Bounding Box:\n{box}"}})");
    const std::string at = "read good.pdf --model ./model --max-new-tokens 6 --dpi 40 -o - --format json ";
    const CliRun read = cli(at + "--task grounding --region 60,80,200,40");
    ASSERT_EQ(read.exit, 0) << read.err;
    const Json regions = Json::parse(read.out)["pages"][0]["regions"];
    ASSERT_EQ(regions.size(), 1u);
    EXPECT_NEAR(regions[0]["box"][0].get<double>(), 60, 2);
    EXPECT_NEAR(regions[0]["box"][3].get<double>(), 120, 2);
    const CliRun nowhere = cli(at + "--task grounding");
    EXPECT_EQ(nowhere.exit, 2);
    EXPECT_THAT(nowhere.err, HasSubstr("--region"));
    const std::string ask = "ask --model ./model --image 1.png --task grounding --max-new-tokens 6 ";
    EXPECT_EQ(cli(ask + "--box 1,1,50,20").exit, 0);
    EXPECT_EQ(cli(ask).exit, 2);
    EXPECT_EQ(cli(ask + "--box 1,1,0,20").exit, 2);
}

TEST_F(CliAskTest, MasksAreListedAndDrawn) {
    const std::string masks = "masks --model '" + reader_.string() + "' --image 1.png 2.png 3.png ";
    const CliRun listed = cli(masks + "-o masks.json");
    ASSERT_EQ(listed.exit, 0) << listed.err;
    const Json json = Json::parse(file_text(folder_ / "masks.json"));
    EXPECT_EQ(json["images"].size(), 3u);
    EXPECT_EQ(json["images"][1]["file"], "2.png");
    int64_t rows = 0;
    for (const Json& span : json["attention"][0]["spans"]) {
        EXPECT_EQ(span["images"].size(), 1u) << "attention across pictures";
        EXPECT_EQ(span["first_row"], rows);
        EXPECT_EQ(span["rows"], json["images"][span["images"][0].get<size_t>()]["patches"]);
        rows += span["rows"].get<int64_t>();
    }
    EXPECT_EQ(json["attention"][0]["rows"], rows);
    EXPECT_EQ(json["attention"][0]["spans"].size(), 3u);
    EXPECT_EQ(cli(masks + "-o masks.png").exit, 0);
    EXPECT_THAT(file_text(folder_ / "masks.png"), HasSubstr("IHDR"));
    EXPECT_EQ(cli(masks + "-o masks.txt").exit, 2);
    EXPECT_EQ(cli(masks + "-o nowhere/masks.png").exit, 6);
    EXPECT_EQ(cli("masks --model '" + reader_.string() + "' -o masks.png").exit, 2);
}

TEST_F(CliAskTest, ReadsOptionsShapeTheAnswer) {
    const CliRun plain = read("");
    ASSERT_EQ(plain.exit, 0) << plain.err;
    EXPECT_THAT(plain.out, AllOf(HasSubstr("Hello world"), HasSubstr("Goodbye")));
    for (const char* same : {"--max-tokens-per-batch 1", "--max-tokens-per-batch 512", "--max-tokens-per-batch 32768", "--task page",
                             "--temperature 0 --seed 9", "--temperature 0.5 --top-p 0.000001", "--max-new-tokens 90"}) {
        const CliRun run = read(same);
        EXPECT_EQ(run.exit, 0) << same << run.err;
        EXPECT_EQ(run.out, plain.out) << same;
    }
    const CliRun text = read("--task text");
    EXPECT_EQ(text.exit, 0) << text.err;
    EXPECT_THAT(text.out, HasSubstr("Hello world"));
    EXPECT_THAT(read("--region 50,50,500,200").out, AllOf(HasSubstr("Hello"), Not(HasSubstr("Goodbye"))));
    EXPECT_EQ(read("--prompt 'Other words'").exit, 0);
    const CliRun wild = read("--temperature 8 --seed 1");
    EXPECT_EQ(wild.exit, 0) << wild.err;
    EXPECT_EQ(read("--temperature 8 --seed 1").out, wild.out);
    const Json cut = Json::parse(read("--max-new-tokens 2 --format json").out)["pages"][0];
    EXPECT_THAT(cut["regions"][0]["warnings"].dump(), HasSubstr("length limit"));
    EXPECT_EQ(cut["state"], "warnings");
    EXPECT_EQ(read("--max-tokens-per-batch 0").exit, 2);
    EXPECT_EQ(read("--task extract").exit, 2);
}

}  // namespace lectern
