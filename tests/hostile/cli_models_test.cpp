// lectern-cli models, devices and trace; model folders with every kind of damage.
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

static const char* kReader = "resources/models/reader-tiny";

class CliModelsTest : public ::testing::Test {
 protected:
    void SetUp() override {
        folder_ = test::fresh_folder("cli-models");
        write_file(folder_ / "good.pdf", test::tiny_pdf({{}}));
        fs::copy(kReader, folder_ / "model");
    }
    void TearDown() override { fs::remove_all(folder_); }
    CliRun cli(const std::string& arguments) { return test::run_cli(folder_, arguments); }
    // A damaged copy: verify and read both refuse with exit code 4 and name what is wrong.
    void expect_damaged(const std::string& says) {
        for (const char* command : {"models verify ./model", "read good.pdf -o out --model ./model"}) {
            const CliRun run = cli(command);
            EXPECT_EQ(run.exit, 4) << command << "\n" << run.err;
            EXPECT_THAT(run.err, HasSubstr(says)) << command;
        }
        EXPECT_FALSE(fs::exists(folder_ / "out/good.md"));
        fs::remove_all(folder_ / "model");
        fs::copy(kReader, folder_ / "model");
    }
    void change_config(const std::string& key, const Json& value) {
        Json config = Json::parse(file_text(folder_ / "model/config.json"));
        config[Json::json_pointer(key)] = value;
        write_file(folder_ / "model/config.json", config.dump());
    }
    fs::path folder_;
};

TEST_F(CliModelsTest, ListShowVerifyAndMapping) {
    EXPECT_THAT(cli("models list").out, AllOf(HasSubstr("reader-tiny"), HasSubstr("dots_ocr")));
    EXPECT_THAT(cli("models show reader-tiny").out,
                AllOf(HasSubstr("dots_ocr"), HasSubstr("line"), HasSubstr("Latin")));
    const CliRun verify = cli("models verify ./model");
    EXPECT_EQ(verify.exit, 0) << verify.err;
    EXPECT_THAT(verify.out, HasSubstr("is complete"));
    const CliRun mapping = cli("models mapping reader-tiny --csv");
    EXPECT_THAT(mapping.out, AllOf(HasSubstr("name,field,shape,dtype\n"), HasSubstr("lm_head.weight")));
    EXPECT_THAT(mapping.out, HasSubstr("\"[528, 256]\",BF16"));
    EXPECT_EQ(cli("models show absent").exit, 4);
    EXPECT_EQ(cli("models").exit, 2);
}

TEST_F(CliModelsTest, DevicesNamesTheCpu) {
    EXPECT_THAT(cli("devices").out, HasSubstr("cpu  "));
    const Json list = Json::parse(cli("devices --json").out);
    EXPECT_EQ(list["devices"][0]["id"], "cpu");
    EXPECT_GE(list["devices"][0]["threads"].get<int>(), 1);
}

