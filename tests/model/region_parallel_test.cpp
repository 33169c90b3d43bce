// Many crops decode together, each with its own cache: a result has the same bits at 1, 3 and 17 at a time, in every
// family that can read regions.
#include <gtest/gtest.h>

#include <bit>
#include <filesystem>

#include "core/model/generate.h"
#include "core/model/registry.h"
#include "tests/support/backends.h"
#include "tests/support/fixture.h"
#include "tests/support/temp_folder.h"

namespace lectern {
namespace {

constexpr size_t kCrops = 17;
constexpr int64_t kTokens = 12;

std::filesystem::path first_fixture(const std::string& family) {
    std::vector<std::filesystem::path> found;
    const std::filesystem::path folder = "tests/data/parity/" + family;
    if (std::filesystem::exists(folder))
        for (const auto& entry : std::filesystem::directory_iterator(folder))
            found.push_back(entry.path() / "fixture.json");
    std::sort(found.begin(), found.end());
    return found.empty() ? std::filesystem::path() : found[0];
}

// The fixture's prompt with other pictures and another last word for each crop.
std::vector<GenerateRequest> requests(const VisionLanguageModel& model, const test::Fixture& fixture) {
    std::vector<GenerateRequest> all;
    for (size_t i = 0; i < kCrops; ++i) {
        std::vector<Image> images = fixture.images;
        for (Image& image : images)
            for (uint8_t& v : image.rgb) v = static_cast<uint8_t>(v + 13 * i);
        std::vector<int32_t> ids = fixture.ids;
        ids.back() = static_cast<int32_t>(2 + i);
        all.push_back({.prompt = model.make_prompt(ids, images, {.mode = fixture.mode}),
                       .max_new_tokens = kTokens + static_cast<int64_t>(i % 3)});
    }
    return all;
}

TEST(RegionParallel, ResultsHaveTheSameBitsAtOneThreeAndSeventeen) {
    for (const Family& family : families()) {
        const std::filesystem::path file = first_fixture(family.name);
        if (file.empty()) continue;
        const test::Fixture fixture = test::read_fixture(file);
        lectern::testing::TempFolder folder;
        test::write_model(fixture, folder.path());
        for (const Compute compute : {Compute::bf16, Compute::f32}) {
            SCOPED_TRACE(family.name + (compute == Compute::f32 ? " f32" : " bf16"));
            const auto be = make_cpu_backend({.threads = 2, .compute = compute});
            const auto model = load_model(*be, folder.path());
            std::vector<Generated> alone;
            for (const int64_t together : {1, 3, 17}) {
                GenerateOptions options;
                options.max_sequences = together;
                const std::vector<Generated> made = generate(*be, *model, requests(*model, fixture), options, {}, {});
                ASSERT_EQ(made.size(), kCrops);
                if (together == 1) alone = made;
                for (size_t i = 0; i < kCrops; ++i) {
                    ASSERT_EQ(made[i].tokens.size(), alone[i].tokens.size())
                        << "crop " << i << " of " << together << " at a time";
                    for (size_t t = 0; t < made[i].tokens.size(); ++t) {
                        EXPECT_EQ(made[i].tokens[t].id, alone[i].tokens[t].id);
                        EXPECT_EQ(std::bit_cast<uint32_t>(made[i].tokens[t].log_probability),
                                  std::bit_cast<uint32_t>(alone[i].tokens[t].log_probability))
                            << "crop " << i << ", token " << t << ", " << together << " at a time";
                    }
                }
            }
        }
    }
}

// A folder whose config.json is of one version and whose weights are of the other.
TEST(DeepseekPair, AMixedFolderIsNamed) {
    for (const auto& [config_of, weights_of] :
         {std::pair{"deepseek_ocr", "deepseek_ocr_2"}, {"deepseek_ocr_2", "deepseek_ocr"}}) {
        test::Fixture mixed = test::read_fixture(first_fixture(weights_of));
        mixed.files = test::read_fixture(first_fixture(config_of)).files;
        lectern::testing::TempFolder folder;
        test::write_model(mixed, folder.path());
        const ModelReport report = inspect_model(folder.path());
        ASSERT_EQ(report.problems.size(), 1u);
        EXPECT_NE(report.problems[0].find("two models were mixed in one folder"), std::string::npos)
            << report.problems[0];
        const auto be = make_cpu_backend({.threads = 1});
        EXPECT_THROW(load_model(*be, folder.path()), Error);
    }
}

TEST(DeepseekPair, TheWeightsTellWhenConfigDoesNot) {
    test::Fixture fixture = test::read_fixture(first_fixture("deepseek_ocr_2"));
    fixture.files["config.json"].erase("architectures");
    fixture.files["config.json"].erase("auto_map");
    lectern::testing::TempFolder folder;
    test::write_model(fixture, folder.path());
    const ModelReport report = inspect_model(folder.path());
    EXPECT_TRUE(report.problems.empty());
    EXPECT_EQ(report.card.family, "deepseek_ocr_2");
}

}  // namespace
}  // namespace lectern
