// What a model folder may say wrong: every fault named, all at once, with what was found and what is allowed.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "core/base/error.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "core/model/model.h"
#include "core/model/registry.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_dots_ocr.h"

namespace lectern {
namespace {

using lectern::testing::TempFolder;

class ModelFolder : public ::testing::Test {
   protected:
    void write(const Json& config) { tiny::write_checkpoint(folder_.path(), config, tiny::dots_ocr_tensors(tiny::dots_ocr_config())); }
    void write(const std::string& name, const std::string& text) { tiny::write_text(folder_.path() / name, text); }

    // The sentence load_model gives; empty when it loads.
    std::string message() {
        const auto be = make_cpu_backend({.threads = 1, .compute = Compute::f32});
        try {
            load_model(*be, folder_.path());
        } catch (const Error& e) {
            EXPECT_EQ(e.fault(), Fault::model) << e.what();
            return e.what();
        }
        return "";
    }
    std::vector<std::string> problems() { return inspect_model(folder_.path()).problems; }

    TempFolder folder_;
};

bool contains(const std::vector<std::string>& all, const std::string& what) {
    for (const std::string& s : all)
        if (s.find(what) != std::string::npos) return true;
    return false;
}

TEST_F(ModelFolder, TheTinyCheckpointIsComplete) {
    write(tiny::dots_ocr_config());
    EXPECT_EQ(message(), "");
    const ModelReport report = inspect_model(folder_.path());
    EXPECT_TRUE(report.problems.empty());
    EXPECT_EQ(report.card.family, "dots_ocr");
    EXPECT_EQ(report.card.name, folder_.path().filename().string());
    EXPECT_EQ(report.card.reads, Reads::page);
    EXPECT_NE(report.card.prompt_for(Task::page), nullptr);
    EXPECT_EQ(report.stats.parameters, 241296);
    EXPECT_EQ(report.stats.weight_bytes, 241296u * 4);
    EXPECT_EQ(report.mapping.size(), 58u);
}

TEST_F(ModelFolder, EveryWrongFieldIsNamed) {
    struct Case {
        const char* key;
        Json value;  // null: erased
        const char* says;
    };
    const std::vector<Case> cases = {
        {"hidden_size", nullptr, "config.json: hidden_size: found nothing"},
        {"hidden_size", "64", "config.json: hidden_size"},
        {"hidden_size", -64, "config.json: hidden_size"},
        {"hidden_size", 64.5, "config.json: hidden_size"},
        {"hidden_size", 1e18, "config.json: hidden_size"},
        {"num_hidden_layers", 0, "config.json: num_hidden_layers"},
        {"num_attention_heads", 5, "a divisor of hidden_size 64"},
        {"num_attention_heads", 64, "head_dim"},
        {"num_key_value_heads", 3, "a divisor of num_attention_heads 4"},
        {"intermediate_size", nullptr, "config.json: intermediate_size"},
        {"vocab_size", 100, "config.json: image_token_id"},
        {"rope_theta", nullptr, "config.json: rope_theta"},
        {"rope_theta", "big", "config.json: rope_theta"},
        {"rope_scaling", Json({{"type", "yarn"}, {"factor", 4}}), "\"yarn\""},
        {"hidden_act", "gelu", "hidden_act"},
        {"rms_norm_eps", -1, "config.json: rms_norm_eps"},
        {"tie_word_embeddings", "no", "config.json: tie_word_embeddings"},
        {"use_sliding_window", true, "config.json: use_sliding_window"},
        {"max_position_embeddings", 1 << 30, "config.json: max_position_embeddings"},
        {"image_token_id", 256, "config.json: image_token_id"},
        {"vision_config", nullptr, "config.json: vision_config"},
        {"vision_config", 7, "config.json: vision_config"},
        {"vision_config.embed_dim", nullptr, "config.json: vision_config.embed_dim"},
        {"vision_config.num_attention_heads", 5, "a divisor of embed_dim 48"},
        {"vision_config.num_attention_heads", 24, "a multiple of 4"},
        {"vision_config.hidden_size", 32, "the text model's hidden_size, 64"},
        {"vision_config.patch_size", 0, "config.json: vision_config.patch_size"},
        {"vision_config.temporal_patch_size", 2, "config.json: vision_config.temporal_patch_size"},
        {"vision_config.num_channels", 1, "config.json: vision_config.num_channels"},
        {"vision_config.is_causal", true, "config.json: vision_config.is_causal"},
        {"vision_config.post_norm", 1, "config.json: vision_config.post_norm"},
    };
    for (const Case& c : cases) {
        Json config = tiny::dots_ocr_config();
        const std::string key = c.key;
        Json& object = key.starts_with("vision_config.") ? config["vision_config"] : config;
        const std::string leaf = key.substr(key.find('.') == std::string::npos ? 0 : key.find('.') + 1);
        if (c.value.is_null())
            object.erase(leaf);
        else
            object[leaf] = c.value;
        write(config);
        const std::string said = message();
        EXPECT_NE(said.find(c.says), std::string::npos) << c.key << " = " << c.value << ": " << said;
        EXPECT_NE(said.find("allowed: "), std::string::npos) << said;
    }
}

TEST_F(ModelFolder, AllProblemsAtOnce) {
    Json config = tiny::dots_ocr_config();
    config.erase("intermediate_size");
    config["hidden_act"] = "relu";
    config["vision_config"]["num_hidden_layers"] = "many";
    write(config);
    write("generation_config.json", R"({"eos_token_id": [999]})");
    write("preprocessor_config.json", R"({"min_pixels": "few", "patch_size": 16})");
    const auto found = problems();
    for (const char* what : {"intermediate_size", "hidden_act", "vision_config.num_hidden_layers", "eos_token_id", "min_pixels", "patch_size"})
        EXPECT_TRUE(contains(found, what)) << what;
    EXPECT_NE(message().find("6 problems"), std::string::npos) << message();
}

TEST_F(ModelFolder, UnknownFamiliesListTheKnownOnes) {
    Json config = tiny::dots_ocr_config();
    config["model_type"] = "llama";
    config["architectures"] = {"LlamaForCausalLM"};
    write(config);
    const std::string said = message();
    EXPECT_NE(said.find("dots_ocr (DotsOCRForCausalLM)"), std::string::npos) << said;
    EXPECT_NE(said.find("\"llama\""), std::string::npos) << said;
    config["architectures"] = {"DotsOCRForCausalLM"};  // enough by itself
    write(config);
    EXPECT_EQ(message(), "");
}

TEST_F(ModelFolder, FoldersThatAreNone) {
    const auto be = make_cpu_backend({.threads = 1});
    const auto said = [&](const std::filesystem::path& path) -> std::string {
        try {
            load_model(*be, path);
        } catch (const Error& e) {
            EXPECT_EQ(exit_code(e.fault()), 4);
            return e.what();
        }
        return "";
    };
    EXPECT_NE(said(folder_.path() / "absent").find("nothing there"), std::string::npos);
    write("file", "x");
    EXPECT_NE(said(folder_.path() / "file").find("found a file"), std::string::npos);
    EXPECT_NE(said(folder_.path()).find("config.json"), std::string::npos);
    write("config.json", "{");
    EXPECT_NE(said(folder_.path()).find("config.json"), std::string::npos);
    write("config.json", "[]");
    EXPECT_NE(said(folder_.path()).find("config.json"), std::string::npos);
}

TEST_F(ModelFolder, WeightsAreHeldAgainstTheConfig) {
    const Json config = tiny::dots_ocr_config();
    auto tensors = tiny::dots_ocr_tensors(config);
    std::erase_if(tensors, [](const auto& t) { return t.name == "model.norm.weight"; });
    for (auto& t : tensors)
        if (t.name == "vision_tower.merger.ln_q.bias") t = {t.name, {24}, std::vector<float>(24)};
    tensors.push_back({"vision_tower.blocks.9.norm1.weight", {48}, std::vector<float>(48)});
    tiny::write_checkpoint(folder_.path(), config, tensors);
    const auto found = problems();
    EXPECT_EQ(found.size(), 3u);
    EXPECT_TRUE(contains(found, "model.norm.weight: missing, expected [64]"));
    EXPECT_TRUE(contains(found, "vision_tower.merger.ln_q.bias: wrong shape, expected [48], found [24]"));
    EXPECT_TRUE(contains(found, "vision_tower.blocks.9.norm1.weight: unexpected"));
    EXPECT_NE(message().find("3 problems"), std::string::npos);
    std::filesystem::remove(folder_.path() / "model.safetensors");
    EXPECT_NE(message().find("model.safetensors"), std::string::npos);
}

TEST_F(ModelFolder, WeightsThatAreNotFiniteAreWarnedAbout) {
    const Json config = tiny::dots_ocr_config();
    auto tensors = tiny::dots_ocr_tensors(config);
    for (auto& t : tensors) {
        if (t.name == "model.layers.1.mlp.up_proj.weight") t.values[17] = std::nanf("");
        if (t.name == "vision_tower.merger.mlp.0.bias") t.values[3] = -std::numeric_limits<float>::infinity();
    }
    tiny::write_checkpoint(folder_.path(), config, tensors);
    const auto be = make_cpu_backend({.threads = 1, .compute = Compute::f32});
    const auto model = load_model(*be, folder_.path());
    ASSERT_EQ(model->warnings().size(), 2u);
    EXPECT_TRUE(contains(model->warnings(), "vision_tower.merger.mlp.0.bias"));
    EXPECT_TRUE(contains(model->warnings(), "model.layers.1.mlp.up_proj.weight"));
}

TEST_F(ModelFolder, ThePublishedSizesAreAccepted) {
    Json config = tiny::dots_ocr_config();
    config.update(Json::parse(R"({"hidden_size": 1536, "intermediate_size": 8960, "num_hidden_layers": 28, "num_attention_heads": 12,
        "num_key_value_heads": 2, "max_position_embeddings": 131072, "vocab_size": 151936, "image_token_id": 151665,
        "sliding_window": 131072, "use_sliding_window": false, "max_window_layers": 28, "video_token_id": 151656,
        "attention_dropout": 0.0, "initializer_range": 0.02, "use_cache": true, "torch_dtype": "bfloat16"})"));
    config["vision_config"].update(Json::parse(R"({"embed_dim": 1536, "hidden_size": 1536, "intermediate_size": 4224,
        "num_hidden_layers": 42, "num_attention_heads": 12, "attn_implementation": "flash_attention_2", "init_merger_std": 0.02})"));
    write("config.json", config.dump());
    const auto found = problems();  // only the weights are missing
    ASSERT_EQ(found.size(), 1u);
    EXPECT_TRUE(contains(found, "model.safetensors"));
}

TEST_F(ModelFolder, LecternJsonIsTheModelsOwnCard) {
    write(tiny::dots_ocr_config());
    write("lectern.json", R"({"name": "Lines", "reads": "line", "dpi": 300, "tasks": {"text": "Read.", "sing": "la"},
        "line": {"height": 56, "width_multiple": 28, "max_width": 2800, "max_characters": 200, "max_characters_per_pixel": 0.5},
        "scripts": ["Latin", "Greek"], "license": "MIT", "colour": "blue"})");
    const ModelCard card = inspect_model(folder_.path()).card;
    EXPECT_EQ(card.name, "Lines");
    EXPECT_EQ(card.reads, Reads::line);
    EXPECT_EQ(card.dpi, 300);
    EXPECT_EQ(card.tasks, (std::vector<std::pair<Task, std::string>>{{Task::text, "Read."}}));
    EXPECT_EQ(card.line.height, 56);
    EXPECT_EQ(card.line.max_characters_per_pixel, 0.5);
    EXPECT_EQ(card.scripts, (std::vector<std::string>{"Latin", "Greek"}));
    EXPECT_EQ(card.license, "MIT");
    EXPECT_EQ(message(), "");

