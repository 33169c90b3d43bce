// Every family against its public implementation: each named step of the trace, positions, logits, 64 greedy tokens, on
// every instruction set in F32 and BF16, and, as vulkan_parity_test, on the first Vulkan device.
// Fixtures: tests/data/parity/<family>/<name>; made by tests/reference/make_goldens.py.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "core/model/registry.h"
#include "tests/support/backends.h"
#include "tests/support/fixture.h"
#include "tests/support/golden.h"
#include "tests/support/temp_folder.h"

namespace lectern {
namespace {

const std::filesystem::path kFixtures = "tests/data/parity";

struct Case {
    std::string family, fixture;
    test::BackendCase backend;
};

void PrintTo(const Case& c, std::ostream* out) {
    *out << c.family << "/" << c.fixture << " on " << c.backend.name;
}

std::vector<std::string> fixtures_of(const std::string& family) {
    std::vector<std::string> names;
    if (!std::filesystem::exists(kFixtures / family)) return names;
    for (const auto& entry : std::filesystem::directory_iterator(kFixtures / family))
        names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<Case> cases() {
    std::vector<Case> all;
    for (const Family& family : families())
        for (const std::string& name : fixtures_of(family.name))
            for (const test::BackendCase& backend : test::machine_backends())
                all.push_back({family.name, name, backend});
    return all;
}

class Parity : public ::testing::TestWithParam<Case> {};

TEST_P(Parity, EveryStepIsTheReferences) {
    const Case& c = GetParam();
    const auto be = c.backend.make(2);
    if (!be) GTEST_SKIP() << "no Vulkan device on this machine";
    const test::Fixture fixture = test::read_fixture(kFixtures / c.family / c.fixture / "fixture.json");
    const test::Golden golden = test::read_golden(kFixtures / c.family / c.fixture / "golden.safetensors");
    ASSERT_EQ(golden.tokens().size(), 64u);
    ASSERT_GE(*std::min_element(golden.margins.begin(), golden.margins.end()), 1e-3f);
    lectern::testing::TempFolder folder;
    test::write_model(fixture, folder.path());
    const auto model = load_model(*be, folder.path());
    const Prompt prompt = model->make_prompt(fixture.ids, fixture.images, {.mode = fixture.mode});
    test::expect_parity(*be, *model, prompt, golden, c.family + "/" + c.fixture + " " + c.backend.name);
    test::expect_no_complaints(*be);
}

INSTANTIATE_TEST_SUITE_P(Families, Parity, ::testing::ValuesIn(cases()), [](const auto& one) {
    return one.param.family + "_" + one.param.fixture + "_" + one.param.backend.name;
});

TEST(ParityFixtures, EveryFamilyHasSome) {
    for (const Family& family : families())
        EXPECT_FALSE(fixtures_of(family.name).empty()) << "tests/data/parity has no " << family.name;
}

}  // namespace
}  // namespace lectern
