// Fault table row 15: weights that are not numbers, all zero, denormal or huge, in each block. A warning at load where
// the file shows it, and an answer that ends, by itself or with a sentence.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/compute/cpu/cpu_backend_api.h"
#include "core/model/generate.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_dots_ocr.h"

using namespace lectern;

static const std::vector<const char*> kPlaces{"vision_tower.patch_embed.patchifier.proj.weight",
                                              "vision_tower.blocks.0.attn.qkv.weight",
                                              "vision_tower.blocks.1.mlp.fc1.weight",
                                              "vision_tower.blocks.2.norm2.weight",
                                              "vision_tower.post_trunk_norm.weight",
                                              "vision_tower.merger.mlp.2.weight",
                                              "model.embed_tokens.weight",
                                              "model.layers.0.self_attn.k_proj.weight",
                                              "model.layers.1.mlp.down_proj.weight",
                                              "model.norm.weight",
                                              "lm_head.weight"};

struct Poison {
    const char* name;
    float value;
    bool everywhere;  // else one element in each 50
};
static const std::vector<Poison> kPoisons{{"NaN", std::nanf(""), false},
                                          {"infinity", std::numeric_limits<float>::infinity(), false},
                                          {"minus infinity", -std::numeric_limits<float>::infinity(), true},
                                          {"zero", 0, true},
                                          {"denormal", 1e-41f, true},
                                          {"huge", 3e38f, true}};

TEST(HostileWeights, EveryAnswerEnds) {
    const Json config = tiny::dots_ocr_config();
    const auto whole = tiny::dots_ocr_tensors(config);
    const auto images = tiny::dots_ocr_images();
    const auto ids = tiny::dots_ocr_ids();
    int failed = 0, ended = 0;
    for (const char* place : kPlaces) {
        for (const Poison& poison : kPoisons) {
            SCOPED_TRACE(std::string(poison.name) + " in " + place);
            auto tensors = whole;
            bool found = false;
            for (auto& t : tensors) {
                if (t.name != place) continue;
                found = true;
                for (size_t i = 0; i < t.values.size(); i += poison.everywhere ? 1 : 50) t.values[i] = poison.value;
            }
            ASSERT_TRUE(found);
            const lectern::testing::TempFolder folder;
            tiny::write_checkpoint(folder.path(), config, tensors);
            const auto be = make_cpu_backend({.threads = 1, .compute = Compute::f32});
            const auto model = load_model(*be, folder.path());
            EXPECT_EQ(model->warnings().size(), std::isfinite(poison.value) ? 0u : 1u);
            std::vector<GenerateRequest> requests;
            for (int i = 0; i < 2; ++i)
                requests.push_back({model->make_prompt(std::span<const int32_t>(ids), images, {}), 12});
            requests[1].sampler = {0.7, 0.9, 3};
            for (const Generated& g : generate(*be, *model, requests, {}, {}, {})) {
                EXPECT_LE(g.tokens.size(), 12u);
                for (const GeneratedToken& t : g.tokens) EXPECT_TRUE(std::isfinite(t.log_probability));
                if (g.reason == StopReason::failed) {
                    EXPECT_NE(g.failure.find("not numbers"), std::string::npos) << g.failure;
                    ++failed;
                } else {
                    ++ended;
                }
            }
        }
    }
    EXPECT_GT(failed, 40);
    EXPECT_GT(ended, 20);
}