TEST_F(CliModelsTest, DamagedFoldersAreRefusedWithTheReason) {
    fs::remove(folder_ / "model/config.json");
    expect_damaged("config.json");
    fs::remove(folder_ / "model/model.safetensors");
    expect_damaged("safetensors");
    fs::remove(folder_ / "model/tokenizer.json");
    expect_damaged("tokenizer.json");
    fs::resize_file(folder_ / "model/model.safetensors", 5'000'000);
    expect_damaged("model.safetensors");
    write_file(folder_ / "model/model.safetensors", std::string(8, '\xff') + "{}");
    expect_damaged("model.safetensors");
    write_file(folder_ / "model/config.json", std::string(100'000, '['));
    expect_damaged("config.json");
    change_config("/hidden_size", "many");
    expect_damaged("hidden_size");
    change_config("/hidden_size", 264);
    expect_damaged("");
    change_config("/architectures/0", "UnheardOf");
    change_config("/model_type", "unheard_of");
    expect_damaged("unheard_of");
    write_file(folder_ / "model/lectern.json", R"({"line": {"height": "tall"}})");
    expect_damaged("height");
}

TEST_F(CliModelsTest, TraceWritesOneFileOrNothing) {
    const std::string image = fs::absolute(std::string(kReader) + "/samples/line_03.png").string();
    const CliRun run = cli("trace --model reader-tiny --image '" + image + "' --input-ids 1 -o t.safetensors");
    EXPECT_EQ(run.exit, 2) << run.err;  // no placeholder for the picture
    EXPECT_FALSE(fs::exists(folder_ / "t.safetensors"));
    EXPECT_EQ(cli("trace --model reader-tiny --image '" + image + "' -o t.safetensors").exit, 2);
    EXPECT_EQ(cli("trace --model reader-tiny --image absent.png --prompt x -o t.safetensors").exit, 3);
    EXPECT_EQ(cli("trace --model reader-tiny --image '" + image + "' --prompt '' --compute f16 -o t.safetensors").exit,
              2);
    const CliRun good =
        cli("trace --model reader-tiny --image '" + image + "' --prompt '' --compute f32 -o t.safetensors");
    EXPECT_EQ(good.exit, 0) << good.err;
    EXPECT_THAT(file_text(folder_ / "t.safetensors").substr(0, 200'000),
                AllOf(HasSubstr("\"logits\""), HasSubstr("\"vision.merger\"")));
}

TEST_F(CliModelsTest, QuantizeWritesAModelThatReads) {
    for (const char* quant : {"int8", "int4"}) {
        const std::string name = std::string("./") + quant;
        const CliRun made = cli("models quantize reader-tiny --quant " + std::string(quant) + " -o " + name);
        ASSERT_EQ(made.exit, 0) << made.err;
        EXPECT_EQ(cli("models verify " + name).exit, 0);
        EXPECT_THAT(cli("models mapping " + name + " --csv").out, HasSubstr(std::string("\",") + quant));
        EXPECT_THAT(cli("models show " + name).out, AllOf(HasSubstr("quantised"), HasSubstr(quant), HasSubstr("9507584")));
        // Ahead of time and on the way are the same numbers.
        EXPECT_EQ(cli("read good.pdf --format md -o ahead --model " + name).exit, 0);
        EXPECT_EQ(cli("read good.pdf --format md -o there --model reader-tiny --quant " + std::string(quant)).exit, 0);
        EXPECT_EQ(file_text(folder_ / "ahead/good.md"), file_text(folder_ / "there/good.md"));
        fs::remove_all(folder_ / "ahead");
        fs::remove_all(folder_ / "there");
        EXPECT_EQ(cli("models quantize reader-tiny --quant int8 -o " + name).exit, 6);  // there already
        EXPECT_EQ(cli("models quantize " + name + " --quant int8 -o twice").exit, 2);
    }
    EXPECT_EQ(cli("read good.pdf -o out --model ./int4 --quant int8").exit, 2);
    EXPECT_EQ(cli("models quantize reader-tiny --quant int3 -o x").exit, 2);
    EXPECT_EQ(cli("models quantize absent --quant int8 -o x").exit, 4);
    EXPECT_EQ(cli("models quantize reader-tiny --quant int8 -o good.pdf/x").exit, 6);
    EXPECT_THAT(cli("models quantize reader-tiny --quant int4 --vision -o vision").err, HasSubstr("--vision"));
    for (const auto& entry : fs::directory_iterator(folder_))
        EXPECT_FALSE(entry.path().filename().string().ends_with(".part")) << entry.path();
}

// The disk is full in the middle: nothing is left.
TEST_F(CliModelsTest, QuantizeOnAFullDiskLeavesNothing) {
    const CliRun run = test::run_cli(folder_, "models quantize reader-tiny --quant int8 -o made", "ulimit -f 4000; trap '' XFSZ; ");
    EXPECT_EQ(run.exit, 6) << run.err;
    EXPECT_FALSE(fs::exists(folder_ / "made"));
    for (const auto& entry : fs::directory_iterator(folder_)) EXPECT_FALSE(entry.path().filename().string().ends_with(".part"));
}

}  // namespace lectern
