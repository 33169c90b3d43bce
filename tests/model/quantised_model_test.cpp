// Every family with quantised weights: the same function as the checkpoint its codes stand for, ahead of time as at
// load.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <map>

#include "core/compute/convert.h"
#include "core/model/registry.h"
#include "core/model/trace.h"
#include "core/weights/quantise_checkpoint.h"
#include "tests/support/backends.h"
#include "tests/support/compare.h"
#include "tests/support/fixture.h"
#include "tests/support/temp_folder.h"

namespace lectern {
namespace {

namespace fs = std::filesystem;

fs::path first_fixture(const std::string& family) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator("tests/data/parity/" + family))
        found.push_back(entry.path() / "fixture.json");
    std::sort(found.begin(), found.end());
    return found.at(0);
}

struct Case {
    std::string family;
    Quant quant;
};

class QuantisedModel : public ::testing::TestWithParam<Case> {
 protected:
    void SetUp() override {
        fixture_ = test::read_fixture(first_fixture(GetParam().family));
        for (const char* name : {"plain", "ahead", "widened"}) {
            fs::create_directories(folder_.path() / name);
            test::write_model(fixture_, folder_.path() / name);
        }
        visit_weights(folder_.path() / "plain", [&](const Checkpoint& checkpoint, const WeightTable& table) {
            write_quantised(checkpoint, table, {.quant = GetParam().quant}, folder_.path() / "ahead/model.safetensors",
                            {});
        });
        write_widened();
    }

    // The quantised checkpoint with every code times its scale instead, as F32.
    void write_widened() {
        const Checkpoint ahead(folder_.path() / "ahead");
        SafetensorsWriter file(folder_.path() / "widened/model.safetensors");
        for (const Checkpoint::Entry& e : ahead.entries()) {
            const std::string name = e.name.substr(0, e.name.rfind('.'));
            if (e.name == name + kScalesSuffix && ahead.find(name + kCodesSuffix) != nullptr) continue;
            if (e.name == name + kCodesSuffix)
                add_widened(file, ahead, e, name);
            else
                file.add_raw(e.name, e.dtype_name, e.shape, ahead.bytes_of(e));
        }
        file.finish();
    }
    void add_widened(SafetensorsWriter& file, const Checkpoint& ahead, const Checkpoint::Entry& codes,
                     const std::string& name) {
        const auto tensor = std::find_if(fixture_.tensors.begin(), fixture_.tensors.end(),
                                         [&](const auto& t) { return t.name == name; });
        ASSERT_NE(tensor, fixture_.tensors.end()) << name;
        const int64_t n = tensor->shape[0], k = tensor->shape[1], row_bytes = codes.shape[1];
        const auto code = ahead.bytes_of(codes);
        const auto scale = ahead.bytes_of(*ahead.find(name + kScalesSuffix));
        std::vector<float> values;
        for (int64_t r = 0; r < n; ++r)
            for (int64_t i = 0; i < k; ++i) {
                uint16_t bits = 0;
                std::memcpy(&bits, scale.data() + (r * quant_groups(k) + i / kQuantGroup) * 2, 2);
                const bool eight = codes.dtype_name == "I8";
                const auto byte = static_cast<int>(code[static_cast<size_t>(r * row_bytes + (eight ? i : i / 2))]);
                const int value = eight ? static_cast<int8_t>(byte) : (i % 2 ? byte >> 4 : byte & 15) - 8;
                values.push_back(static_cast<float>(value) * f16_to_f32(bits));
            }
        file.add(name, DType::F32, tensor->shape, std::as_bytes(std::span(values)));
    }

