// Pictures through the vision towers of every family: the same bits however they are grouped, and no attention across
// pictures or windows.
#include <gtest/gtest.h>

#include <cstring>
#include <numeric>
#include <random>
#include <set>
#include <tuple>

#include "core/compute/cpu/cpu_backend_api.h"
#include "core/model/encode.h"
#include "core/model/model.h"
#include "tests/support/fixture.h"
#include "tests/support/temp_folder.h"

namespace lectern {
namespace {

using Images = std::vector<const ImagePatches*>;

template <typename F>
static void change(ImagePatches& picture, F&& f) {
    for (float& v : picture.values) v = f(v);
    for (ImageView& view : picture.views)
        for (float& v : view.values) v = f(v);
}

struct Case {
    std::string family, fixture;
    Compute compute = Compute::f32;
};

// A family's small checkpoint with pictures of several sizes, each twice with other pixels.
class Grouping : public ::testing::TestWithParam<Case> {
 protected:
    void SetUp() override {
        const auto [family, name, compute] = GetParam();
        fixture_ = test::read_fixture("tests/data/parity/" + family + "/" + name + "/fixture.json");
        test::write_model(fixture_, folder_.path());
        be_ = make_cpu_backend({.compute = compute});
        model_ = load_model(*be_, folder_.path());
        pictures_ = model_->make_prompt(fixture_.ids, fixture_.images, {.mode = fixture_.mode}).images;
        const size_t count = pictures_.size();
        std::mt19937 rng(7);
        std::uniform_real_distribution<float> noise(-1, 1);
        for (size_t i = 0; i < count; ++i) {
            pictures_.push_back(pictures_[i]);
            change(pictures_.back(), [&](float) { return noise(rng); });
        }
        for (const ImagePatches& p : pictures_) images_.push_back(&p);
        for (const ImagePatches* p : images_) alone_.push_back(encoded({p}));
    }
    std::vector<float> encoded(const Images& images) const { return be_->read_floats(model_->encode(*be_, images)); }
    std::vector<float> expected(const std::vector<size_t>& order) const {
        std::vector<float> all;
        for (const size_t i : order) all.insert(all.end(), alone_[i].begin(), alone_[i].end());
        return all;
    }

