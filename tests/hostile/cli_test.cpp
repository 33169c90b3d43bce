// The real lectern-cli on good and bad input: one sentence with what to do, the documented exit code, others still
// done.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/support/cli_run.h"
#include "tests/support/tiny_pdf.h"

namespace lectern {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using test::CliRun;
using test::file_text;
using test::run_command;
using test::tiny_pdf;
using test::write_file;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

static const char* kHello = "BT /F1 24 Tf 72 700 Td (Hello world) Tj ET";

class CliTest : public ::testing::Test {
 protected:
    void SetUp() override {
        folder_ = test::fresh_folder("cli");
        write_file(folder_ / "good.pdf", tiny_pdf({{.content = kHello}}));
    }
    void TearDown() override { fs::remove_all(folder_); }

    CliRun cli(const std::string& arguments, const std::string& before = {}) {
        return test::run_cli(folder_, arguments, before);
    }
    std::string text(const std::string& name) { return file_text(folder_ / name); }
    bool exists(const std::string& name) { return fs::exists(folder_ / name); }
    // Fails with the code and a sentence, and leaves nothing behind.
    void expect_refused(const std::string& arguments, int code, const std::string& sentence) {
        const bool placed = arguments.find("-o ") != std::string::npos;
        const CliRun run = cli((placed ? "read " : "read -o refused ") + arguments);
        EXPECT_EQ(run.exit, code) << arguments << "\n" << run.err;
        EXPECT_THAT(run.err, HasSubstr(sentence)) << arguments;
        EXPECT_EQ(run.out, "") << arguments;
        const bool empty = !exists("refused") || fs::is_empty(folder_ / "refused");
        EXPECT_TRUE(empty) << arguments;
    }
    void convert(const std::string& arguments) {
        ASSERT_EQ(run_command("cd '" + folder_.string() + "' && convert " + arguments), 0) << arguments;
    }

    fs::path folder_;
};

TEST_F(CliTest, ReadsAPageIntoMarkdownAndJson) {
    const CliRun run = cli("read good.pdf -o out");
    ASSERT_EQ(run.exit, 0) << run.err;
    EXPECT_EQ(run.out, "");
    EXPECT_THAT(run.err, HasSubstr("good.pdf: page 1 (1 of 1)"));
    EXPECT_THAT(text("out/good.md"), HasSubstr("Hello world"));
    const Json json = Json::parse(text("out/good.json"));
    EXPECT_EQ(json["format"], "lectern-document");
    EXPECT_EQ(json["version"], 1);
    EXPECT_EQ(json["source"]["name"], "good.pdf");
    EXPECT_EQ(json["source"]["sha256"].get<std::string>().size(), 64u);
    const Json& page = json["pages"][0];
    EXPECT_EQ(page["width"], 612);
    EXPECT_EQ(page["state"], "read");
    const Json& region = page["regions"][0];
    EXPECT_EQ(region["content"], "Hello world");
    EXPECT_NEAR(region["box"][0].get<double>(), 72, 6);
    EXPECT_GT(region["confidence"].get<double>(), 0.8);
    ASSERT_EQ(region["lines"][0]["words"].size(), 2u);
    EXPECT_EQ(region["lines"][0]["words"][1]["text"], "world");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "out"), {}), 2) << "no temporary is left";
}

TEST_F(CliTest, StandardOutputHoldsTheDocumentAndNothingElse) {
    const CliRun json = cli("read good.pdf -o - --format json");
    EXPECT_EQ(json.exit, 0);
    EXPECT_EQ(Json::parse(json.out)["pages"].size(), 1u);
    const CliRun markdown = cli("read good.pdf -o - --quiet");
    EXPECT_EQ(markdown.exit, 0);
    EXPECT_THAT(markdown.out, HasSubstr("Hello world"));
    EXPECT_EQ(markdown.err, "");
    EXPECT_EQ(cli("read good.pdf -o - --format md,json").exit, 2);
    EXPECT_EQ(cli("read good.pdf good.pdf -o -").exit, 2);
}