    // Every named step of the prompt's prefill and the logits.
    std::map<std::string, std::vector<float>> steps(const char* name, const LoadOptions& options, Compute compute,
                                                    int threads = 2, CpuLevel level = test::machine_levels().back()) {
        const auto be = make_cpu_backend({.threads = threads, .compute = compute, .level = level});
        const auto model = load_model(*be, folder_.path() / name, options);
        std::map<std::string, std::vector<float>> all;
        trace(*be, *model, model->make_prompt(fixture_.ids, fixture_.images, {.mode = fixture_.mode}), 1,
              [&](const std::string& step, std::span<const int64_t>, std::span<const float> values) {
                  all[step].assign(values.begin(), values.end());
              });
        return all;
    }

    lectern::testing::TempFolder folder_;
    test::Fixture fixture_;
};

double relative(const std::vector<float>& got, const std::vector<float>& want) {
    double apart = 0, size = 0;
    for (size_t i = 0; i < want.size(); ++i) {
        apart += std::pow(static_cast<double>(got[i]) - want[i], 2);
        size += std::pow(want[i], 2);
    }
    return std::sqrt(apart / std::max(size, 1e-30));
}

TEST_P(QuantisedModel, AheadOfTimeAsOnTheWayToTheBit) {
    for (const Compute compute : {Compute::f32, Compute::bf16})
        EXPECT_EQ(steps("ahead", {}, compute), steps("plain", {.quant = GetParam().quant}, compute));
    EXPECT_EQ(steps("ahead", {}, Compute::bf16, 1), steps("ahead", {}, Compute::bf16, 2));
}

TEST_P(QuantisedModel, IsTheCheckpointItsCodesStandFor) {
    for (const CpuLevel level : test::machine_levels()) {
        const auto want = steps("widened", {}, Compute::f32, 2, level),
                   exact = steps("ahead", {}, Compute::f32, 2, level);
        ASSERT_EQ(exact.size(), want.size());
        for (const auto& [name, values] : want)
            EXPECT_LE(relative(exact.at(name), values), 2e-5) << name << " " << test::level_name(level);
    }
}

// Activations are rounded to 16 bits beside int8 weights, to 8 beside int4, and to BF16 in the tower and for attention
// either way: together not much more than the plain checkpoint loses in BF16.
TEST_P(QuantisedModel, RoundedActivationsStayWithinTheirBound) {
    const double times = GetParam().quant == Quant::int8 ? 1.5 : 4;
    for (const CpuLevel level : test::machine_levels()) {
        const auto error = [&](const char* rounded, const char* exact) {
            return relative(steps(rounded, {}, Compute::bf16, 2, level).at("text.norm"),
                            steps(exact, {}, Compute::f32, 2, level).at("text.norm"));
        };
        const double own = error("plain", "plain"), apart = error("ahead", "widened");
        std::printf("%s %s %s: %.4f, plain checkpoint %.4f\n", GetParam().family.c_str(), quant_name(GetParam().quant),
                    test::level_name(level), apart, own);
        EXPECT_LE(apart, times * own) << test::level_name(level);
    }
}

TEST_P(QuantisedModel, AllMatricesOfTheDecoderAreQuantised) {
    visit_weights(folder_.path() / "ahead", [](const Checkpoint& checkpoint, const WeightTable& table) {
        for (const WeightEntry& entry : table) {
            const bool matrix = entry.use == WeightUse::matmul || entry.use == WeightUse::experts;
            if (matrix && entry.field.starts_with("text.")) {
                EXPECT_NE(checkpoint.find(entry.name + kCodesSuffix), nullptr) << entry.name;
            }
        }
    });
}

std::vector<Case> cases() {
    std::vector<Case> all;
    for (const Family& family : families())
        for (const Quant quant : {Quant::int8, Quant::int4}) all.push_back({family.name, quant});
    return all;
}
static void PrintTo(const Case& c, std::ostream* out) {
    *out << c.family << " " << quant_name(c.quant);
}
INSTANTIATE_TEST_SUITE_P(Families, QuantisedModel, ::testing::ValuesIn(cases()),
                         [](const auto& one) { return one.param.family + "_" + quant_name(one.param.quant); });

}  // namespace
}  // namespace lectern
