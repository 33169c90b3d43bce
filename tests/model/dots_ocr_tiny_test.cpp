// The specification's tiny checkpoint: every golden step in F32, the greedy tokens by every way of computing them.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <map>
#include <memory>

#include "core/base/error.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "core/layers/rope.h"
#include "core/model/model.h"
#include "core/model/trace.h"
#include "tests/support/backends.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_dots_ocr.h"

namespace lectern {
namespace {

using lectern::testing::TempFolder;

struct Step {
    std::vector<int64_t> shape;
    std::vector<float> values;
};
using Steps = std::map<std::string, Step>;

struct Golden {
    const char* name;
    std::vector<int64_t> shape;
    std::vector<double> first, last;
    double norm;
};

const std::vector<Golden> kGolden = {
    {"pixel_values", {28, 588}, {-1.792263, -1.690073, -1.587885, -1.485696}, {0.083987, 0.126648}, 141.80658},
    {"vision.patch_embed", {28, 48}, {-1.016519, 0.374508, -0.738848, -0.617198}, {-0.459505, -2.531454}, 37.03227},
    {"vision.blocks.0", {28, 48}, {-0.727219, -0.992248, -0.551627, -1.822770}, {-1.033840, -2.164954}, 46.89724},
    {"vision.blocks.1", {28, 48}, {-1.129331, -0.790526, -0.356936, -0.297660}, {-1.174384, -3.248940}, 59.47520},
    {"vision.blocks.2", {28, 48}, {-0.849299, -1.653866, -1.467729, -0.940140}, {0.249616, -2.459331}, 65.45004},
    {"vision.post_norm", {28, 48}, {-0.476535, -0.745132, -0.656651, -0.555554}, {0.143193, -1.520486}, 37.37729},
    {"vision.merger", {7, 64}, {0.503570, -0.265163, -0.011662, 0.316535}, {0.813014, -1.150321}, 14.83012},
    {"text.inputs_embeds", {19, 64}, {0.710034, -0.090397, -0.766260, 0.814860}, {0.272511, -0.755052}, 21.92434},
    {"text.layers.0", {19, 64}, {2.477209, 2.902788, -0.127854, 2.339361}, {-1.063646, -0.219599}, 38.30230},
    {"text.layers.1", {19, 64}, {2.612404, 3.458206, 1.278535, 0.751194}, {-2.083356, 0.113240}, 51.30829},
};
const std::vector<double> kLastLogits = {-0.306168, 0.096575, 0.011645, 0.880807, 1.409057, -0.911083};
const std::vector<int32_t> kGreedy = {81, 118, 3, 119, 82, 143, 233, 115};
constexpr double kTolerance = 2e-5;  // five times what F32 was measured to differ from double

double norm_of(const std::vector<float>& v) {
    double sum = 0;
    for (float x : v) sum += static_cast<double>(x) * x;
    return std::sqrt(sum);
}

// The largest difference to a golden's printed values.
double compare(const Golden& g, const Step& s) {
    EXPECT_EQ(s.shape, g.shape) << g.name;
    double worst = 0;
    for (size_t i = 0; i < g.first.size(); ++i) worst = std::max(worst, std::fabs(s.values[i] - g.first[i]));
    for (size_t i = 0; i < g.last.size(); ++i)
        worst = std::max(worst, std::fabs(s.values[s.values.size() - g.last.size() + i] - g.last[i]));
    EXPECT_LE(worst, kTolerance) << g.name;
    EXPECT_NEAR(norm_of(s.values), g.norm, 1e-6 * g.norm + 1e-5) << g.name;
    std::printf("%-26s largest difference %.1e\n", g.name, worst);
    return worst;
}

class DotsOcrTiny : public ::testing::Test {
   protected:
    static std::unique_ptr<VisionLanguageModel> load(Backend& be, const Json& config, DType dtype = DType::F32) {
        TempFolder folder;
        tiny::write_checkpoint(folder.path(), config, tiny::dots_ocr_tensors(config), dtype);
        return load_model(be, folder.path());
    }
    static std::unique_ptr<Backend> backend(Compute compute) { return make_cpu_backend({.threads = 2, .compute = compute}); }
    static Prompt prompt(const VisionLanguageModel& model) {
        return model.make_prompt(tiny::dots_ocr_ids(), tiny::dots_ocr_images(), {});
    }
    static Steps run_trace(Backend& be, const VisionLanguageModel& model, int64_t tokens) {
        Steps steps;
        trace(be, model, prompt(model), tokens, [&](const std::string& name, std::span<const int64_t> shape, std::span<const float> values) {
            EXPECT_EQ(steps.count(name), 0u) << name;
            steps[name] = {{shape.begin(), shape.end()}, {values.begin(), values.end()}};
        });
        return steps;
    }
    static std::vector<int32_t> ids_of(const Step& s) {
        std::vector<int32_t> ids;
        for (float v : s.values) ids.push_back(static_cast<int32_t>(v));
        return ids;
    }
    static Tensor encode(Backend& be, const VisionLanguageModel& model, const Prompt& p) {
        std::vector<const ImagePatches*> images;
        for (const ImagePatches& image : p.images) images.push_back(&image);
        return model.encode(be, images);
    }
    // Prefill in chunks of at most `chunk` rows; returns the last row's logits.
    static std::vector<float> prefill(Backend& be, const VisionLanguageModel& model, const Prompt& p, int64_t chunk, Sequence& s,
                                      KvCache& cache) {
        const Tensor rows = encode(be, model, p);
        const auto tokens = static_cast<int64_t>(p.ids.size());
        EXPECT_TRUE(cache.reserve(s, tokens));
        std::vector<float> logits;
        while (s.keys < tokens) {
            TokenBatch batch;
            const int64_t count = std::min(chunk, tokens - s.keys);
            append_prompt(batch, s, p, count, 0, s.keys + count == tokens);
            const Tensor out = model.forward(be, batch, rows, cache);
            if (out) logits = be.read_floats(out);
        }
        return logits;
    }
    static int32_t best(const std::vector<float>& logits) {
        return static_cast<int32_t>(std::max_element(logits.begin(), logits.end()) - logits.begin());
    }
};

TEST(TinyGenerator, MatchesTheSpecification) {
    const auto norm = tiny::generated_values("model.norm.weight", {64});
    EXPECT_FLOAT_EQ(norm[0], 0.77434391f);
    EXPECT_FLOAT_EQ(norm[1], 0.81891000f);
    EXPECT_FLOAT_EQ(norm[2], 0.95102847f);
    const auto embed = tiny::generated_values("model.embed_tokens.weight", {256, 64});
    EXPECT_NEAR(embed[0], -0.25741911, 1e-8);
    EXPECT_NEAR(embed[3], -0.50311601, 1e-8);
    EXPECT_NEAR(tiny::generated_values("lm_head.weight", {256, 64}).back(), -0.09725729, 1e-8);
    EXPECT_NEAR(tiny::generated_values("vision_tower.blocks.0.norm1.weight", {48})[1], 0.86669517, 1e-8);
}

TEST_F(DotsOcrTiny, EveryStepMatchesTheGoldenValues) {
    const auto be = backend(Compute::f32);
    const auto model = load(*be, tiny::dots_ocr_config());
    EXPECT_EQ(model->stats().parameters, 241296);
    EXPECT_EQ(model->tokenizer(), nullptr);
    EXPECT_TRUE(model->warnings().empty());
    const Steps steps = run_trace(*be, *model, 8);
    for (const Golden& g : kGolden) compare(g, steps.at(g.name));
    const Step& logits = steps.at("logits");
    EXPECT_EQ(logits.shape, std::vector<int64_t>{256});
    double worst = std::fabs(logits.values[81] - 3.824475);
    for (size_t i = 0; i < kLastLogits.size(); ++i) worst = std::max(worst, std::fabs(logits.values[i] - kLastLogits[i]));
    worst = std::max({worst, std::fabs(logits.values[254] - 1.434201), std::fabs(logits.values[255] + 1.474047)});
    std::printf("%-26s largest difference %.1e\n", "logits", worst);
    EXPECT_LE(worst, kTolerance);
    EXPECT_EQ(ids_of(steps.at("generated_ids")), kGreedy);
    EXPECT_EQ(ids_of(steps.at("grid_thw")), (std::vector<int32_t>{1, 4, 6, 1, 2, 2}));
    EXPECT_EQ(ids_of(steps.at("input_ids")), tiny::dots_ocr_ids());
    EXPECT_EQ(steps.at("position_ids").values.back(), 18);
    for (const char* name : {"vision.blocks.0.attn", "vision.blocks.2.mlp"}) EXPECT_EQ(steps.at(name).shape, (std::vector<int64_t>{28, 48}));
    for (const char* name : {"text.layers.0.attn", "text.layers.1.mlp", "text.norm"}) EXPECT_EQ(steps.at(name).shape, (std::vector<int64_t>{19, 64}));
    EXPECT_EQ(steps.size(), 4u + 1 + 9 + 1 + 1 + 1 + 6 + 1 + 2);
}

TEST_F(DotsOcrTiny, ResidualIsTheSumOfItsParts) {
    const auto be = backend(Compute::f32);
    const auto model = load(*be, tiny::dots_ocr_config());
    const Steps steps = run_trace(*be, *model, 1);
    const auto check = [&](const std::string& before, const std::string& block) {
        const auto &x = steps.at(before).values, &a = steps.at(block + ".attn").values, &m = steps.at(block + ".mlp").values;
        const auto& y = steps.at(block).values;
        for (size_t i = 0; i < y.size(); ++i) ASSERT_EQ(y[i], (x[i] + a[i]) + m[i]) << block << " " << i;
    };
    check("vision.patch_embed", "vision.blocks.0");
    check("vision.blocks.1", "vision.blocks.2");
    check("text.inputs_embeds", "text.layers.0");
    check("text.layers.0", "text.layers.1");
}

TEST_F(DotsOcrTiny, AllRowsOfLogits) {
    const auto be = backend(Compute::f32);
    const auto model = load(*be, tiny::dots_ocr_config());
    const Prompt p = prompt(*model);
    KvCache cache(*be, model->cache_geometry(), 1);
    Sequence s;
    ASSERT_TRUE(cache.reserve(s, 19));
    TokenBatch batch;
    append_prompt(batch, s, p, 19, 0, false);
    for (int32_t r = 0; r < 19; ++r) batch.logits_rows.push_back(r);
    const Tensor logits = model->forward(*be, batch, encode(*be, *model, p), cache);
    compare({"logits of all rows", {19, 256}, {0.188511, 0.329277, 1.019579, 0.666730}, {1.434201, -1.474047}, 67.07563},
            {{19, 256}, be->read_floats(logits)});
}

TEST_F(DotsOcrTiny, InsideTheFirstVisionBlock) {
    const auto be = backend(Compute::f32);
    const auto model = load(*be, tiny::dots_ocr_config());
    const Steps steps = run_trace(*be, *model, 1);
    const auto weight = [&](const std::string& name, std::vector<int64_t> shape, int64_t first_row, int64_t rows) {
        const std::vector<float> all = tiny::generated_values(name, shape);
        const int64_t columns = shape.back();
        return be->pack_weight({DType::F32, Shape{rows, columns}, std::as_bytes(std::span(all)).data() + first_row * columns * 4});
    };
    const auto vector = [&](const std::string& name, int64_t n) { return be->upload_floats(tiny::generated_values(name, {n}), Shape{n}); };
    const std::string conv = "vision_tower.patch_embed.patchifier.proj";
    const std::vector<float> kernel = tiny::generated_values(conv + ".weight", {48, 3, 14, 14});
    const Tensor packed = be->pack_weight({DType::F32, Shape{48, 588}, std::as_bytes(std::span(kernel)).data()});
    const Tensor pixels = be->upload_floats(steps.at("pixel_values").values, Shape{28, 588});
    compare({"patch conv", {28, 48}, {-1.177471, 0.474617, -0.694797, -0.541963}, {-0.495782, -3.238830}, 40.31222},
            {{28, 48}, be->read_floats(be->matmul(pixels, packed, vector(conv + ".bias", 48)))});

    std::vector<PatchPosition> positions;
    for (const auto& [rows, columns] : {std::pair{4, 6}, std::pair{2, 2}})
        for (int r = 0; r < rows; r += 2)
            for (int c = 0; c < columns; c += 2)
                for (int i = 0; i < 4; ++i) positions.push_back({r + i / 2, c + i % 2});
    const Tensor table = rope_table_2d(*be, positions, 16, 10000);
    const std::vector<float> angles = be->read_floats(table);
    const std::vector<double> row5 = {1, 1, 1, 1, -0.989992, 0.955336, 0.999550, 0.999996};  // the patch at row 0, column 3
    for (size_t i = 0; i < row5.size(); ++i) EXPECT_NEAR(angles[5 * 16 + i], row5[i], 1e-6);

    std::vector<int32_t> index(28);
    for (size_t i = 0; i < index.size(); ++i) index[i] = static_cast<int32_t>(i);
    const Tensor rows = be->upload_ids(index);
    const Tensor x = be->upload_floats(steps.at("vision.patch_embed").values, Shape{28, 48});
    const Tensor h = be->rms_norm(x, vector("vision_tower.blocks.0.norm1.weight", 48), 1e-5f);
    const std::string qkv = "vision_tower.blocks.0.attn.qkv.weight";
    const auto project = [&](int64_t part) { return be->matmul(h, weight(qkv, {144, 48}, part * 48, 48)); };
    const Tensor q = be->rope(project(0), table, rows, 16), k = be->rope(project(1), table, rows, 16);
    compare({"block 0 q after RoPE", {28, 48}, {-0.555493, -0.999905, -1.292963, -1.079751}, {-0.626844, -0.493859}, 34.85715},
            {{28, 48}, be->read_floats(q)});
    Spans spans;
    spans.spans = {{.first_row = 0, .rows = 24, .first_key = 0, .keys = 24}, {.first_row = 24, .rows = 4, .first_key = 24, .keys = 4}};
    const Tensor o = be->attention(q, k, project(2), spans, {3, 3, 16, 0.25f});
    compare({"block 0 attention", {28, 48}, {0.384298, 0.055126, 0.139949, 0.479098}, {-0.049243, -0.231416}, 15.72876},
            {{28, 48}, be->read_floats(o)});
    const Tensor added = be->matmul(o, weight("vision_tower.blocks.0.attn.proj.weight", {48, 48}, 0, 48));
    const std::vector<float> ours = be->read_floats(added);
    const std::vector<float>& traced = steps.at("vision.blocks.0.attn").values;
    for (size_t i = 0; i < ours.size(); ++i) ASSERT_EQ(ours[i], traced[i]);

    const Tensor trunk = be->upload_floats(steps.at("vision.post_norm").values, Shape{28, 48});
    const Tensor normed = be->layer_norm(trunk, vector("vision_tower.merger.ln_q.weight", 48), vector("vision_tower.merger.ln_q.bias", 48), 1e-6f);
    compare({"merger ln_q, viewed", {7, 192}, {-0.449142, -0.527425, -0.596856, -0.389102}, {0.183199, -1.917235}, 36.26956},
            {{7, 192}, be->read_floats(normed)});
}

TEST_F(DotsOcrTiny, EpsilonsGoWhereTheyBelong) {
    Json config = tiny::dots_ocr_config();
    config["rms_norm_eps"] = 0.02;
    config["vision_config"]["rms_norm_eps"] = 0.05;
    const auto be = backend(Compute::f32);
    const auto model = load(*be, config);
    const Steps steps = run_trace(*be, *model, 8);
    const std::vector<double> expected = {-0.336055, 0.113962, 0.045953, 0.906147, 1.454448, -0.962239};
    for (size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(steps.at("logits").values[i], expected[i], kTolerance) << i;
    EXPECT_EQ(ids_of(steps.at("generated_ids")), (std::vector<int32_t>{81, 118, 3, 119, 82, 81, 3, 42}));
}

TEST_F(DotsOcrTiny, ChunkedPrefillAndCachedDecodingChangeNothing) {
    for (Compute compute : {Compute::f32, Compute::bf16}) {
        const auto be = backend(compute);
        const auto model = load(*be, tiny::dots_ocr_config(), compute == Compute::bf16 ? DType::BF16 : DType::F32);
        const Prompt p = prompt(*model);
        std::vector<float> whole;
        for (int64_t chunk : {19, 1, 2, 3, 5, 7, 8, 18}) {
            KvCache cache(*be, model->cache_geometry(), 2);
            Sequence s;
            std::vector<float> logits = prefill(*be, *model, p, chunk, s, cache);
            if (whole.empty()) whole = logits;
            ASSERT_EQ(logits, whole) << "chunks of " << chunk;
            ASSERT_TRUE(cache.reserve(s, 19 + 8));
            for (size_t step = 0; step < kGreedy.size(); ++step) {
                const int32_t id = best(logits);
                if (compute == Compute::f32 || step < 4) {
                    ASSERT_EQ(id, kGreedy[step]) << "chunks of " << chunk << ", step " << step;
                }
                TokenBatch batch;
                append_token(batch, s, kGreedy[step]);
                logits = be->read_floats(model->forward(*be, batch, {}, cache));
            }
        }
    }
}

TEST_F(DotsOcrTiny, RecomputingGivesTheSameTokens) {
    const auto be = backend(Compute::f32);
    const auto model = load(*be, tiny::dots_ocr_config());
    std::vector<int32_t> ids = tiny::dots_ocr_ids();
    for (int32_t expected : kGreedy) {
        KvCache cache(*be, model->cache_geometry(), 2);
        Sequence s;
        const Prompt p = model->make_prompt(ids, tiny::dots_ocr_images(), {});
        ASSERT_EQ(best(prefill(*be, *model, p, 512, s, cache)), expected);
        ids.push_back(expected);
    }
}

// The specification's bounds for weights and arithmetic of each kind; 16 bits may flip a token whose rival is near.
TEST_F(DotsOcrTiny, EveryInstructionSetAndDtypeStaysWithinItsBounds) {
    for (const test::BackendCase& c : test::machine_backends()) {
        const auto be = c.make(2);
        for (const auto& [dtype, bound] : {std::pair{DType::F32, kTolerance}, std::pair{DType::F16, 0.04}, std::pair{DType::BF16, 0.2}}) {
            const bool exact = dtype == DType::F32 && c.compute == Compute::f32;
            const auto model = load(*be, tiny::dots_ocr_config(), dtype);
            const Steps steps = run_trace(*be, *model, exact ? 8 : 4);
            double worst = 0;
            for (size_t i = 0; i < kLastLogits.size(); ++i) worst = std::max(worst, std::fabs(steps.at("logits").values[i] - kLastLogits[i]));
            std::printf("%-16s %-4s largest difference %.1e\n", c.name.c_str(), dtype_name(dtype), worst);
            EXPECT_LE(worst, c.compute == Compute::f32 ? bound : std::max(bound, 0.2)) << c.name;
            EXPECT_EQ(ids_of(steps.at("generated_ids")), exact ? kGreedy : (std::vector<int32_t>{81, 118, 3, 119})) << c.name;
        }
    }
}

TEST_F(DotsOcrTiny, PicturesDoNotSeeEachOther) {
    const auto be = backend(Compute::f32);
    const auto model = load(*be, tiny::dots_ocr_config());
    const Prompt p = prompt(*model);
    const std::vector<float> together = be->read_floats(encode(*be, *model, p));
    std::vector<float> alone;
    for (const ImagePatches& image : p.images) {
        const ImagePatches* one = &image;
        const std::vector<float> rows = be->read_floats(model->encode(*be, {&one, 1}));
        alone.insert(alone.end(), rows.begin(), rows.end());
    }
    EXPECT_EQ(together, alone);
}

TEST_F(DotsOcrTiny, CheckpointVariantsGiveTheSameNumbers) {
    const auto be = backend(Compute::f32);
    const Json config = tiny::dots_ocr_config();
    const auto published = load(*be, config);
    const Steps expected = run_trace(*be, *published, 2);

    auto tensors = tiny::dots_ocr_tensors(config);
    for (auto& t : tensors) {
        if (t.name == "vision_tower.patch_embed.patchifier.proj.weight") {  // stored channel-last
            const std::vector<float> kernel = t.values;
            t.shape = {48, 14, 14, 3};
            for (size_t o = 0; o < 48; ++o)
                for (size_t c = 0; c < 3; ++c)
                    for (size_t i = 0; i < 196; ++i) t.values[(o * 196 + i) * 3 + c] = kernel[(o * 3 + c) * 196 + i];
        }
        const auto replace = [&t](const std::string& from, const std::string& to) {
            if (const size_t at = t.name.find(from); at != std::string::npos) t.name.replace(at, from.size(), to);
        };
        replace(".attn.qkv.", ".attn.qkv_proj.");
        replace(".attn.proj.", ".attn.out_proj.");
        if (t.name.starts_with("vision_tower.")) t.name = "model." + t.name;
        else if (t.name.starts_with("model.")) t.name = "model.language_model." + t.name.substr(6);
    }
    tensors.push_back({"model.language_model.layers.0.self_attn.rotary_emb.inv_freq", {8}, std::vector<float>(8, 1.0f)});
    TempFolder folder;
    tiny::write_checkpoint(folder.path(), config, tensors);
    const Steps found = run_trace(*be, *load_model(*be, folder.path()), 2);
    ASSERT_EQ(found.size(), expected.size());
    for (const auto& [name, step] : expected) EXPECT_EQ(found.at(name).values, step.values) << name;
}

TEST_F(DotsOcrTiny, PartsThatMayBeAbsentOrPresent) {
    const auto be = backend(Compute::f32);
    Json config = tiny::dots_ocr_config();
    config["vision_config"]["post_norm"] = false;
    EXPECT_EQ(run_trace(*be, *load(*be, config), 1).count("vision.post_norm"), 0u);
    const std::vector<double> without_trunk_norm = {-0.299929, 0.122901, 0.014498, 0.968594};  // the diagnosis table's
    const Steps steps = run_trace(*be, *load(*be, config), 1);
    for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(steps.at("logits").values[i], without_trunk_norm[i], kTolerance);

    config = tiny::dots_ocr_config();
    config["vision_config"]["use_bias"] = true;
    const Steps biased = run_trace(*be, *load(*be, config), 1);
    EXPECT_GT(std::fabs(biased.at("vision.merger").values[0] - 0.503570), 1e-3);

    config = tiny::dots_ocr_config();
    config["tie_word_embeddings"] = true;
    const auto tied = load(*be, config);
    const Steps tied_steps = run_trace(*be, *tied, 1);
    const auto& last = tied_steps.at("text.norm").values;
    const auto embed = tiny::generated_values("model.embed_tokens.weight", {256, 64});
    double logit = 0;
    for (size_t i = 0; i < 64; ++i) logit += static_cast<double>(last[18 * 64 + i]) * embed[7 * 64 + i];
    EXPECT_NEAR(tied_steps.at("logits").values[7], logit, 1e-4);

    config = tiny::dots_ocr_config();
    config.erase("rope_theta");
    config["rope_parameters"] = {{"rope_type", "default"}, {"rope_theta", 10000}};
    const Steps other = run_trace(*be, *load(*be, config), 1);
    const std::vector<double> theta_10000 = {-0.126624, 0.083222, -0.117794, 1.246478};  // the diagnosis table's
    for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(other.at("logits").values[i], theta_10000[i], kTolerance);
}

TEST_F(DotsOcrTiny, GivenIdsSayThatASmallPictureStaysAsItIs) {
    const auto be = backend(Compute::f32);
    TempFolder folder;
    const Json config = tiny::dots_ocr_config();
    tiny::write_checkpoint(folder.path(), config, tiny::dots_ocr_tensors(config));
    std::filesystem::remove(folder.path() / "preprocessor_config.json");  // the published sizes enlarge 28 × 28
    const auto model = load_model(*be, folder.path());
    const Prompt p = prompt(*model);
    ASSERT_EQ(p.images.size(), 2u);
    EXPECT_EQ(p.images[1].grid_h, 2);
    std::vector<int32_t> enlarged(6 + 4, 200);
    EXPECT_EQ(model->make_prompt(enlarged, tiny::dots_ocr_images(), {}).images[1].grid_h, 4);
}

TEST_F(DotsOcrTiny, PlaceholdersAreCounted) {
    const auto be = backend(Compute::f32);
    const auto model = load(*be, tiny::dots_ocr_config());
    const auto message = [&](const std::vector<int32_t>& ids, const std::vector<Image>& images) -> std::string {
        try {
            model->make_prompt(ids, images, {});
        } catch (const Error& e) {
            EXPECT_EQ(e.fault() == Fault::argument || e.fault() == Fault::input, true);
            return e.what();
        }
        return "";
    };
    const auto images = tiny::dots_ocr_images();
    EXPECT_EQ(message(tiny::dots_ocr_ids(), images), "");
    EXPECT_NE(message({210, 200, 200, 212}, images).find("7 for 2 pictures (6 + 1), found 2"), std::string::npos);
    EXPECT_NE(message(tiny::dots_ocr_ids(), {}).find("as no picture was given, found 7"), std::string::npos);
    EXPECT_NE(message({210, 256}, {}).find("ids from 0 to 255, found 256"), std::string::npos);
    EXPECT_NE(message({-1}, {}).find("found -1"), std::string::npos);
    EXPECT_NE(message({}, {}), "");
    EXPECT_NE(message(std::vector<int32_t>(512, 1), {}).find("found 512"), std::string::npos);
    EXPECT_NE(message(tiny::dots_ocr_ids(), {images[0], Image(1, 201)}).find("200 times"), std::string::npos);
    EXPECT_THROW(model->make_prompt("text", images, {}), Error);  // there is no tokenizer
}

}  // namespace
}  // namespace lectern
