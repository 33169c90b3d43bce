// The estimate of memory against what loading and reading really take.
#include "core/model/memory_estimate.h"

#include <gtest/gtest.h>

#include <malloc.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>

#include "core/compute/cpu/cpu_backend_api.h"
#include "core/model/generate.h"
#include "tests/support/fixture.h"
#include "tests/support/instrumented.h"
#include "tests/support/temp_folder.h"

namespace lectern {
namespace {

// Kilobytes of a line of /proc/self/status.
size_t status_bytes(const std::string& key) {
    std::ifstream file("/proc/self/status");
    for (std::string word; file >> word;) {
        size_t kilobytes = 0;
        if (word == key && file >> kilobytes) return kilobytes * 1024;
    }
    return 0;
}

// From here on VmHWM is the most that was resident.
bool reset_peak() {
    std::ofstream file("/proc/self/clear_refs");
    file << "5";
    return static_cast<bool>(file.flush());
}

// The most that a page takes beyond what was resident before, without the program, in bytes: measured, estimated.
std::pair<double, double> page_of(const std::string& family, int64_t side) {
    test::Fixture f = test::read_fixture("tests/data/parity/" + family + "/tied/fixture.json");
    Json& config = f.files.at("config.json");
    (config.contains("text_config") ? config["text_config"] : config)["max_position_embeddings"] = 8192;
    lectern::testing::TempFolder folder;
    test::write_model(f, folder.path());
    const auto be = make_cpu_backend();
    Image page(side, side);
    for (size_t i = 0; i < page.rgb.size(); ++i) page.rgb[i] = static_cast<uint8_t>(i * 37 % 251);
    malloc_trim(0);
    const auto before = static_cast<double>(status_bytes("VmRSS:"));
    if (!reset_peak()) return {0, 0};
    const auto model = load_model(*be, folder.path());
    const Prompt empty = model->make_prompt(f.ids, f.images, {});
    const int32_t mark = empty.ids[static_cast<size_t>(
        std::find_if(empty.image_row.begin(), empty.image_row.end(), [](int32_t r) { return r >= 0; }) -
        empty.image_row.begin())];
    const int64_t tokens = model->image_tokens(model->cut_pictures(std::span(&page, 1), {})[0]);
    std::vector<int32_t> ids{5};
    ids.insert(ids.end(), static_cast<size_t>(tokens), mark);
    ids.push_back(6);
    std::vector<GenerateRequest> requests;
    requests.push_back({.prompt = model->make_prompt(ids, std::span(&page, 1), {}), .max_new_tokens = 4});
    EXPECT_EQ(generate(*be, *model, std::move(requests), {}, {}, {})[0].failure, "");
    const ModelSizes sizes = inspect_model(folder.path()).sizes;
    const MemoryEstimate e = estimate_memory(sizes, {.pixels = {side, side}, .answer = 4});
    return {static_cast<double>(status_bytes("VmHWM:")) - before, static_cast<double>(e.total() - e.program)};
}

// A half more or less, for pictures that go through the tower together and in pieces.
TEST(MemoryEstimate, WithinAHalfOfTheMeasuredPeak) {
    if (test::kInstrumented) GTEST_SKIP() << "the sanitizer's own memory is in what is measured";
    constexpr double kFactor = 1.5;
    for (const char* family : {"dots_ocr", "qwen2_5_vl"})
        for (const int64_t side : {980, 1680}) {
            const auto [measured, estimated] = page_of(family, side);
            if (estimated == 0) GTEST_SKIP() << "this system does not let a process reset its peak";
            EXPECT_LT(estimated, kFactor * measured) << family << ' ' << side;
            EXPECT_GT(estimated * kFactor, measured) << family << ' ' << side;
            RecordProperty(std::string(family) + std::to_string(side), std::to_string(estimated / measured));
            std::printf("%s, %lld pixels a side: %.1f MB estimated, %.1f MB measured\n", family,
                        static_cast<long long>(side), estimated / 1e6, measured / 1e6);
        }
}

TEST(MemoryEstimate, OfAPublishedSize) {
    ModelSizes s;
    s.weight_bytes = size_t{3461} * 1'000'000;
    s.patch_values = 588;
    s.vision_width = 1536;
    s.vision_middle = 4224;
    s.vision_heads = 12;
    s.vision_in_pieces = true;
    s.layers = 28;
    s.kv_dim = 256;
    s.hidden = 1536;
    s.middle = 8960;
    s.q_dim = 1536;
    s.vocabulary = 151936;
    s.picture = [](PixelSize p) { return PictureLoad{p.width / 14 * (p.height / 14), p.width / 28 * (p.height / 28)}; };
    EXPECT_EQ(kv_bytes_per_token(s), 28u * 2 * 256 * 2);
    EXPECT_EQ(kv_bytes_per_token(s, Compute::f32), 28u * 2 * 256 * 4);
    const PixelSize letter = letter_page(200);
    EXPECT_EQ(letter.width, 1700);
    EXPECT_EQ(letter.height, 2200);
    const MemoryEstimate at200 = estimate_memory(s, {.pixels = letter, .answer = 1024});
    EXPECT_GT(at200.total(), s.weight_bytes);
    EXPECT_LT(at200.vision, size_t{700} << 20);
    const MemoryEstimate at300 = estimate_memory(s, {.pixels = letter_page(300), .answer = 1024});
    EXPECT_GT(at300.total(), at200.total());
    EXPECT_GT(at300.tokens, 2 * at200.tokens);
    s.table_bytes = 1000;
    EXPECT_EQ(estimate_memory(s, {.pixels = letter, .answer = 1024, .tables = true}).total(), at200.total() + 1000);
}

// A large embedding is counted beside the weights, for a GPU; not so one that is the output head, too, unless that is
// quantised.
TEST(MemoryEstimate, ATiedEmbeddingCountsOnce) {
    for (const char* mode : {"tied", "untied"}) {
        SCOPED_TRACE(mode);
        test::Fixture f = test::read_fixture(std::string("tests/data/parity/qwen2_5_vl/") + mode + "/fixture.json");
        size_t table = 0;
        for (test::Fixture::Tensor& t : f.tensors) {
            const bool words = t.name.find("embed_tokens.weight") != std::string::npos;
            if (!words && t.name.find("lm_head.weight") == std::string::npos) continue;
            t.shape[0] = 10'000'000 / t.shape[1];
            t.values.clear();
            if (words) table = static_cast<size_t>(t.shape[0] * t.shape[1]) * 2;
            Json& config = f.files.at("config.json");
            (config.contains("text_config") ? config["text_config"] : config)["vocab_size"] = t.shape[0];
        }
        lectern::testing::TempFolder folder;
        test::write_model(f, folder.path());
        const bool tied = mode == std::string_view("tied");
        const ModelReport plain = inspect_model(folder.path()),
                          quantised = inspect_model(folder.path(), {.quant = Quant::int8});
        EXPECT_TRUE(plain.problems.empty()) << plain.problems[0];
        EXPECT_GT(plain.sizes.weight_bytes, table);
        EXPECT_EQ(plain.sizes.table_bytes, tied ? 0 : table);
        EXPECT_EQ(quantised.sizes.table_bytes, table);
        EXPECT_LT(quantised.sizes.weight_bytes, plain.sizes.weight_bytes);
    }
}

}  // namespace
}  // namespace lectern