    test::Fixture fixture_;
    lectern::testing::TempFolder folder_;
    std::unique_ptr<Backend> be_;
    std::unique_ptr<VisionLanguageModel> model_;
    std::vector<ImagePatches> pictures_;
    Images images_;
    std::vector<std::vector<float>> alone_;  // rows of each picture that went by itself
};

static void expect_same_bits(const std::vector<float>& a, const std::vector<float>& b, const std::string& what) {
    ASSERT_EQ(a.size(), b.size()) << what;
    EXPECT_EQ(std::memcmp(a.data(), b.data(), a.size() * sizeof(float)), 0) << what;
}

TEST_P(Grouping, TheSameBitsInAnyGroupAndOrder) {
    std::mt19937 rng(3);
    std::vector<size_t> order(images_.size());
    std::iota(order.begin(), order.end(), size_t{0});
    for (int round = 0; round < 4; ++round) {
        Images images;
        for (const size_t i : order) images.push_back(images_[i]);
        expect_same_bits(encoded(images), expected(order), "all at once");
        for (int64_t most : {1, 20, 50, 90, 512, 32768}) {
            const int64_t asked = most;
            const Tensor rows = encode_packed(*be_, *model_, images, most);
            expect_same_bits(be_->read_floats(rows), expected(order), std::to_string(asked) + " patches at once");
            EXPECT_EQ(most, asked) << "nothing ran out";
        }
        std::shuffle(order.begin(), order.end(), rng);
    }
}

// One wrong span would let a picture's pixels into the rows of another.
TEST_P(Grouping, APictureDoesNotReachAnother) {
    std::vector<size_t> order(images_.size());
    std::iota(order.begin(), order.end(), size_t{0});
    for (const size_t changed : {size_t{0}, images_.size() / 2, images_.size() - 1}) {
        ImagePatches other = pictures_[changed];
        change(other, [](float v) { return 3 - v; });
        Images images = images_;
        images[changed] = &other;
        const std::vector<float> rows = encoded(images);
        size_t at = 0;
        for (const size_t i : order) {
            const bool same = std::memcmp(rows.data() + at, alone_[i].data(), alone_[i].size() * sizeof(float)) == 0;
            EXPECT_EQ(same, i != changed) << "picture " << i << " when " << changed << " changes";
            at += alone_[i].size();
        }
    }
}

// Every row is a query of exactly one span, and what a span holds lies in one view of one picture.
static std::string fault_of(const VisionAttention& kind) {
    std::vector<int> covered(kind.rows.size(), 0);
    for (const Span& s : kind.spans.spans) {
        std::set<std::pair<int32_t, int32_t>> views;
        for (int32_t i = 0; i < s.rows; ++i) {
            ++covered.at(static_cast<size_t>(s.first_row + i));
            views.insert({kind.rows[static_cast<size_t>(s.first_row + i)].image, kind.rows[static_cast<size_t>(s.first_row + i)].view});
        }
        for (int32_t i = 0; i < s.keys; ++i) {
            const PatchPlace& p = kind.rows.at(static_cast<size_t>(s.first_key + i));
            views.insert({p.image, p.view});
        }
        if (views.size() != 1) return "a span covers " + std::to_string(views.size()) + " views";
    }
    for (const int n : covered)
        if (n != 1) return "a row is in " + std::to_string(n) + " spans";
    return "";
}

TEST_P(Grouping, SpansStayInsideTheirPicture) {
    const std::vector<VisionAttention> kinds = model_->vision_attention(images_);
    ASSERT_FALSE(kinds.empty());
    std::set<int64_t> blocks;
    for (const VisionAttention& kind : kinds) {
        EXPECT_EQ(fault_of(kind), "") << kind.name;
        for (const int64_t b : kind.blocks) EXPECT_TRUE(blocks.insert(b).second) << "block " << b << " twice";
        VisionAttention wrong = kind;  // the check sees one key too many
        ++wrong.spans.spans[wrong.spans.spans.size() / 2].keys;
        if (kind.name == "picture") {
            EXPECT_NE(fault_of(wrong), "");
        }
        wrong = kind;
        --wrong.spans.spans[0].rows;
        EXPECT_NE(fault_of(wrong), "");
    }
    EXPECT_EQ(*blocks.begin(), 0);
    EXPECT_EQ(static_cast<size_t>(*blocks.rbegin()) + 1, blocks.size());
}

// Windows are squares of the picture, counted from its top left corner.
TEST_P(Grouping, WindowsAreSquaresOfThePicture) {
    if (GetParam().family != "qwen2_5_vl") GTEST_SKIP() << "no windows";
    const Json vision = fixture_.files.at("config.json").contains("vision_config") ? fixture_.files.at("config.json")["vision_config"]
                                                                                    : Json::object();
    const int32_t side = vision.value("window_size", 112) / vision.value("patch_size", 14);
    for (const VisionAttention& kind : model_->vision_attention(images_)) {
        if (kind.name != "window") continue;
        std::set<std::tuple<int32_t, int32_t, int32_t>> seen;
        for (const Span& s : kind.spans.spans) {
            std::set<std::tuple<int32_t, int32_t, int32_t>> here;
            for (int32_t i = s.first_row; i < s.first_row + s.rows; ++i) {
                const PatchPlace& p = kind.rows[static_cast<size_t>(i)];
                here.insert({p.image, p.y / side, p.x / side});
            }
            ASSERT_EQ(here.size(), 1u);
            EXPECT_TRUE(seen.insert(*here.begin()).second) << "a window in two spans";
        }
        EXPECT_GT(seen.size(), images_.size());
    }
}

std::vector<Case> cases() {
    std::vector<Case> all;
    for (const char* family : {"dots_ocr", "qwen2_5_vl", "glm_ocr"})
        for (const Compute compute : {Compute::f32, Compute::bf16}) all.push_back({family, "five", compute});
    for (const char* family : {"deepseek_ocr", "deepseek_ocr_2"})
        for (const Compute compute : {Compute::f32, Compute::bf16}) all.push_back({family, "tiles", compute});
    return all;
}

INSTANTIATE_TEST_SUITE_P(Families, Grouping, ::testing::ValuesIn(cases()), [](const auto& one) {
    return one.param.family + (one.param.compute == Compute::f32 ? "_f32" : "_bf16");
});

TEST(PackPictures, FillsBatchesAndLetsLargeOnesGoAlone) {
    const auto packed = [](std::vector<int64_t> patches, int64_t most) { return pack_pictures(patches, most); };
    using Batches = std::vector<std::vector<size_t>>;
    EXPECT_EQ(packed({4, 4, 4}, 100), (Batches{{0, 1, 2}}));
    EXPECT_EQ(packed({4, 30, 6, 20}, 30), (Batches{{1}, {3, 2, 0}}));
    EXPECT_EQ(packed({100, 1, 200}, 50), (Batches{{2}, {0}, {1}}));
    EXPECT_EQ(packed({}, 50), Batches{});
    std::mt19937 rng(5);
    for (int round = 0; round < 200; ++round) {
        std::vector<int64_t> patches(rng() % 40);
        for (int64_t& p : patches) p = 1 + static_cast<int64_t>(rng() % 3000);
        const int64_t most = 1 + static_cast<int64_t>(rng() % 4000);
        std::set<size_t> seen;
        for (const auto& batch : pack_pictures(patches, most)) {
            int64_t sum = 0;
            for (const size_t i : batch) {
                sum += patches[i];
                EXPECT_TRUE(seen.insert(i).second);
            }
            EXPECT_TRUE(sum <= most || batch.size() == 1);
        }
        EXPECT_EQ(seen.size(), patches.size());
    }
}

}  // namespace
}  // namespace lectern
