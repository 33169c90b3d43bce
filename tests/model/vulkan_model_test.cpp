// Models on the first Vulkan device: every step of a trace as on the CPU, and the same greedy tokens.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <map>
#include <tuple>

#include "core/base/json.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "core/model/generate.h"
#include "core/model/model.h"
#include "core/model/trace.h"
#include "gpu/gpu.h"
#include "tests/support/fixture.h"
#include "tests/support/read_png.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_dots_ocr.h"
#include "tests/support/tiny_glm_ocr.h"

namespace lectern {
namespace {

class VulkanModel : public ::testing::Test {
 protected:
    void SetUp() override {
        if (list_devices().empty()) GTEST_SKIP() << "no Vulkan device on this machine";
    }
    static std::unique_ptr<GpuBackend> open(Compute compute) {
        return make_vulkan_backend({.compute = compute, .validation = true, .pipeline_cache = false});
    }
    static void expect_silent(GpuBackend& be) {
        for (const std::string& message : be.validation_messages()) ADD_FAILURE() << message;
    }
};

using Steps = std::map<std::string, std::vector<float>>;

Steps trace_steps(Backend& be, const VisionLanguageModel& model, const Prompt& prompt) {
    Steps steps;
    trace(be, model, prompt, 8, [&](const std::string& name, std::span<const int64_t>, std::span<const float> values) {
        steps[name].assign(values.begin(), values.end());
    });
    return steps;
}

Steps trace_tiny(Backend& be, DType dtype) {
    lectern::testing::TempFolder folder;
    tiny::write_checkpoint(folder.path(), tiny::dots_ocr_config(), tiny::dots_ocr_tensors(tiny::dots_ocr_config()),
                           dtype);
    const auto model = load_model(be, folder.path());
    return trace_steps(be, *model, model->make_prompt(tiny::dots_ocr_ids(), tiny::dots_ocr_images(), {}));
}

// The largest difference of a step, as a part of its largest value.
double worst_difference(const Steps& got, const Steps& want) {
    EXPECT_EQ(got.size(), want.size());
    double worst = 0;
    for (const auto& [name, values] : want) {
        const std::vector<float>& other = got.at(name);
        EXPECT_EQ(other.size(), values.size()) << name;
        double largest = 1e-30, difference = 0;
        for (size_t i = 0; i < std::min(values.size(), other.size()); ++i) {
            largest = std::max<double>(largest, std::fabs(values[i]));
            difference = std::max<double>(difference, std::fabs(values[i] - other[i]));
        }
        worst = std::max(worst, difference / largest);
    }
    return worst;
}

// Root mean square of the difference, as a part of what is wanted.
double distance(const std::vector<float>& got, const std::vector<float>& want) {
    double apart = 0, size = 1e-30;
    for (size_t i = 0; i < want.size(); ++i) {
        apart += std::pow(static_cast<double>(got[i]) - want[i], 2);
        size += std::pow(static_cast<double>(want[i]), 2);
    }
    return std::sqrt(apart / size);
}

TEST_F(VulkanModel, EveryStepOfTheTinyCheckpointIsAsOnTheCpu) {
    for (const DType dtype : {DType::F32, DType::BF16, DType::F16})
        for (const Compute compute : {Compute::f32, Compute::bf16}) {
            const auto gpu = open(compute);
            const auto cpu = make_cpu_backend({.threads = 2, .compute = compute});
            const Steps got = trace_tiny(*gpu, dtype), want = trace_tiny(*cpu, dtype);
            const double worst = worst_difference(got, want);
            std::printf("%s weights, %s: steps differ by at most %.1e\n", dtype_name(dtype),
                        compute == Compute::f32 ? "f32" : "bf16", worst);
            EXPECT_LE(worst, compute == Compute::bf16 ? 2e-2 : 2e-5);
            if (compute == Compute::f32) {
                EXPECT_EQ(got.at("generated_ids"), want.at("generated_ids"));
            }
            if (compute == Compute::f32 && dtype == DType::F32) {  // the specification's own
                EXPECT_EQ(got.at("generated_ids"), (std::vector<float>{81, 118, 3, 119, 82, 143, 233, 115}));
            }
            expect_silent(*gpu);
        }
}

// Every family with int8 and int4 weights: in F32 the same steps and tokens, in BF16, where rows become integers on their
// way into products, no further from F32 than on the processor.
TEST_F(VulkanModel, QuantisedFamiliesAreAsOnTheCpu) {
    for (const char* name : {"dots_ocr/tied", "qwen2_5_vl/tied", "glm_ocr/tied", "deepseek_ocr/joined", "deepseek_ocr_2/base"}) {
        const test::Fixture fixture = test::read_fixture(std::filesystem::path("tests/data/parity") / name / "fixture.json");
        lectern::testing::TempFolder folder;
        test::write_model(fixture, folder.path());
        for (const Quant quant : {Quant::int8, Quant::int4}) {
            SCOPED_TRACE(std::string(name) + " " + quant_name(quant));
            const auto steps = [&](Backend& be) {
                const auto model = load_model(be, folder.path(), {.quant = quant});
                return trace_steps(be, *model, model->make_prompt(fixture.ids, fixture.images, {.mode = fixture.mode}));
            };
            const auto exact = open(Compute::f32), rounded = open(Compute::bf16);
            const Steps want = steps(*make_cpu_backend({.threads = 2, .compute = Compute::f32})), got = steps(*exact);
            EXPECT_LE(worst_difference(got, want), 2e-5);
            EXPECT_EQ(got.at("generated_ids"), want.at("generated_ids"));
            const auto error = [&](Backend& be) { return distance(steps(be).at("text.norm"), want.at("text.norm")); };
            const double here = error(*rounded), there = error(*make_cpu_backend({.threads = 2, .compute = Compute::bf16}));
            std::printf("%s %s: BF16 error %.4f, on the processor %.4f\n", name, quant_name(quant), here, there);
            EXPECT_LE(here, 1.5 * there);
            expect_silent(*exact);
            expect_silent(*rounded);
        }
    }
}

// Every family: steps begun from the device's own tokens give those of one step at a time, to the bit.
TEST_F(VulkanModel, TokensFedBackOnTheDeviceAreTheSame) {
    const auto be = open(Compute::bf16);
    for (const char* name : {"dots_ocr/tied", "qwen2_5_vl/untied", "glm_ocr/tied", "deepseek_ocr/joined", "deepseek_ocr_2/base"}) {
        SCOPED_TRACE(name);
        const test::Fixture fixture = test::read_fixture(std::filesystem::path("tests/data/parity") / name / "fixture.json");
        lectern::testing::TempFolder folder;
        test::write_model(fixture, folder.path());
        const auto model = load_model(*be, folder.path());
        const auto answer = [&](bool ahead) {
            std::vector<GenerateRequest> requests;
            requests.push_back({model->make_prompt(fixture.ids, fixture.images, {.mode = fixture.mode}), 24, {}});
            return generate(*be, *model, std::move(requests), {.speculate = Speculate::never, .ahead = ahead}, {}, {})[0];
        };
        const Generated want = answer(false), got = answer(true);
        EXPECT_EQ(got.reason, want.reason);
        EXPECT_EQ(got.text, want.text);
        ASSERT_EQ(got.tokens.size(), want.tokens.size());
        for (size_t t = 0; t < want.tokens.size(); ++t) {
            EXPECT_EQ(got.tokens[t].id, want.tokens[t].id) << t;
            EXPECT_EQ(got.tokens[t].log_probability, want.tokens[t].log_probability) << t;
            EXPECT_EQ(got.tokens[t].runner_up, want.tokens[t].runner_up) << t;
        }
    }
    expect_silent(*be);
}

std::vector<Generated> read_lines(Backend& be, size_t count, std::vector<Json>* samples, Quant quant = Quant::none) {
    const std::filesystem::path folder = "resources/models/reader-tiny";
    const auto model = load_model(be, folder, {.quant = quant});
    std::vector<GenerateRequest> requests;
    const Json file = read_json_file(folder / "samples" / "samples.json", Fault::input);
    for (const Json& line : file.at("lines")) {
        if (requests.size() == count) break;
        const Image image = test::read_png(folder / "samples" / line.at("file").get<std::string>());
        requests.push_back({model->make_prompt("", {&image, 1}, {.line = true}), 109});
        if (samples) samples->push_back(line);
    }
    return generate(be, *model, requests, {}, {}, {});
}

TEST_F(VulkanModel, TheInBoxReaderReadsItsSamplesExactlyInF32) {
    const auto gpu = open(Compute::f32);
    std::vector<Json> samples;
    const std::vector<Generated> results = read_lines(*gpu, 6, &samples);
    ASSERT_EQ(results.size(), 6u);
    for (size_t i = 0; i < results.size(); ++i) EXPECT_EQ(results[i].text, samples[i].at("output").get<std::string>());
    expect_silent(*gpu);
}

// Where the tokens part from the CPU's, the two best lay within what rounding moves: of BF16, and of the rows that become
// 16-bit integers beside int8 weights or 8-bit ones beside int4.
TEST_F(VulkanModel, RoundedReadingPartsOnlyWhereTheBestTokensAreClose) {
    for (const auto& [quant, lines, close] :
         {std::tuple{Quant::none, size_t{4}, 0.15}, {Quant::int8, size_t{2}, 0.15}, {Quant::int4, size_t{2}, 0.15}}) {
        SCOPED_TRACE(quant_name(quant));
        const auto gpu = open(Compute::bf16);
        const auto cpu = make_cpu_backend({.threads = 2, .compute = Compute::bf16});
        const std::vector<Generated> got = read_lines(*gpu, lines, nullptr, quant),
                                     want = read_lines(*cpu, lines, nullptr, quant);
        double furthest = 0;
        for (size_t i = 0; i < want.size(); ++i)
            for (size_t t = 0; t < std::min(got[i].tokens.size(), want[i].tokens.size()); ++t) {
                const GeneratedToken &a = got[i].tokens[t], &b = want[i].tokens[t];
                if (a.id == b.id) {
                    furthest = std::max<double>(furthest, std::fabs(a.log_probability - b.log_probability));
                    continue;
                }
                EXPECT_LE(b.log_probability - b.runner_up, close) << "line " << i << " token " << t;
                break;
            }
        std::printf("%s: log-probabilities differ by at most %.3f\n", quant_name(quant), furthest);
        EXPECT_LE(furthest, close);
        expect_silent(*gpu);
    }
}

// Guesses of GLM-OCR's next-token layer: the answer without them, or another from where the two best tokens lie closer
// than the arithmetic's error on.
TEST_F(VulkanModel, GuessingAheadKeepsTheAnswer) {
    for (const Compute compute : {Compute::f32, Compute::bf16}) {
        const auto be = open(compute);
        lectern::testing::TempFolder folder;
        test::TinyGlm glm = test::golden_glm();
        glm.generation["eos_token_id"] = glm.config["text_config"]["eos_token_id"] = {63};  // goes on to its budget
        test::write_glm(glm, folder.path(), DType::BF16);
        const auto model = load_model(*be, folder.path());
        const auto answers = [&](Speculate when) {
            std::vector<GenerateRequest> requests;
            const std::vector<Image> images{test::golden_glm_image()};
            for (int32_t k = 0; k < 3; ++k) {
                std::vector<int32_t> ids = test::golden_glm_ids();
                ids[1] = 7 * k;
                requests.push_back({model->make_prompt(ids, images, {}), 30, {}});
            }
            return generate(*be, *model, std::move(requests), {.speculate = when}, {}, {});
        };
        const std::vector<Generated> plain = answers(Speculate::never), ahead = answers(Speculate::always);
        const float close = compute == Compute::f32 ? 1e-4f : 2e-2f;  // log-probabilities
        int64_t guessed = 0, right = 0;
        for (size_t i = 0; i < plain.size(); ++i) {
            guessed += ahead[i].drafted_tokens;
            right += ahead[i].accepted_drafts;
            for (size_t t = 0; t < std::min(plain[i].tokens.size(), ahead[i].tokens.size()); ++t) {
                const GeneratedToken &a = plain[i].tokens[t], &b = ahead[i].tokens[t];
                EXPECT_NEAR(a.log_probability, b.log_probability, close) << i << ", token " << t;
                if (a.id == b.id) continue;
                EXPECT_LT(std::fabs(a.log_probability - a.runner_up), close) << i << ", token " << t;
                break;
            }
        }
        EXPECT_GT(guessed, 0);
        std::printf("%s: %lld of %lld guesses right\n", compute == Compute::f32 ? "f32" : "bf16",
                    static_cast<long long>(right), static_cast<long long>(guessed));
        expect_silent(*be);
    }
}

}  // namespace
}  // namespace lectern
