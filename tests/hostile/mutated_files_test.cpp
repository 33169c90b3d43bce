// Files with bytes changed, cut and repeated at random (seeded): each opens and draws, or is refused with an Error.
// Anything else (a crash, another exception, minutes of work) fails. asan looks on in its own preset.
#include <gtest/gtest.h>

#include <cstdio>
#include <random>

#include "app/convert.h"
#include "app/page_source.h"
#include "core/base/error.h"
#include "tests/support/tiny_pdf.h"

namespace lectern {

namespace fs = std::filesystem;
using test::tiny_pdf;
using test::write_file;

static constexpr int kCases = 250;  // of each kind

class MutatedFiles : public ::testing::TestWithParam<const char*> {
 protected:
    void SetUp() override { folder_ = test::fresh_folder("mutated"); }
    void TearDown() override { fs::remove_all(folder_); }
    fs::path folder_;
};

static std::string whole_file(const fs::path& folder, const std::string& kind) {
    const fs::path file = folder / ("whole." + kind);
    if (kind == "pdf") {
        write_file(file, tiny_pdf({{}, {.rotate = 90, .extra = "/CropBox[10 10 400 400]"}}));
    } else {
        const std::string command = "convert -size 90x60 plasma:red-blue -seed 7 " +
                                    std::string(kind == "tiff" ? "-duplicate 2 -compress LZW " : "") + "'" +
                                    file.string() + "'";
        EXPECT_EQ(test::run_command(command), 0);
    }
    return test::file_text(file);
}

static std::string mutated(std::string bytes, std::mt19937& random) {
    const auto below = [&](size_t n) { return static_cast<size_t>(random()) % std::max<size_t>(n, 1); };
    const size_t changes = 1 + below(8);
    for (size_t i = 0; i < changes && !bytes.empty(); ++i) {
        const size_t at = below(bytes.size());
        switch (below(5)) {
            case 0:
                bytes[at] = static_cast<char>(random());
                break;
            case 1:
                bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
                break;
            case 2:
                bytes.resize(at);
                break;
            case 3:
                bytes.insert(at, bytes.substr(below(bytes.size()), 1 + below(40)));
                break;
            case 4:
                bytes.erase(at, 1 + below(16));
                break;
        }
    }
    return bytes;
}

static uint32_t crc32(std::string_view bytes) {
    uint32_t crc = 0xffffffff;
    for (char c : bytes) {
        crc ^= static_cast<uint8_t>(c);
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

// Makes the checksums of a damaged PNG right again, or the decoder would stop at the first one and see nothing else.
static void mend_png(std::string& bytes) {
    const auto u = [&](size_t at) { return static_cast<size_t>(static_cast<uint8_t>(bytes[at])); };
    for (size_t at = 8; at + 12 <= bytes.size();) {
        const size_t length = u(at) << 24 | u(at + 1) << 16 | u(at + 2) << 8 | u(at + 3);
        if (length > bytes.size() - at - 12) return;
        const uint32_t crc = crc32(std::string_view(bytes).substr(at + 4, length + 4));
        for (size_t i = 0; i < 4; ++i) bytes[at + 8 + length + i] = static_cast<char>(crc >> (24 - 8 * i));
        at += length + 12;
    }
}

TEST_P(MutatedFiles, OpenOrAreRefused) {
    const std::string kind = GetParam(), whole = whole_file(folder_, kind);
    ASSERT_GT(whole.size(), 100u);
    EXPECT_FALSE(open_page_source(folder_ / ("whole." + kind))->render(0, 40, {}).empty());
    const fs::path file = folder_ / ("case." + kind);
    std::mt19937 random(20'26);
    int opened = 0, drawn = 0, refused = 0;
    for (int i = 0; i < kCases; ++i) {
        std::string bytes = mutated(whole, random);
        if (kind == "png") mend_png(bytes);
        write_file(file, bytes);
        try {
            const auto source = open_page_source(file);
            ++opened;
            for (size_t page = 0; page < std::min<size_t>(source->page_count(), 3); ++page) {
                const PageInfo info = source->page_info(page);
                const Image image = source->render(page, reading_dpi(info, 40), {});
                EXPECT_FALSE(image.empty());
                ++drawn;
            }
        } catch (const Error& e) {
            ++refused;
            EXPECT_EQ(e.fault(), e.fault() == Fault::encrypted ? Fault::encrypted : Fault::input)
                << i << ": " << e.what();
        }
    }
    std::printf("%s: %d files, %d opened, %d pages drawn\n", kind.c_str(), kCases, opened, drawn);
    EXPECT_GT(opened, 0);
    EXPECT_GT(refused, 0);
}

INSTANTIATE_TEST_SUITE_P(Kinds, MutatedFiles, ::testing::Values("pdf", "png", "jpg", "tiff", "webp"),
                         [](const auto& kind) { return std::string(kind.param); });

}  // namespace lectern