TEST_F(CliTest, OutputThatCannotBeWrittenIsSix) {
    const std::string to_full =
        "cd '" + folder_.string() + "' && '" LECTERN_CLI "' read good.pdf -o - --quiet > /dev/full 2> said";
    EXPECT_EQ(run_command(to_full), 6);
    EXPECT_THAT(text("said"), HasSubstr("Could not write to standard output"));
    write_file(folder_ / "file", "x");
    expect_refused("good.pdf -o file", 6, "file");
    expect_refused("good.pdf -o file/below", 6, "Choose a folder you may write to");
}

TEST_F(CliTest, NothingIsOverwrittenUnasked) {
    write_file(folder_ / "good.json", "mine");
    const CliRun refused = cli("read good.pdf");
    EXPECT_EQ(refused.exit, 6);
    EXPECT_THAT(refused.err, AllOf(HasSubstr("already there"), HasSubstr("--overwrite"), Not(HasSubstr("page 1"))));
    EXPECT_EQ(text("good.json"), "mine");
    EXPECT_FALSE(exists("good.md")) << "noticed before reading";
    EXPECT_EQ(cli("read good.pdf --overwrite").exit, 0);
    EXPECT_EQ(Json::parse(text("good.json"))["version"], 1);
}

TEST_F(CliTest, AStemMetTwiceGetsANumber) {
    fs::create_directory(folder_ / "sub");
    write_file(folder_ / "sub/good.pdf", tiny_pdf({{.content = "BT /F1 24 Tf 72 700 Td (Second file) Tj ET"}}));
    EXPECT_EQ(cli("read good.pdf sub/good.pdf -o out --format md").exit, 0);
    EXPECT_THAT(text("out/good.md"), HasSubstr("Hello"));
    EXPECT_THAT(text("out/good-2.md"), HasSubstr("Second"));
}

TEST_F(CliTest, BadInputsAreRefusedOneByOne) {
    const std::string whole = text("good.pdf");
    write_file(folder_ / "cut.pdf", whole.substr(0, whole.size() / 2));
    expect_refused("cut.pdf", 3, "damaged or cut short");
    write_file(folder_ / "nopages.pdf", tiny_pdf({}));
    expect_refused("nopages.pdf", 3, "it has no pages");
    write_file(folder_ / "flat.pdf", tiny_pdf({{.media_box = "0 0 0 0"}}));
    expect_refused("flat.pdf", 3, "the page has no size");
    write_file(folder_ / "vast.pdf", tiny_pdf({{.media_box = "0 0 2000000 2000000"}}));
    expect_refused("vast.pdf", 3, "14,400 points");
    expect_refused("absent.pdf", 3, "there is no such file");
    fs::create_directory(folder_ / "folder.pdf");
    expect_refused("folder.pdf", 3, "it is a folder");
    write_file(folder_ / "empty.pdf", "");
    expect_refused("empty.pdf", 3, "it is empty");
    write_file(folder_ / "words.pdf", "not a PDF at all");
    expect_refused("words.pdf", 3, "it is not a PDF");
    convert("-size 60x40 xc:white PNG:picture.pdf");
    expect_refused("picture.pdf", 3, "Rename it to picture.png");
    const std::string header("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xea\x60\0\0\xea\x60\1\0\0\0\0\xb6\x4d\x42\x4f", 33);
    write_file(folder_ / "huge.png", header);
    expect_refused("huge.png", 3, "60000 × 60000 pixels");
    if (::geteuid() != 0) {
        write_file(folder_ / "private.pdf", whole);
        fs::permissions(folder_ / "private.pdf", fs::perms::none);
        expect_refused("private.pdf", 3, "may not be read");
    }
}

TEST_F(CliTest, OtherInputsAreStillDone) {
    write_file(folder_ / "flat.pdf", tiny_pdf({{.media_box = "0 0 0 0"}}));
    write_file(folder_ / "words.pdf", "not a PDF at all");
    const CliRun run = cli("read absent.pdf words.pdf good.pdf flat.pdf -o out");
    EXPECT_EQ(run.exit, 1);
    EXPECT_THAT(run.err, AllOf(HasSubstr("lectern-cli: absent.pdf: "), HasSubstr("lectern-cli: words.pdf: "),
                               HasSubstr("lectern-cli: flat.pdf: page 1: ")));
    EXPECT_THAT(text("out/good.md"), HasSubstr("Hello world"));
    EXPECT_EQ(cli("read absent.pdf words.pdf -o out2").exit, 3);
    EXPECT_EQ(cli("read good.pdf -o out absent.pdf").exit, 6)
        << "the first failure's own code when nothing was written";
}

