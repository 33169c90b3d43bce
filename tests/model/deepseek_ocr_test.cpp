// DeepSeek-OCR's own rules: views, tiles, the n-gram rule, grounded answers, resampled tables. Vectors from the
// published code.
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/layers/convolution.h"
#include "core/layers/resample.h"
#include "core/model/deepseek_ocr/model.h"
#include "core/model/deepseek_ocr/ngram_rule.h"
#include "core/model/deepseek_ocr/views.h"
#include "tests/support/backends.h"

namespace lectern::deepseek_ocr {
namespace {

Config config_of(Version version) {
    Config c;
    c.version = version;
    return c;
}

int64_t tokens_of(Version version, int64_t width, int64_t height, const std::string& mode) {
    const Config c = config_of(version);
    const Mode m = find_mode(c, mode);
    const TileGrid grid = m.crop ? choose_grid(width, height, m.tile, m.most_tiles) : TileGrid{};
    ImagePatches image;
    image.views.push_back({m.base, m.base / 16, {}});
    image.tile_columns = grid.columns;
    image.tile_rows = grid.rows;
    for (int64_t i = 0; i < grid.tiles(); ++i) image.views.push_back({m.tile, m.tile / 16, {}});
    return image_tokens(c, image);
}

TEST(DeepseekViews, TilesAndTokensAreThePublishedOnes) {
    struct Vector {
        int64_t width, height;
        TileGrid nine, six, two;  // v1 with at most 9 and 6 tiles, v2
        int64_t nine_tokens, six_tokens, two_tokens;
    };
    for (const Vector& v : {Vector{1224, 1584, {2, 3}, {2, 3}, {2, 3}, 903, 903, 1121},
                            {2480, 3508, {2, 3}, {2, 3}, {2, 3}, 903, 903, 1121},
                            {2200, 1700, {3, 2}, {3, 2}, {3, 2}, 893, 893, 1121},
                            {1280, 720, {2, 1}, {2, 1}, {2, 1}, 483, 483, 545},
                            {1920, 1080, {4, 2}, {2, 1}, {2, 1}, 1093, 483, 545},
                            {2000, 2000, {3, 3}, {2, 2}, {2, 2}, 1203, 693, 833},
                            {700, 700, {2, 2}, {2, 2}, {}, 693, 693, 257},
                            {641, 640, {2, 2}, {2, 2}, {}, 693, 693, 257},
                            {640, 640, {}, {}, {}, 273, 273, 257},
                            {769, 700, {2, 2}, {2, 2}, {2, 2}, 693, 693, 833},
                            {3000, 1000, {3, 1}, {3, 1}, {3, 1}, 583, 583, 689},
                            {1000, 3000, {1, 3}, {1, 3}, {1, 3}, 603, 603, 689},
                            {4000, 500, {8, 1}, {6, 1}, {6, 1}, 1083, 883, 1121},
                            {2000, 1000, {4, 2}, {2, 1}, {2, 1}, 1093, 483, 545},
                            {1250, 1000, {3, 2}, {3, 2}, {2, 2}, 893, 893, 833}}) {
        SCOPED_TRACE(testing::Message() << v.width << " × " << v.height);
        EXPECT_EQ(choose_grid(v.width, v.height, 640, 9), v.nine);
        EXPECT_EQ(choose_grid(v.width, v.height, 640, 6), v.six);
        EXPECT_EQ(choose_grid(v.width, v.height, 768, 6), v.two);
        EXPECT_EQ(tokens_of(Version::one, v.width, v.height, "gundam:9"), v.nine_tokens);
        EXPECT_EQ(tokens_of(Version::one, v.width, v.height, ""), v.six_tokens);
        EXPECT_EQ(tokens_of(Version::two, v.width, v.height, ""), v.two_tokens);
    }
    for (const auto& [mode, tokens] : {std::pair{"tiny", 73}, {"small", 111}, {"base", 273}, {"large", 421}})
        EXPECT_EQ(tokens_of(Version::one, 1700, 2200, mode), tokens) << mode;
    EXPECT_EQ(tokens_of(Version::two, 1700, 2200, "small"), 145);
    // Gundam-M: Large's 400 and tiles of 256, their rows' ends and the separator.
    EXPECT_EQ(tokens_of(Version::one, 1700, 2200, "gundam-m"), 421 + 6 * 256 + 48);
    EXPECT_EQ(tokens_of(Version::one, 2000, 1000, "gundam-m"), 421 + 2 * 256 + 16);
    EXPECT_EQ(tokens_of(Version::one, 1024, 1000, "gundam-m:9"), 421);
}

TEST(DeepseekViews, ThePageStandsInTheMiddleOfGrey) {
    struct Vector {
        int64_t width, height, x, y, inner_width, inner_height;
    };
    for (const Vector& v : {Vector{1700, 2200, 116, 0, 791, 1024},
                            {2480, 3508, 150, 0, 724, 1024},
                            {1280, 720, 0, 224, 1024, 576},
                            {641, 640, 0, 1, 1024, 1022},
                            {3000, 1000, 0, 342, 1024, 341},
                            {1000, 3000, 342, 0, 341, 1024},
                            {1250, 1000, 0, 102, 1024, 819}}) {
        SCOPED_TRACE(testing::Message() << v.width << " × " << v.height);
        const Image square = pad_to_square(Image(v.width, v.height), 1024);  // a white page
        const auto at = [&](int64_t x, int64_t y) { return static_cast<int>(square.row(y)[3 * x]); };
        EXPECT_EQ(at(v.x, v.y), 255);
        EXPECT_EQ(at(v.x + v.inner_width - 1, v.y + v.inner_height - 1), 255);
        if (v.x > 0) {
            EXPECT_EQ(at(v.x - 1, 500), 127);
        }
        if (v.y > 0) {
            EXPECT_EQ(at(500, v.y - 1), 127);
        }
        if (v.x + v.inner_width < 1024) {
            EXPECT_EQ(at(v.x + v.inner_width, 500), 127);
        }
        if (v.y + v.inner_height < 1024) {
            EXPECT_EQ(at(500, v.y + v.inner_height), 127);
        }
    }
}

std::string refusal(Version version, const std::string& mode) {
    try {
        find_mode(config_of(version), mode);
    } catch (const Error& e) {
        EXPECT_EQ(e.fault(), Fault::argument);
        return e.what();
    }
    return "";
}

TEST(DeepseekViews, ModesThatAreNoneAreNamed) {
    EXPECT_NE(refusal(Version::one, "gundam:12").find("from 2 to 9 tiles"), std::string::npos);
    EXPECT_NE(refusal(Version::two, "gundam:7").find("from 2 to 6 tiles"), std::string::npos);
    EXPECT_NE(refusal(Version::two, "896").find("768 or 1024"), std::string::npos);
    EXPECT_NE(refusal(Version::two, "large").find("DeepSeek-OCR-2"), std::string::npos);
    EXPECT_NE(refusal(Version::two, "gundam-m").find("DeepSeek-OCR-2"), std::string::npos);
    EXPECT_NE(refusal(Version::one, "gundam-m:10").find("from 2 to 9 tiles"), std::string::npos);
    EXPECT_NE(refusal(Version::one, "700").find("multiple of 64"), std::string::npos);
    EXPECT_NE(refusal(Version::one, "huge").find("gundam"), std::string::npos);
    EXPECT_NE(refusal(Version::one, "base:4").find("gundam"), std::string::npos);
    EXPECT_EQ(find_mode(config_of(Version::one), "1280").base, 1280);
    EXPECT_EQ(find_mode(config_of(Version::two), "768").base, 768);
    EXPECT_THROW(cut_views(config_of(Version::one), find_mode(config_of(Version::one), ""), Image(3000, 2)), Error);
}

TEST(DeepseekNgrams, VectorsOfThePublishedRule) {
    const auto banned = [](int64_t n, int64_t window, std::vector<int32_t> said, std::vector<int32_t> passed = {}) {
        NgramRule rule(n, window, std::move(passed));
        for (const int32_t id : said) rule.add(id);
        return rule.banned();
    };
    using Ids = std::vector<int32_t>;
    EXPECT_EQ(banned(3, 6, {1, 2, 3, 1, 2}), Ids{3});
    EXPECT_EQ(banned(3, 4, {1, 2, 3, 1, 2}), Ids{});
    EXPECT_EQ(banned(3, 6, {7, 7, 7}), Ids{7});
    EXPECT_EQ(banned(3, 6, {1, 2, 3, 1, 2}, {3}), Ids{});
    EXPECT_EQ(banned(3, 4, {1, 2, 1, 2, 1}), Ids{2});
    EXPECT_EQ(banned(3, 3, {1, 2, 1, 2, 1}), Ids{});
    EXPECT_EQ(banned(3, 3, {7, 7, 7}), Ids{7});
    EXPECT_EQ(banned(3, 2, {7, 7, 7}), Ids{});
    EXPECT_EQ(banned(2, 6, {1, 2, 1, 3, 1}), (Ids{2, 3}));
    EXPECT_EQ(banned(2, 6, {1, 2, 1, 3, 1}, {2}), Ids{3});
    EXPECT_EQ(banned(2, 3, {1, 2, 1, 3, 1}), Ids{3});
    // A stream longer than the window forgets what left it.
    Ids stream;
    for (int32_t i = 0; i < 300; ++i) stream.push_back(i % 7);
    EXPECT_EQ(banned(5, 20, stream), Ids{300 % 7});
    NgramRule rule(3, 6, {});
    for (const int32_t id : {1, 2, 3, 1, 2}) rule.add(id);
    std::vector<float> scores = {1, 2, 3, 4};
    rule.lower(Ids{1, 2, 3, 4}, scores);
    EXPECT_TRUE(std::isinf(scores[2]) && scores[0] == 1 && scores[3] == 4);
}

std::vector<Region> parsed(const std::string& answer, Labels labels = Labels::categories, size_t step = 1000) {
    const auto parser = make_grounding_parser(labels, 1998, 999);
    for (size_t at = 0; at < answer.size(); at += step) parser->add(std::string_view(answer).substr(at, step));
    parser->finish();
    return parser->regions();
}

const std::string kPage =
    "<|ref|>title<|/ref|><|det|>[[100, 50, 900, 100]]<|/det|>\n# A **report**  \n\n"
    "<|ref|>text<|/ref|><|det|>[[100, 120, 900, 300]]<|/det|>\nWhere \\(x \\coloneqq 1\\) holds.  \n\n\n\nMore.  \n\n"
    "<|ref|>image<|/ref|><|det|>[[0, 310, 400, 500], [500, 310, 999, 500]]<|/det|>\n"
    "<|ref|>table<|/ref|><|det|>[[100, 520, 900, 700]]<|/det|>\n<table><tr><td>1</td></tr></table>\n\n"
    "<|ref|>equation<|/ref|><|det|>[[100, 720, 900, 800]]<|/det|>\n\\[ a^2 \\]\n";

TEST(DeepseekAnswers, BlocksBecomeRegionsHoweverTheyArrive) {
    for (const size_t step : {size_t{1}, size_t{7}, size_t{1000}}) {
        const std::vector<Region> r = parsed(kPage, Labels::categories, step);
        ASSERT_EQ(r.size(), 6u) << step;
        EXPECT_EQ(r[0].category, Category::Title);
        EXPECT_EQ(r[0].content, "A report");
        EXPECT_EQ(r[0].level, 1);
        EXPECT_EQ(r[0].box.x0, 200);
        EXPECT_EQ(r[0].box.x1, 1800);
        EXPECT_EQ(r[0].box.y1, 100);
        EXPECT_EQ(r[1].content, "Where $x := 1$ holds.\n\nMore.");
        EXPECT_EQ(r[2].kind, ContentKind::picture);
        EXPECT_EQ(r[3].box.x0, 1000);
        EXPECT_EQ(r[4].kind, ContentKind::html_table);
        EXPECT_EQ(r[4].content, "<table><tr><td>1</td></tr></table>");
        EXPECT_EQ(r[5].content, "a^2");
        for (const Region& region : r) {
            EXPECT_EQ(region.state, RegionState::read);
            EXPECT_TRUE(region.warnings.empty()) << region.warnings[0];
        }
    }
}

TEST(DeepseekAnswers, LinesCarryTheirTextInTheLabel) {
    const std::vector<Region> r = parsed(
        "<|ref|>No. 7<|/ref|><|det|>[[1, 2, 30, 40]]<|/det|>\n<|ref|>text<|/ref|><|det|>[[5, 6, 70, 80]]<|/det|>",
        Labels::text);
    ASSERT_EQ(r.size(), 2u);
    EXPECT_EQ(r[0].content, "No. 7");
    EXPECT_EQ(r[1].content, "text");
    const std::vector<Region> located = parsed("<|ref|>the date<|/ref|><|det|>[[1, 2, 30, 40]]<|/det|>");
    ASSERT_EQ(located.size(), 1u);
    EXPECT_EQ(located[0].content, "the date");
}

TEST(DeepseekAnswers, BrokenMarksAreKeptAndMarked) {
    for (const std::string end : {"<|ref|>te", "<|ref|>text<|/ref|>", "<|ref|>text<|/ref|><|det|>[[100, 120, 9",
                                  "<|ref|>text<|/re", "<|ref|>text<|/ref|><|det|>[[100, 120, 900, 300]]<|/d"}) {
        const std::vector<Region> r = parsed("<|ref|>text<|/ref|><|det|>[[1, 2, 30, 40]]<|/det|>\nFirst.\n" + end);
        ASSERT_EQ(r.size(), 2u) << end;
        EXPECT_EQ(r[0].content, "First.");
        EXPECT_EQ(r[0].state, RegionState::read);
        EXPECT_EQ(r[1].state, RegionState::stopped) << end;
        EXPECT_FALSE(r[1].warnings.empty()) << end;
    }
    const std::vector<Region> in_the_middle = parsed(
        "<|ref|>text<|/ref|><|det|>[[1, 2, <|ref|>table<|/ref|><|det|>[[1, 2, 30, 40]]<|/det|>\n<table></table>");
    ASSERT_EQ(in_the_middle.size(), 2u);
    EXPECT_FALSE(in_the_middle[0].warnings.empty());
    EXPECT_EQ(in_the_middle[1].kind, ContentKind::html_table);
}

TEST(DeepseekAnswers, BoxesOutsideThePageAreCutAndMarked) {
    const std::vector<Region> r = parsed(
        "<|ref|>text<|/ref|><|det|>[[-5, 0, 1400, 99]]<|/det|>\nA\n<|ref|>text<|/ref|><|det|>[[900, 500, 100, "
        "400]]<|/det|>\nB\n"
        "<|ref|>text<|/ref|><|det|>[[1, 2, 3]]<|/det|>\nC\n<|ref|>text<|/ref|><|det|>none<|/det|>\nD");
    ASSERT_EQ(r.size(), 4u);
    EXPECT_EQ(r[0].box.x0, 0);
    EXPECT_EQ(r[0].box.x1, 1998);
    EXPECT_EQ(r[1].box.x0, 200);
    EXPECT_EQ(r[1].box.y0, 400);
    EXPECT_TRUE(r[2].box.empty());
    EXPECT_TRUE(r[3].box.empty());
    for (const Region& region : r) EXPECT_FALSE(region.warnings.empty());
}

TEST(DeepseekAnswers, ATableBlockHoldsItsTable) {
    const std::string block = "<|ref|>table<|/ref|><|det|>[[1, 2, 30, 40]]<|/det|>\n";
    const std::vector<Region> beside = parsed(block + "Table 3: costs\n<table><tr><td>1</td></tr></table>\nin euros");
    ASSERT_EQ(beside.size(), 3u);
    EXPECT_EQ(beside[0].content, "<table><tr><td>1</td></tr></table>");
    EXPECT_EQ(beside[1].content, "Table 3: costs");
    EXPECT_EQ(beside[2].content, "in euros");
    EXPECT_FALSE(beside[1].warnings.empty());
    const std::vector<Region> words = parsed(block + "just words");
    ASSERT_EQ(words.size(), 1u);
    EXPECT_EQ(words[0].kind, ContentKind::text);
    EXPECT_EQ(words[0].content, "just words");
    EXPECT_FALSE(words[0].warnings.empty());
}

TEST(DeepseekAnswers, TextWithoutMarksIsOneRegion) {
    const std::vector<Region> r = parsed("Just words < and <| more.\n");
    ASSERT_EQ(r.size(), 1u);
    EXPECT_EQ(r[0].content, "Just words < and <| more.");
    EXPECT_EQ(r[0].box.x1, 1998);
    EXPECT_TRUE(parsed(" \n").empty());
    EXPECT_EQ(parsed("<|ref|>" + std::string(10'000, 'x')).size(), 1u);  // a mark that never ends
}

TEST(Resample, VectorsOfTorch) {
    const auto column = [](const std::vector<float>& values, int64_t to) {  // along y, the same in every column
        const auto side = static_cast<int64_t>(values.size());
        std::vector<float> table;
        for (const float v : values) table.insert(table.end(), values.size(), v);
        const std::vector<float> out = resample_bicubic(table, side, to, 1);
        std::vector<float> first;
        for (int64_t y = 0; y < to; ++y) first.push_back(out[static_cast<size_t>(y * to)]);
        return first;
    };
    const auto expect_near = [](const std::vector<float>& got, const std::vector<float>& want) {
        ASSERT_EQ(got.size(), want.size());
        for (size_t i = 0; i < want.size(); ++i) EXPECT_NEAR(got[i], want[i], 2e-6f);
    };
    expect_near(column({0, 1, 4, 9}, 5), {-0.043269f, 0.505574f, 2.25f, 5.617063f, 9.216346f});
    expect_near(column({0, 1, 4, 9}, 3), {0.075515f, 2.359195f, 7.935927f});
    expect_near(resample_linear(std::vector<float>{0, 1, 4, 9, 16}, 5, 7, 1),
                {0, 0.571429f, 1.857143f, 4, 7.571429f, 12, 16});
}

// A step of one window is torch's unfold, columns (y, x, channel).
TEST(Convolution, WindowsBecomeRows) {
    const auto be = make_cpu_backend({.threads = 1, .compute = Compute::f32});
    std::vector<float> x;
    for (int i = 0; i < 12; ++i) x.push_back(static_cast<float>(i + 1));
    const Grid grid{1, 2, 3};  // two channels
    const Tensor tx = be->upload_floats(x, Shape{6, 2});
    const Tensor y = unfold(*be, tx, grid, {.side = 2, .stride = 2, .before = 0, .after = 1});
    EXPECT_EQ(y.shape, (Shape{2, 8}));
    EXPECT_EQ(be->read_floats(y), (std::vector<float>{1, 2, 3, 4, 7, 8, 9, 10, 5, 6, 0, 0, 11, 12, 0, 0}));
    const Tensor same = unfold(*be, tx, grid, {.side = 3, .stride = 1});
    EXPECT_EQ(same.shape, (Shape{6, 18}));
    EXPECT_EQ(be->read_floats(same)[8], 1);  // the middle of the first window is its own place
}

}  // namespace
}  // namespace lectern::deepseek_ocr
