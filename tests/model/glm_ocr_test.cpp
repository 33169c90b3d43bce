// GLM-OCR: the specification's golden checkpoint with its next-token layer, size rule, template, spellings, wrong
// files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "core/base/error.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "core/model/glm_ocr/model.h"
#include "core/model/registry.h"
#include "core/model/trace.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_glm_ocr.h"

namespace lectern {
namespace {

using lectern::testing::TempFolder;
using test::TinyGlm;
using ::testing::AllOf;
using ::testing::HasSubstr;

struct Step {
    std::vector<int64_t> shape;
    std::vector<float> values;
};
using Steps = std::map<std::string, Step>;

struct Golden {
    const char* name;
    std::vector<int64_t> shape;
    std::vector<double> first, last;  // four values at the start of the first and of the last row
    double norm;
};

// Specification §11.4; transformers 5.23 gives the same to the last printed digit.
const std::vector<Golden> kGolden = {
    {"pixel_values",
     {24, 96},
     {-1.792263, -1.690074, -1.587885, -1.485696},
     {1.477785, -1.631680, -1.003947, -0.376215},
     51.97257},
    {"vision.patch_embed",
     {24, 32},
     {0.785350, -0.648148, -0.521004, 0.558366},
     {-0.915721, -0.882521, -0.694139, 0.724408},
     21.20268},
    {"vision.blocks.0",
     {24, 32},
     {0.648781, -0.546185, -0.430525, 0.648009},
     {-0.855521, -0.619449, -0.786899, 0.142532},
     25.57932},
    {"vision.blocks.1",
     {24, 32},
     {0.875683, -0.298380, -1.356084, 1.116259},
     {-0.305491, -0.766591, -1.667369, -0.012881},
     28.95427},
    {"vision.post_norm",
     {24, 32},
     {0.848759, -0.298767, -1.466468, 1.010405},
     {-0.256446, -0.664793, -1.561630, -0.010098},
     27.61249},
    {"vision.downsample",
     {6, 24},
     {-0.029479, 1.859086, 1.380342, 0.305474},
     {-0.351952, 0.949026, 2.267465, 0.796812},
     10.08090},
    {"vision.merger",
     {6, 24},
     {-0.000553, -0.036717, -0.039834, 0.018404},
     {-0.022950, -0.137754, -0.061646, 0.014230},
     0.85293},
    {"text.layers.0",
     {15, 24},
     {0.523492, 2.261076, -1.516342, -1.073904},
     {1.492054, -0.199085, -0.962073, 2.062650},
     25.62164},
    {"text.layers.1",
     {15, 24},
     {1.773322, 0.921264, -0.392558, 0.825418},
     {3.822326, -0.176635, 0.245335, 2.269542},
     39.78504},
    {"text.norm",
     {15, 24},
     {0.902190, 0.423704, -0.199716, 0.440094},
     {1.924214, -0.080384, 0.123505, 1.197361},
     18.90119},
};
constexpr double kTolerance = 2e-5;

void compare(const Golden& g, const Step& s) {
    ASSERT_EQ(s.shape, g.shape) << g.name;
    const size_t last = s.values.size() - static_cast<size_t>(g.shape.back());
    double sum = 0;
    for (float v : s.values) sum += static_cast<double>(v) * v;
    for (size_t i = 0; i < 4; ++i) {
        EXPECT_NEAR(s.values[i], g.first[i], kTolerance) << g.name;
        EXPECT_NEAR(s.values[last + i], g.last[i], kTolerance) << g.name;
    }
    EXPECT_NEAR(std::sqrt(sum), g.norm, kTolerance * g.norm) << g.name;
}

std::unique_ptr<Backend> backend(Compute compute = Compute::f32) {
    return make_cpu_backend({.threads = 2, .compute = compute});
}

std::unique_ptr<VisionLanguageModel> load(Backend& be, const TinyGlm& glm, DType dtype = DType::F32) {
    TempFolder folder;
    test::write_glm(glm, folder.path(), dtype);
    return load_model(be, folder.path());
}

std::vector<std::string> problems(const TinyGlm& glm) {
    TempFolder folder;
    test::write_glm(glm, folder.path());
    return inspect_model(folder.path()).problems;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string all;
    for (const std::string& line : lines) all += line + "\n";
    return all;
}

Steps run_trace(Backend& be, const VisionLanguageModel& model, int64_t tokens) {
    Steps steps;
    const std::vector<Image> images{test::golden_glm_image()};
    const std::vector<int32_t> ids = test::golden_glm_ids();
    trace(be, model, model.make_prompt(ids, images, {}), tokens,
          [&](const std::string& name, std::span<const int64_t> shape, std::span<const float> values) {
              steps[name] = {{shape.begin(), shape.end()}, {values.begin(), values.end()}};
          });
    return steps;
}

int32_t best(const std::vector<float>& logits) {
    return static_cast<int32_t>(std::max_element(logits.begin(), logits.end()) - logits.begin());
}

TEST(GlmOcrGolden, EveryStepOfTheSpecification) {
    const auto be = backend();
    const auto model = load(*be, test::golden_glm());
    EXPECT_EQ(model->stats().parameters, 57224);
    const Steps steps = run_trace(*be, *model, 4);
    for (const Golden& g : kGolden) compare(g, steps.at(g.name));
    EXPECT_EQ(steps.at("generated_ids").values, (std::vector<float>{28, 0, 31, 7}));
    EXPECT_NEAR(steps.at("logits").values[28], 1.05744, kTolerance);
    const std::vector<float> t{0, 1, 2, 3, 4, 5, 5, 5, 5, 5, 5, 8, 9, 10, 11},
        y{0, 1, 2, 3, 4, 5, 5, 5, 6, 6, 6, 8, 9, 10, 11}, x{0, 1, 2, 3, 4, 5, 6, 7, 5, 6, 7, 8, 9, 10, 11};
    std::vector<float> positions = t;
    positions.insert(positions.end(), y.begin(), y.end());
    positions.insert(positions.end(), x.begin(), x.end());
    EXPECT_EQ(steps.at("position_ids").values, positions);
    EXPECT_EQ(steps.at("position_ids").shape, (std::vector<int64_t>{3, 15}));
}

// Rows of the next-token layer over the whole prompt, then three guesses, each from the one before.
TEST(GlmOcrGolden, TheNextTokenLayer) {
    const auto be = backend();
    const auto model = load(*be, test::golden_glm());
    ASSERT_TRUE(model->can_draft());
    const std::vector<Image> images{test::golden_glm_image()};
    const Prompt prompt = model->make_prompt(test::golden_glm_ids(), images, {});
    EXPECT_EQ(prompt.next_position, 12);
    KvCache cache(*be, model->cache_geometry(), 1);
    Sequence s;
    ASSERT_TRUE(cache.reserve(s, 20));
    TokenBatch batch;
    append_prompt(batch, s, prompt, 15, 0, true);
    const ImagePatches* picture = prompt.images.data();
    const Tensor rows = model->encode(*be, {&picture, 1});
    Tensor states;
    EXPECT_EQ(best(be->read_floats(model->forward_with_states(*be, batch, rows, cache, states))), 28);

    TokenBatch guess = batch;  // the same places, the tokens one further
    for (size_t i = 0; i + 1 < 15; ++i) {
        guess.ids[i] = batch.ids[i + 1];
        guess.image_row[i] = batch.image_row[i + 1];
    }
    guess.ids[14] = 28;
    guess.image_row[14] = -1;
    Tensor next;
    std::vector<float> logits = be->read_floats(model->draft(*be, guess, rows, states, cache, &next));
    compare({"block",
             {15, 24},
             {2.118609, 0.533607, -1.486319, 1.788679},
             {1.372341, -0.003017, -1.371860, -0.929776},
             32.69681},
            {{15, 24}, be->read_floats(next)});
    const std::vector<double> want{0.717905, -0.146726, -1.213875, 1.011246};
    for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(logits[i], want[i], kTolerance);
    next = be->gather_rows(next, be->upload_ids(std::vector<int32_t>{14}));
    for (const auto& [id, logit] : {std::pair{51, 1.33402}, std::pair{27, 1.55378}, std::pair{3, 1.87262}}) {
        EXPECT_EQ(best(logits), id);
        EXPECT_NEAR(logits[static_cast<size_t>(id)], logit, kTolerance);
        TokenBatch one;
        append_token(one, s, id);
        Tensor further;
        logits = be->read_floats(model->draft(*be, one, {}, next, cache, &further));
        next = further;
    }
}

TEST(GlmOcrSizes, FollowTheReference) {
    PatchConfig c;
    c.temporal_patch_size = 2;
    c.min_pixels = 12544;
    c.max_pixels = 9633792;
    const auto fitted = [&](int64_t w, int64_t h) {
        const PixelSize s = glm_ocr::fitted_size({h, w}, c);
        return std::pair{s.width, s.height};
    };
    using P = std::pair<int64_t, int64_t>;
    const std::vector<std::pair<P, P>> cases = {
        {{1224, 1584}, {1232, 1596}}, {{1275, 1650}, {1288, 1652}}, {{1700, 2200}, {1708, 2212}},
        {{1654, 2339}, {1652, 2352}}, {{2480, 3508}, {1820, 2604}}, {{2550, 3300}, {1904, 2492}},
        {{4000, 3000}, {2520, 1876}}, {{6000, 4000}, {2688, 1792}}, {{3000, 3000}, {2184, 2184}},
        {{800, 200}, {812, 196}},     {{1200, 40}, {1204, 28}},     {{600, 20}, {840, 28}},
        {{100, 100}, {112, 112}},     {{42, 42}, {84, 84}},         {{70, 98}, {56, 112}},
        {{14, 14}, {84, 84}}};
    for (const auto& [from, to] : cases)
        EXPECT_EQ(fitted(from.first, from.second), to) << from.first << " × " << from.second;
    EXPECT_THROW(fitted(6000, 28), Error);
    EXPECT_THROW(fitted(0, 28), Error);
}

// Every id where the published template has it; pictures before the text, each between its marks.
TEST(GlmOcrPrompt, TheTemplate) {
    const auto be = backend();
    const auto model = load(*be, test::reading_glm());
    const std::vector<Image> images{Image(16, 8), Image(8, 16)};  // 2 × 1 and 1 × 2 tokens
    const Prompt p = model->make_prompt("Hi:", images, {});
    EXPECT_EQ(p.ids, (std::vector<int32_t>{256, 257, 259, '\n', 260, 262, 262, 261, 260, 262, 262, 261, 'H', 'i', ':',
                                           264, '\n'}));
    const auto axis = [&p](size_t a) {
        std::vector<int32_t> out;
        for (size_t i = a; i < p.positions.size(); i += 3) out.push_back(p.positions[i]);
        return out;
    };
    EXPECT_EQ(axis(0), (std::vector<int32_t>{0, 1, 2, 3, 4, 5, 5, 7, 8, 9, 9, 11, 12, 13, 14, 15, 16}));
    EXPECT_EQ(axis(1), (std::vector<int32_t>{0, 1, 2, 3, 4, 5, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}));
    EXPECT_EQ(axis(2), (std::vector<int32_t>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 11, 12, 13, 14, 15, 16}));
    EXPECT_EQ(p.next_position, 17);
    EXPECT_EQ(model->make_prompt("<|image|>", {}, {}).ids,
              (std::vector<int32_t>{256, 257, 259, '\n', '<', '|', 'i', 'm', 'a', 'g', 'e', '|', '>', 264, '\n'}));
    EXPECT_EQ(model->stop_ids(), (std::vector<int32_t>{263, 259}));
}

TEST(GlmOcrPrompt, PlaceholdersAreCountedAndStandTogether) {
    const auto be = backend();
    const auto model = load(*be, test::golden_glm());
    const std::vector<Image> images{test::golden_glm_image()};
    const auto message = [&](const std::vector<int32_t>& ids) -> std::string {
        try {
            model->make_prompt(ids, images, {});
        } catch (const Error& e) {
            return e.what();
        }
        return "";
    };
    EXPECT_THAT(message({1, 60, 60, 2}), AllOf(HasSubstr("6 for 1 picture"), HasSubstr("found 2")));
    EXPECT_THAT(message({1, 60, 60, 60, 2, 60, 60, 60}), HasSubstr("6 placeholders in a row"));
    EXPECT_THAT(message({1, 64, 60, 60, 60, 60, 60, 60}), HasSubstr("ids from 0 to 63"));
    EXPECT_NE(message({}), "");
    EXPECT_EQ(message(test::golden_glm_ids()), "");
    EXPECT_THROW(model->make_prompt("text", images, {}), Error);  // there is no tokenizer
}

TEST(GlmOcrFolder, OtherSpellingsGiveTheSameNumbers) {
    const auto be = backend();
    const Steps expected = run_trace(*be, *load(*be, test::golden_glm()), 2);
    const auto renamed = [](const std::string& text, const std::string& visual, const std::string& head) {
        return [=](std::string name) {
            for (const auto& [from, to] : {std::pair{std::string("model.language_model."), text},
                                           std::pair{std::string("model.visual."), visual}})
                if (name.starts_with(from)) return to + name.substr(from.size());
            return head + name;
        };
    };
    const auto check = [&](const auto& rename) {
        TempFolder published, folder;
        test::write_glm(test::golden_glm(), published.path());
        test::write_glm(test::golden_glm(), folder.path());
        {
            const SafetensorsFile file(published.path() / "model.safetensors");
            SafetensorsWriter writer(folder.path() / "model.safetensors");
            for (const SafetensorsEntry& e : file.entries())
                writer.add(rename(e.name), *e.dtype, e.shape, file.data(e));
            const std::string next = rename("model.language_model.layers.2.");
            writer.add_f32(next + "embed_tokens.weight", std::vector<int64_t>{64, 24}, std::vector<float>(64 * 24));
            writer.add_f32(next + "shared_head.head.weight", std::vector<int64_t>{64, 24}, std::vector<float>(64 * 24));
            writer.finish();
        }
        const auto model = load_model(*be, folder.path());
        EXPECT_TRUE(model->can_draft());
        const Steps found = run_trace(*be, *model, 2);
        ASSERT_EQ(found.size(), expected.size());
        for (const auto& [name, step] : expected) EXPECT_EQ(found.at(name).values, step.values) << name;
    };
    check(renamed("model.language_model.", "model.visual.", ""));
    check(renamed("language_model.model.", "visual.", "language_model."));
    check(renamed("language_model.", "vision_tower.", ""));
    check(renamed("model.language_model.model.", "model.vision_tower.", "model."));
}

TEST(GlmOcrFolder, WithoutTheNextTokenLayerNothingElseChanges) {
    const auto be = backend();
    TinyGlm glm = test::golden_glm();
    const Steps expected = run_trace(*be, *load(*be, glm), 4);
    std::erase_if(glm.weights, [](const TinyGlm::Weight& w) { return w.name.find("layers.2.") != std::string::npos; });
    const auto model = load(*be, glm);
    EXPECT_FALSE(model->can_draft());
    EXPECT_EQ(model->cache_geometry().layers, 2);
    const Steps found = run_trace(*be, *model, 4);
    for (const auto& [name, step] : expected) EXPECT_EQ(found.at(name).values, step.values) << name;
    glm.config["text_config"].erase("num_nextn_predict_layers");
    EXPECT_EQ(joined(problems(glm)), "");
}

TEST(GlmOcrFolder, WrongFieldsAreNamedAllAtOnce) {
    const auto with = [](const std::string& pointer, const Json& value) {
        TinyGlm glm = test::golden_glm();
        glm.config[Json::json_pointer(pointer)] = value;
        return joined(problems(glm));
    };
    EXPECT_EQ(joined(problems(test::golden_glm())), "");
    EXPECT_THAT(with("/text_config/rope_parameters/mrope_section", {2, 3, 4}),
                AllOf(HasSubstr("mrope_section"), HasSubstr("sum 8")));
    EXPECT_THAT(with("/text_config/rope_parameters/mrope_section", {4, 4}), HasSubstr("mrope_section"));
    EXPECT_THAT(with("/text_config/rope_parameters/rope_type", "yarn"), HasSubstr("rope_type"));
    EXPECT_THAT(with("/text_config/num_key_value_heads", 3), HasSubstr("num_key_value_heads"));
    EXPECT_THAT(with("/text_config/head_dim", 15), HasSubstr("head_dim"));
    EXPECT_THAT(with("/text_config/attention_bias", true), HasSubstr("attention_bias"));
    EXPECT_THAT(with("/text_config/hidden_act", "gelu"), HasSubstr("hidden_act"));
    EXPECT_THAT(with("/text_config/hidden_size", nullptr), HasSubstr("hidden_size"));
    EXPECT_THAT(with("/text_config/vocab_size", "many"), HasSubstr("vocab_size"));
    EXPECT_THAT(with("/text_config/model_type", "llama"), HasSubstr("model_type"));
    EXPECT_THAT(with("/vision_config/num_heads", 3), HasSubstr("num_heads"));
    EXPECT_THAT(with("/vision_config/out_hidden_size", 32), HasSubstr("out_hidden_size"));
    EXPECT_THAT(with("/vision_config/in_channels", 1), HasSubstr("in_channels"));
    EXPECT_THAT(with("/vision_config", nullptr), HasSubstr("vision_config"));
    EXPECT_THAT(with("/text_config", 7), HasSubstr("text_config"));
    EXPECT_THAT(with("/image_token_id", 64), HasSubstr("image_token_id"));
    EXPECT_THAT(with("/image_token_id", nullptr), HasSubstr("image_token_id"));
    EXPECT_THAT(with("/text_config/intermediate_size", 41),
                AllOf(HasSubstr("gate_up_proj"), HasSubstr("[82, 24]"), HasSubstr("down_proj")));

    TinyGlm glm = test::golden_glm();
    glm.config["text_config"]["rms_norm_eps"] = -1;
    glm.config["vision_config"]["patch_size"] = 0;
    EXPECT_THAT(joined(problems(glm)), AllOf(HasSubstr("rms_norm_eps"), HasSubstr("patch_size")));
    glm = test::golden_glm();
    glm.preprocessor["merge_size"] = 3;
    glm.preprocessor["temporal_patch_size"] = 1;
    EXPECT_THAT(joined(problems(glm)), AllOf(HasSubstr("merge_size"), HasSubstr("temporal_patch_size")));
    glm = test::reading_glm();
    glm.config["image_token_id"] = 261;
    EXPECT_THAT(joined(problems(glm)), AllOf(HasSubstr("image_token_id"), HasSubstr("262")));
    glm = test::golden_glm();
    std::erase_if(glm.weights, [](const TinyGlm::Weight& w) { return w.name.ends_with("layers.2.enorm.weight"); });
    glm.weights.push_back({"model.visual.embeddings.position_embedding.weight", {4, 32}});
    EXPECT_THAT(joined(problems(glm)), AllOf(HasSubstr("enorm"), HasSubstr("position_embedding")));
}

TEST(GlmOcrFolder, OlderRopeFieldsAreRead) {
    const auto be = backend();
    TinyGlm glm = test::golden_glm();
    const Steps expected = run_trace(*be, *load(*be, glm), 1);
    Json& text = glm.config["text_config"];
    text.erase("rope_parameters");
    text["rope_theta"] = 10000;
    text["rope_scaling"] = {{"type", "mrope"}, {"mrope_section", {2, 3, 3}}};
    EXPECT_EQ(run_trace(*be, *load(*be, glm), 1).at("logits").values, expected.at("logits").values);
    text["partial_rotary_factor"] = 0.5;
    text["rope_scaling"]["mrope_section"] = {1, 2, 1};
    EXPECT_NE(run_trace(*be, *load(*be, glm), 1).at("logits").values, expected.at("logits").values);
}

TEST(GlmOcrFolder, PicturesDoNotSeeEachOther) {
    const auto be = backend(Compute::bf16);
    const auto model = load(*be, test::reading_glm(), DType::BF16);
    const std::vector<Image> images{test::golden_glm_image(), Image(8, 40), Image(48, 32)};
    const Prompt p = model->make_prompt("x", images, {});
    std::vector<const ImagePatches*> all;
    std::vector<float> alone;
    for (const ImagePatches& image : p.images) {
        all.push_back(&image);
        const ImagePatches* one = &image;
        const std::vector<float> rows = be->read_floats(model->encode(*be, {&one, 1}));
        alone.insert(alone.end(), rows.begin(), rows.end());
    }
    EXPECT_EQ(be->read_floats(model->encode(*be, all)), alone);
}

}  // namespace
}  // namespace lectern