    for (const auto& [text, key] : std::vector<std::pair<std::string, std::string>>{
             {R"({"name": 7})", "name"}, {R"({"reads": "book"})", "reads"}, {R"({"reads": 1})", "reads"}, {R"({"dpi": "high"})", "dpi"},
             {R"({"tasks": []})", "tasks"}, {R"({"tasks": {"text": 1}})", "text"}, {R"({"line": {"height": 0}})", "line.height"},
             {R"({"line": 28})", "line"}, {R"({"scripts": "Latin"})", "scripts"}, {R"({"license": true})", "license"},
             {R"({"reads": "line", "line": {"height": 30}})", "line.height"}, {"{", "lectern.json"}}) {
        write("lectern.json", text);
        const std::string said = message();
        EXPECT_NE(said.find(key), std::string::npos) << text << ": " << said;
        EXPECT_EQ(problems().size(), 1u) << text;
    }
}

TEST(Families, AreListedOnce) {
    ASSERT_FALSE(families().empty());
    EXPECT_EQ(families()[0].name, "dots_ocr");
}

TEST(Families, AreShownByTheirPublishedNames) {
    for (const Family& f : families()) {
        EXPECT_NE(f.title, "") << f.name;
        EXPECT_EQ(family_title(f.name), f.title);
    }
    EXPECT_EQ(family_title("dots_ocr"), "dots.ocr");
    EXPECT_EQ(family_title("deepseek_vl_v2"), "DeepSeek-OCR") << "by config.json's model_type";
    EXPECT_EQ(family_title("deepseek_ocr_2"), "DeepSeek-OCR 2");
    EXPECT_EQ(family_title("something_else"), "something_else");
    EXPECT_EQ(family_title(""), "");
}

}  // namespace
}  // namespace lectern