TEST_F(CliTest, FailedPagesAreNamedAndTheOthersWritten) {
    write_file(folder_ / "mixed.pdf", tiny_pdf({{.content = kHello}, {.media_box = "0 0 0 0"}, {.content = kHello}}));
    const CliRun run = cli("read mixed.pdf -o out");
    EXPECT_EQ(run.exit, 1);
    EXPECT_THAT(run.err, HasSubstr("mixed.pdf: page 2: "));
    const Json pages = Json::parse(text("out/mixed.json"))["pages"];
    ASSERT_EQ(pages.size(), 3u);
    EXPECT_EQ(pages[1]["state"], "failed");
    EXPECT_EQ(pages[2]["regions"][0]["content"], "Hello world");
}

TEST_F(CliTest, EncryptedFilesAskForAPassword) {
    ASSERT_EQ(run_command("cd '" + folder_.string() + "' && qpdf --encrypt secret owner 256 -- good.pdf locked.pdf"),
              0);
    expect_refused("locked.pdf", 3, "needs a password");
    write_file(folder_ / "wrong", "guess\n");
    expect_refused("locked.pdf --password-file wrong", 3, "does not open it");
    write_file(folder_ / "right", "secret\r\nmore\n");
    const CliRun run = cli("read locked.pdf -o - --password-file right");
    EXPECT_EQ(run.exit, 0) << run.err;
    EXPECT_THAT(run.out, HasSubstr("Hello world"));
    EXPECT_THAT(run.err, Not(HasSubstr("secret")));
    expect_refused("locked.pdf --password-file absent", 2, "--password-file");
}

TEST_F(CliTest, WrongArgumentsAreTwo) {
    for (const char* arguments :
         {"good.pdf --format docxx", "good.pdf --pages 0", "good.pdf --pages 1-x", "good.pdf --pages 3-2",
          "good.pdf --pages 2", "good.pdf --pages 2-", "good.pdf --pages 1-99999999999", "good.pdf --pages -", "good.pdf --pages 1-2-3", "good.pdf --region 1,2,3", "good.pdf --region 0,0,0,5",
          "good.pdf --region 9000,9000,10,10", "good.pdf --task sing", "good.pdf --task formula", "good.pdf --dpi 5",
          "good.pdf --dpi nan", "good.pdf --threads 0", "good.pdf --top-p 0", "good.pdf --device abacus",
          "good.pdf --no-such-option", ""}) {
        const CliRun run = cli(std::string("read -o refused ") + arguments);
        EXPECT_EQ(run.exit, 2) << arguments << "\n" << run.err;
        EXPECT_THAT(run.err, HasSubstr("lectern-cli: ")) << arguments;
        EXPECT_THAT(run.err, Not(HasSubstr("terminate"))) << arguments;
    }
    EXPECT_EQ(cli("").exit, 2);
    EXPECT_EQ(cli("sing").exit, 2);
    EXPECT_EQ(cli("--help").exit, 0);
    EXPECT_EQ(cli("read --help").exit, 0);
}

TEST_F(CliTest, DevicesThatAreNotThereAreFive) {
    expect_refused("good.pdf --device vulkan:99", 5, "Could not use a GPU");
}

TEST_F(CliTest, PagesAndRegionsAreChosen) {
    write_file(folder_ / "three.pdf",
               tiny_pdf({{.content = "BT /F1 24 Tf 72 700 Td (Page one) Tj ET"},
                         {.content = "BT /F1 24 Tf 72 700 Td (Page two) Tj 0 -400 Td (Below) Tj ET"},
                         {.content = "BT /F1 24 Tf 72 700 Td (Page three) Tj ET"}}));
    const Json pages = Json::parse(cli("read three.pdf -o - --format json --pages 3,2").out)["pages"];
    ASSERT_EQ(pages.size(), 2u);
    EXPECT_EQ(pages[0]["number"], 2);
    EXPECT_EQ(pages[1]["number"], 3);
    EXPECT_EQ(Json::parse(cli("read three.pdf -o - --format json --pages 2-").out)["pages"].size(), 2u);
    const CliRun part = cli("read three.pdf -o - --pages 2 --region 50,400,400,200");
    EXPECT_EQ(part.exit, 0) << part.err;
    EXPECT_THAT(part.out, AllOf(HasSubstr("Below"), Not(HasSubstr("two"))));
}

