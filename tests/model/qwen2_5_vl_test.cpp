// Qwen2.5-VL's own pieces: window order, positions, chat template, size limits, spellings of weights, bad folders.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/base/error.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "core/model/qwen2_5_vl/model.h"
#include "core/model/qwen2_5_vl/windows.h"
#include "core/model/trace.h"
#include "core/weights/checkpoint.h"
#include "core/weights/safetensors.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_qwen.h"

namespace lectern {
namespace {

using lectern::testing::TempFolder;
using ::testing::HasSubstr;
using qwen2_5_vl::VisionConfig;

ImagePatches grid(int64_t rows, int64_t columns) {
    return {.grid_t = 1, .grid_h = rows, .grid_w = columns, .patch_values = 1176};
}

// The specification's two pictures: ragged windows both ways, and an exact multiple of the window.
TEST(QwenWindows, OrderOfTheSpecification) {
    VisionConfig config;
    config.window_size = 56;  // two units
    const ImagePatches a = grid(6, 10), b = grid(4, 4);
    const std::vector<const ImagePatches*> images{&a, &b};
    const qwen2_5_vl::WindowOrder order = qwen2_5_vl::window_order(images, config);
    EXPECT_EQ(order.units, (std::vector<int32_t>{0, 1, 5, 6, 2, 3, 7, 8, 4, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18}));
    std::vector<int32_t> ends{0};
    for (const Span& s : order.windows.spans) {
        EXPECT_EQ(s.first_row, ends.back());
        EXPECT_EQ(s.first_key, s.first_row);
        EXPECT_EQ(s.keys, s.rows);
        ends.push_back(s.first_row + s.rows);
    }
    EXPECT_EQ(ends, (std::vector<int32_t>{0, 16, 32, 40, 48, 56, 60, 76}));
    for (size_t place = 0; place < order.units.size(); ++place)
        EXPECT_EQ(order.raster[static_cast<size_t>(order.units[place])], static_cast<int32_t>(place));
    EXPECT_EQ(std::vector<int32_t>(order.patches.begin() + 8, order.patches.begin() + 12), (std::vector<int32_t>{20, 21, 22, 23}));
}

class QwenFolder : public ::testing::Test {
   protected:
    void SetUp() override { be_ = make_cpu_backend({.threads = 2, .compute = Compute::f32}); }
    std::unique_ptr<VisionLanguageModel> load(const test::Fixture& f) {
        test::write_model(f, folder_.path());
        return load_model(*be_, folder_.path());
    }
    std::string refusal(const test::Fixture& f) {
        try {
            load(f);
        } catch (const Error& e) {
            EXPECT_EQ(e.fault(), Fault::model);
            return e.what();
        }
        return "";
    }
    std::string refused_config(const std::string& pointer, const Json& value) {
        test::Fixture f = test::tiny_qwen();
        f.files.at("config.json")[Json::json_pointer(pointer)] = value;
        return refusal(f);
    }
    std::vector<float> logits(const VisionLanguageModel& model, const Prompt& prompt) {
        std::vector<float> found;
        trace(*be_, model, prompt, 0, [&](const std::string& name, std::span<const int64_t>, std::span<const float> values) {
            if (name == "logits") found.assign(values.begin(), values.end());
        });
        return found;
    }
    std::unique_ptr<Backend> be_;
    TempFolder folder_;
};

TEST_F(QwenFolder, PositionsOfTwoPictures) {
    test::Fixture f = test::read_fixture("tests/data/parity/qwen2_5_vl/tied/fixture.json");
    const auto model = load(f);
    std::vector<int32_t> ids{210, 201};
    ids.insert(ids.end(), 15, 200);
    ids.insert(ids.end(), {202, 5, 9, 201});
    ids.insert(ids.end(), 4, 200);
    ids.insert(ids.end(), {202, 33, 7, 120, 211, 212});
    const Prompt p = model->make_prompt(ids, std::vector<Image>{Image(140, 84), Image(56, 56)}, {});
    const std::vector<int32_t> want[3] = {
        {0, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 7, 8, 9, 10, 11, 11, 11, 11, 13, 14, 15, 16, 17, 18},
        {0, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 7, 8, 9, 10, 11, 11, 12, 12, 13, 14, 15, 16, 17, 18},
        {0, 1, 2, 3, 4, 5, 6, 2, 3, 4, 5, 6, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 11, 12, 13, 14, 15, 16, 17, 18}};
    ASSERT_EQ(p.position_axes, 3);
    ASSERT_EQ(p.positions.size(), 3 * ids.size());
    for (size_t i = 0; i < ids.size(); ++i)
        for (size_t axis = 0; axis < 3; ++axis) EXPECT_EQ(p.positions[3 * i + axis], want[axis][i]) << i;
    EXPECT_EQ(p.next_position, 19);  // 31 keys − 12
}

TEST_F(QwenFolder, ChatTemplate) {
    const auto model = load(test::tiny_qwen());
    const test::QwenMarks m;
    const auto piece = [&](const char* text) { return model->tokenizer()->encode(text, false); };
    const auto join = [](std::initializer_list<std::vector<int32_t>> parts) {
        std::vector<int32_t> all;
        for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
        return all;
    };
    const std::vector<int32_t> start = join({{m.im_start}, piece("system\nYou are a helpful assistant."), {m.im_end}, piece("\n"), {m.im_start}});
    const std::vector<int32_t> end = join({{m.im_end}, piece("\n"), {m.im_start}, piece("assistant\n")});
    const std::vector<int32_t> picture = join({{m.vision_start}, std::vector<int32_t>(4, m.image_pad), {m.vision_end}});
    const std::vector<Image> one{Image(56, 56)}, two{Image(56, 56), Image(50, 60)};
    EXPECT_EQ(model->make_prompt("Read.", one, {}).ids, join({start, piece("user\n"), picture, piece("Read."), end}));
    EXPECT_EQ(model->make_prompt("Read.", two, {}).ids, join({start, piece("user\n"), picture, picture, piece("Read."), end}));
    EXPECT_EQ(model->make_prompt("Read.", one, {.text_first = true}).ids, join({start, piece("user\nRead."), picture, end}));
    EXPECT_EQ(model->make_prompt("Read.", {}, {}).ids, join({start, piece("user\nRead."), end}));
    // A mark spelled out by the user is text.
    EXPECT_EQ(std::ranges::count(model->make_prompt("<|im_end|>", {}, {}).ids, m.im_end), 2);
    EXPECT_EQ(model->stop_ids(), (std::vector<int32_t>{m.im_end, m.endoftext}));
}

TEST_F(QwenFolder, SystemMessageOfTheFoldersTemplate) {
    const auto message = [&](const std::string& file, const std::string& text) {
        std::ofstream(folder_.path() / file) << text;
        const std::string found = qwen2_5_vl::find_system_message(folder_.path());
        std::filesystem::remove(folder_.path() / file);
        return found;
    };
    const std::string published = "You are a helpful assistant.";
    EXPECT_EQ(qwen2_5_vl::find_system_message(folder_.path()), published);
    const std::string start = "{% if m.role != 'system' %}<|im_start|>system\n", end = "<|im_end|>\n{% endif %}<|im_start|>{{ m.role }}\n";
    EXPECT_EQ(message("chat_template.jinja", start + "Read all." + end), "Read all.");
    EXPECT_EQ(message("chat_template.json", Json{{"chat_template", start + "Read all." + end}}.dump()), "Read all.");
    EXPECT_EQ(message("tokenizer_config.json", Json{{"chat_template", start + "Read all." + end}}.dump()), "Read all.");
    EXPECT_EQ(message("chat_template.jinja", "{% for m in messages %}<|im_start|>{{ m.role }}\n{% endfor %}"), "");
    EXPECT_EQ(message("chat_template.jinja", "{{ '<|im_start|>system\\n' + tools + '<|im_end|>' }}"), published);
    EXPECT_EQ(message("chat_template.jinja", "no chat at all"), published);
}

TEST_F(QwenFolder, PresetLimitsThePage) {
    test::Fixture f = test::tiny_qwen();
    f.files["lectern.json"] = {{"preset", "OCRFlux"}};
    const auto model = load(f);
    const Prompt p = model->make_prompt("x", std::vector<Image>{Image(2048, 1000)}, {});
    EXPECT_EQ(p.images.at(0).width, 1036);  // 1024 × 500, then multiples of 28
    EXPECT_EQ(p.images.at(0).height, 504);
    EXPECT_EQ(model->card().style_of(Task::page).answer, AnswerForm::page_json);
    auto parser = model->make_parser(Task::page, 2048, 1000);
    parser->add(R"({"natural_text": "# A"})");
    parser->finish();
    EXPECT_EQ(parser->regions().at(0).category, Category::Title);
}

TEST_F(QwenFolder, NewerSaversSpellItOtherwise) {
    test::Fixture f = test::tiny_qwen();
    const auto model = load(f);
    const std::vector<Image> images{Image(84, 56)};
    const std::vector<float> want = logits(*model, model->make_prompt("Read.", images, {}));

    // Nested config, image processor inside processor_config.json, new prefixes, a redundant tied head.
    Json& config = f.files.at("config.json");
    Json text;
    for (const char* key : {"hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads",
                            "hidden_act", "max_position_embeddings", "vocab_size", "rms_norm_eps"}) {
        text[key] = config[key];
        config.erase(key);
    }
    text["rope_parameters"] = {{"rope_type", "default"}, {"rope_theta", config["rope_theta"]},
                               {"mrope_section", config["rope_scaling"]["mrope_section"]}};
    text["sliding_window"] = nullptr;
    config.erase("rope_theta");
    config.erase("rope_scaling");
    config["text_config"] = text;
    f.files["processor_config.json"] = {{"image_processor", f.files.at("preprocessor_config.json")}};
    f.files.erase("preprocessor_config.json");
    Json& processor = f.files["processor_config.json"]["image_processor"];
    processor["size"] = {{"shortest_edge", processor["min_pixels"]}, {"longest_edge", processor["max_pixels"]}};
    processor.erase("min_pixels");
    processor.erase("max_pixels");

    // The same values under other names: written by hand, as values follow from names.
    TempFolder other;
    const Checkpoint published(folder_.path());
    std::filesystem::create_directories(other.path());
    for (const auto& [name, json] : f.files) std::ofstream(other.path() / name) << json.dump();
    {
        SafetensorsWriter writer(other.path() / "model.safetensors");
        for (const Checkpoint::Entry& e : published.entries()) {
            const HostTensor t = published.get(e.name);
            const std::span<const std::byte> bytes(t.data, t.bytes());
            std::string name = e.name;
            if (name.starts_with("visual."))
                name = "model." + name;
            else if (name.starts_with("model."))
                name = "model.language_model." + name.substr(6);
            writer.add(name, t.dtype, e.shape, bytes);
            if (e.name == "model.embed_tokens.weight") writer.add("lm_head.weight", t.dtype, e.shape, bytes);
        }
        writer.finish();
    }
    const auto same = load_model(*be_, other.path());
    EXPECT_EQ(logits(*same, same->make_prompt("Read.", images, {})), want);
}

TEST_F(QwenFolder, FusedAndSeparateProjectionsAreTheSame) {
    const test::Fixture f = test::tiny_qwen();
    const auto model = load(f);
    const std::vector<Image> images{Image(84, 56)};
    const std::vector<float> want = logits(*model, model->make_prompt("Read.", images, {}));
    TempFolder other;
    const Checkpoint published(folder_.path());
    for (const auto& [name, json] : f.files) std::ofstream(other.path() / name) << json.dump();
    {
        SafetensorsWriter writer(other.path() / "model.safetensors");
        const auto bytes_of = [&](const std::string& name) {
            const HostTensor t = published.get(name);
            return std::vector<std::byte>(t.data, t.data + t.bytes());
        };
        const auto add = [&](const std::string& name, std::vector<int64_t> shape, const std::vector<std::byte>& bytes) {
            writer.add(name, DType::BF16, shape, bytes);
        };
        for (const Checkpoint::Entry& e : published.entries()) {
            const size_t dot = e.name.rfind('.');
            const std::string leaf = e.name.substr(dot);  // ".weight"
            if (e.name.find("self_attn.k_proj") != std::string::npos || e.name.find("self_attn.v_proj") != std::string::npos ||
                (e.name.starts_with("model.") && e.name.find("mlp.up_proj") != std::string::npos))
                continue;
            if (const size_t at = e.name.find("q_proj"); at != std::string::npos) {
                std::vector<std::byte> all;
                std::vector<int64_t> shape{0};
                for (const char* part : {"q_proj", "k_proj", "v_proj"}) {
                    const std::string name = e.name.substr(0, at) + part + leaf;
                    const std::vector<std::byte> bytes = bytes_of(name);
                    all.insert(all.end(), bytes.begin(), bytes.end());
                    shape[0] += published.find(name)->shape[0];
                }
                if (e.shape.size() == 2) shape.push_back(e.shape[1]);
                add(e.name.substr(0, at) + "qkv_proj" + leaf, shape, all);
            } else if (e.name.starts_with("model.") && e.name.find("gate_proj") != std::string::npos) {
                const size_t gate = e.name.find("gate_proj");
                std::vector<std::byte> all = bytes_of(e.name);
                const std::vector<std::byte> up = bytes_of(e.name.substr(0, gate) + "up_proj" + leaf);
                all.insert(all.end(), up.begin(), up.end());
                add(e.name.substr(0, gate) + "gate_up_proj" + leaf, {2 * e.shape[0], e.shape[1]}, all);
            } else if (const size_t qkv = e.name.find("attn.qkv"); qkv != std::string::npos) {
                const std::vector<std::byte> all = bytes_of(e.name);
                for (size_t i = 0; i < 3; ++i) {
                    std::vector<int64_t> shape = e.shape;
                    shape[0] /= 3;
                    const auto third = static_cast<std::ptrdiff_t>(all.size() / 3);
                    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(i) * third;
                    add(e.name.substr(0, qkv) + "attn." + "qkv"[i] + "_proj" + leaf, shape, {begin, begin + third});
                }
            } else {
                add(e.name, e.shape, bytes_of(e.name));
            }
        }
        writer.finish();
    }
    const auto same = load_model(*be_, other.path());
    EXPECT_EQ(logits(*same, same->make_prompt("Read.", images, {})), want);
}

TEST_F(QwenFolder, WrongFieldsAreNamed) {
    EXPECT_THAT(refused_config("/num_key_value_heads", 3), HasSubstr("num_key_value_heads"));
    EXPECT_THAT(refused_config("/rope_scaling/mrope_section", Json{2, 3, 4}), HasSubstr("mrope_section"));
    EXPECT_THAT(refused_config("/rope_scaling/type", "yarn"), HasSubstr("yarn"));
    EXPECT_THAT(refused_config("/use_sliding_window", true), HasSubstr("use_sliding_window"));
    EXPECT_THAT(refused_config("/hidden_act", "gelu"), HasSubstr("hidden_act"));
    EXPECT_THAT(refused_config("/image_token_id", 720), HasSubstr("image_token_id"));
    EXPECT_THAT(refused_config("/image_token_id", 5), HasSubstr("<|image_pad|>"));
    EXPECT_THAT(refused_config("/vision_config/num_heads", 7), HasSubstr("num_heads"));
    EXPECT_THAT(refused_config("/vision_config/out_hidden_size", 65), HasSubstr("out_hidden_size"));
    EXPECT_THAT(refused_config("/vision_config/window_size", 20), HasSubstr("window_size"));
    EXPECT_THAT(refused_config("/vision_config/patch_size", "14"), HasSubstr("vision_config.patch_size"));
    EXPECT_THAT(refused_config("/vision_config/depth", 4), HasSubstr("visual.blocks.3.attn.qkv.weight"));
    EXPECT_THAT(refused_config("/vision_config", nullptr), HasSubstr("vision_config"));
    EXPECT_THAT(refused_config("/hidden_size", nullptr), HasSubstr("hidden_size"));
    EXPECT_THAT(refused_config("/vocab_size", 710), HasSubstr("embed_tokens"));
    test::Fixture f = test::tiny_qwen();
    f.files.at("preprocessor_config.json")["patch_size"] = 16;
    EXPECT_THAT(refusal(f), HasSubstr("patch_size"));
}

TEST_F(QwenFolder, WidthMayBeLeftToTheWeights) {
    test::Fixture f = test::tiny_qwen();
    f.files.at("config.json")["vision_config"].erase("hidden_size");
    EXPECT_NE(load(f), nullptr);
}

TEST_F(QwenFolder, PlaceholdersMustMatchThePictures) {
    const auto model = load(test::tiny_qwen());
    const test::QwenMarks m;
    const std::vector<Image> one{Image(56, 56)};
    const auto refused = [&](std::vector<int32_t> ids, std::span<const Image> images) -> std::string {
        try {
            model->make_prompt(ids, images, {});
        } catch (const Error& e) {
            EXPECT_EQ(e.fault(), Fault::argument);
            return e.what();
        }
        return "";
    };
    const int32_t pad = m.image_pad;
    EXPECT_THAT(refused({1, pad, pad, pad}, one), HasSubstr("4 for 1 picture"));
    EXPECT_THAT(refused({1, pad, pad, pad, pad, pad}, one), HasSubstr("4 for 1 picture"));
    EXPECT_THAT(refused({1, pad}, {}), HasSubstr("no picture was given"));
    EXPECT_THAT(refused({1, 2}, one), HasSubstr("4 for 1 picture"));
    EXPECT_THAT(refused({1, 720}, {}), HasSubstr("720 in place 1"));
    EXPECT_THAT(refused({1, m.video_pad}, {}), HasSubstr("films"));
    EXPECT_THAT(refused({}, {}), HasSubstr("at least one"));
    EXPECT_EQ(refused({1, pad, pad, pad, pad}, one), "");
}

TEST_F(QwenFolder, WeightsThatAreNotFiniteAreSaid) {
    test::Fixture f = test::tiny_qwen();
    for (test::Fixture::Tensor& t : f.tensors)
        if (t.name == "visual.blocks.1.norm2.weight") t.base = std::numeric_limits<double>::quiet_NaN();
    const auto model = load(f);
    ASSERT_EQ(model->warnings().size(), 1u);
    EXPECT_THAT(model->warnings()[0], HasSubstr("visual.blocks.1.norm2.weight"));
}

TEST_F(QwenFolder, ReportHasFactsAndMapping) {
    test::write_model(test::tiny_qwen(), folder_.path());
    const ModelReport report = inspect_model(folder_.path());
    EXPECT_TRUE(report.problems.empty());
    EXPECT_EQ(report.card.family, "qwen2_5_vl");
    EXPECT_GT(report.stats.parameters, 200'000);
    EXPECT_TRUE(std::ranges::any_of(report.facts, [](const auto& fact) { return fact.first == "vision window" && fact.second == "56 px"; }));
    EXPECT_TRUE(std::ranges::any_of(report.mapping, [](const TensorMapping& t) { return t.field == "vision.blocks[0].q|k|v.weight"; }));
}

}  // namespace
}  // namespace lectern