TEST_F(CliTest, ReadsPicturesOfEveryKind) {
    ASSERT_EQ(run_command("cd '" + folder_.string() + "' && pdftoppm -r 150 -gray -png -singlefile good.pdf scan"), 0);
    convert("scan.png scan.jpg");
    convert("scan.png scan.webp");
    convert("scan.png -rotate 90 -orient LeftBottom turned.tiff");
    convert("scan.png turned.tiff pages.tiff");
    const CliRun run = cli("read scan.png scan.jpg scan.webp pages.tiff -o out --format md");
    EXPECT_EQ(run.exit, 0) << run.err;
    for (const char* name : {"scan", "scan-2", "scan-3", "pages"})
        EXPECT_THAT(text(std::string("out/") + name + ".md"), HasSubstr("Hello world")) << name;
    const std::string both = text("out/pages.md");
    EXPECT_NE(both.find("Hello world"), both.rfind("Hello world")) << both;
}

TEST_F(CliTest, LibrariesDoNotTalkOnStandardError) {
    ASSERT_EQ(run_command("cd '" + folder_.string() + "' && pdftoppm -r 100 -gray -png -singlefile good.pdf scan"), 0);
    convert("scan.png -rotate 8 tilted.png");     // Leptonica warns of the angle
    convert("scan.png -compress LZW page.tiff");  // libtiff of what is missing
    const std::string tiff = text("page.tiff"), pdf = text("good.pdf");
    write_file(folder_ / "cut.tiff", tiff.substr(0, tiff.size() - 400));
    write_file(folder_ / "odd.pdf",
               pdf.substr(0, pdf.rfind("startxref")) + "startxref\n7\n%%EOF\n");  // Poppler of the repair
    const CliRun run = cli("read tilted.png cut.tiff odd.pdf -o out --quiet");
    std::istringstream lines(run.err);
    for (std::string line; std::getline(lines, line);) EXPECT_THAT(line, ::testing::StartsWith("lectern-cli: "));
}

TEST_F(CliTest, NamesOutsideAsciiWorkInTheCLocale) {
    fs::copy(folder_ / "good.pdf", folder_ / "Grüße aus Köln.pdf");
    EXPECT_EQ(cli("read 'Grüße aus Köln.pdf' -o out", "LC_ALL=C").exit, 0);
    EXPECT_TRUE(exists("out/Grüße aus Köln.md"));
}

TEST_F(CliTest, ABlankPageIsReadAsEmpty) {
    write_file(folder_ / "blank.pdf", tiny_pdf({{.content = ""}}));
    EXPECT_EQ(cli("read blank.pdf -o out").exit, 0);
    const Json page = Json::parse(text("out/blank.json"))["pages"][0];
    EXPECT_EQ(page["state"], "read");
    EXPECT_TRUE(page["regions"].empty());
}

TEST_F(CliTest, InterruptingKeepsFinishedPages) {
    const std::vector<test::TinyPage> many(400, {.content = kHello});
    write_file(folder_ / "many.pdf", tiny_pdf(many));
    write_file(folder_ / "script", "cd '" + folder_.string() +
                                       "'\n'" LECTERN_CLI
                                       "' read many.pdf -o out > /dev/null 2> said &\n"
                                       "for i in $(seq 200); do grep -q '2 of 400' said && break; sleep 0.05; done\n"
                                       "kill -INT $!; wait $!\n");
    EXPECT_EQ(run_command("bash '" + (folder_ / "script").string() + "'"), 130);
    const Json pages = Json::parse(text("out/many.json"))["pages"];
    EXPECT_GE(pages.size(), 2u);
    EXPECT_LT(pages.size(), 400u);
    for (const Json& page : pages) EXPECT_EQ(page["state"], "read");
}

}  // namespace lectern
