// Memory that runs out: once at each allocation of a reading, from one on, and for everything above a size. What can be
// read is read the same to the bit, with smaller batches; what cannot fails alone and says so; the next reading finds
// everything as it was.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "core/pipeline/pipeline.h"
#include "tests/support/fixture.h"
#include "tests/support/read_png.h"
#include "tests/support/temp_folder.h"

namespace lectern {
namespace {

using ::testing::HasSubstr;

// Counts allocations while armed, and refuses some.
struct Scarcity {
    bool armed = false, for_ever = false;
    int64_t count = 0, refused = 0;
    int64_t refuse_at = 0;  // the how-manieth, from 1; 0: none
    size_t largest = SIZE_MAX;
    std::set<size_t> sizes;

    void operator()(size_t bytes) {
        if (!armed) return;
        ++count;
        sizes.insert(bytes);
        const bool hit = refuse_at > 0 && (for_ever ? count >= refuse_at : count == refuse_at);
        if (!hit && bytes <= largest) return;
        ++refused;
        throw Error({.fault = Fault::memory, .attempted = "get memory for a tensor", .found = "less", .advice = "close other programs"});
    }
    void arm(int64_t at, bool ever = false, size_t most = SIZE_MAX) {
        *this = {.armed = true, .for_ever = ever, .refuse_at = at, .largest = most};
    }
};

std::vector<int32_t> ids_of(const Generated& g) {
    std::vector<int32_t> ids;
    for (const GeneratedToken& t : g.tokens) ids.push_back(t.id);
    return ids;
}

// Three prompts of a family's small checkpoint, with five pictures each.
class ScarceGeneration : public ::testing::TestWithParam<std::string> {
 protected:
    void SetUp() override {
        const test::Fixture fixture = test::read_fixture("tests/data/parity/" + GetParam() + "/five/fixture.json");
        test::write_model(fixture, folder_.path());
        be_ = make_cpu_backend({.threads = 1, .on_allocate = [this](size_t bytes) { scarcity_(bytes); }});
        model_ = load_model(*be_, folder_.path());
        const Prompt prompt = model_->make_prompt(fixture.ids, fixture.images, {.mode = fixture.mode});
        for (const double temperature : {0.0, 0.9, 0.0}) requests_.push_back({prompt, 3, {temperature, 1, 5}});
        for (float& v : requests_[2].prompt.images[1].values) v = -v;
        scarcity_.arm(0);
        plenty_ = run();
        allocations_ = scarcity_.count;
        sizes_ = scarcity_.sizes;
    }
    std::vector<Generated> run() {
        heard_.assign(requests_.size(), {});
        GenerateEvents events;
        events.token = [this](size_t i, std::string_view, const GeneratedToken& t) { heard_[i].push_back(t.id); };
        auto results = generate(*be_, *model_, requests_, {}, events, {});
        for (size_t i = 0; i < results.size(); ++i) EXPECT_EQ(heard_[i], ids_of(results[i])) << "each token is told once";
        return results;
    }
    // Whole and the same, or failed with a sentence and with nothing but the beginning of what it should be.
    bool check(const std::vector<Generated>& results, const std::string& when) {
        bool whole = true;
        for (size_t i = 0; i < results.size(); ++i) {
            const auto got = ids_of(results[i]), all = ids_of(plenty_[i]);
            EXPECT_LE(got.size(), all.size()) << when;
            EXPECT_TRUE(std::equal(got.begin(), got.end(), all.begin())) << when;
            for (size_t t = 0; t < std::min(got.size(), all.size()); ++t)
                EXPECT_EQ(results[i].tokens[t].log_probability, plenty_[i].tokens[t].log_probability) << when;
            if (results[i].reason != plenty_[i].reason) {
                EXPECT_EQ(results[i].reason, StopReason::failed) << when;
                EXPECT_EQ(results[i].fault, Fault::memory) << when;
                EXPECT_FALSE(results[i].failure.empty()) << when;
                whole = false;
            }
        }
        return whole;
    }

    lectern::testing::TempFolder folder_;
    Scarcity scarcity_;
    std::unique_ptr<Backend> be_;
    std::unique_ptr<VisionLanguageModel> model_;
    std::vector<GenerateRequest> requests_;
    std::vector<Generated> plenty_;
    std::vector<std::vector<int32_t>> heard_;
    int64_t allocations_ = 0;
    std::set<size_t> sizes_;
};

TEST_P(ScarceGeneration, OneRefusalAnywhereChangesNothing) {
    ASSERT_GT(allocations_, 100);
    for (int64_t n = 1; n <= allocations_; ++n) {
        scarcity_.arm(n);
        EXPECT_TRUE(check(run(), "allocation " + std::to_string(n) + " of " + std::to_string(allocations_)));
        EXPECT_EQ(scarcity_.refused, 1);
    }
    scarcity_.arm(0);
    EXPECT_TRUE(check(run(), "afterwards"));
    EXPECT_EQ(scarcity_.count, allocations_);
}

TEST_P(ScarceGeneration, WhenNoneIsLeftEveryoneIsTold) {
    for (int64_t n = 1; n <= allocations_; n += 7) {
        scarcity_.arm(n, true);
        try {
            EXPECT_FALSE(check(run(), "none from allocation " + std::to_string(n)));
        } catch (const Error& e) {
            EXPECT_EQ(e.fault(), Fault::memory);  // not even a cache of one page
        }
    }
    scarcity_.arm(0);
    EXPECT_TRUE(check(run(), "afterwards"));
}

TEST_P(ScarceGeneration, SmallerBatchesFitIntoLess) {
    int whole = 0, told = 0;
    for (const size_t size : sizes_) {
        scarcity_.arm(0, false, size - 1);
        try {
            ++(check(run(), "nothing above " + std::to_string(size - 1)) ? whole : told);
        } catch (const Error& e) {
            EXPECT_EQ(e.fault(), Fault::memory);
            ++told;
        }
    }
    EXPECT_GT(whole, 0) << "smaller batches helped";
    EXPECT_GT(told, 0) << "too little is too little";
}

INSTANTIATE_TEST_SUITE_P(Families, ScarceGeneration, ::testing::Values("dots_ocr", "qwen2_5_vl"));

// A page of three sample lines, its regions known.
class Sheet : public LayoutDetector {
 public:
    explicit Sheet(bool one_region = false) : picture_(1000, 120) {
        std::fill(picture_.rgb.begin(), picture_.rgb.end(), uint8_t{255});
        int64_t top = 4;
        for (const char* name : {"line_01", "line_03", "line_06"}) {
            const Image line = test::read_png("resources/models/reader-tiny/samples/" + std::string(name) + ".png");
            const int64_t width = std::min<int64_t>(line.width, 180);
            for (int64_t y = 0; y < line.height; ++y) std::copy_n(line.row(y), width * 3, picture_.row(top + y) + 4 * 3);
            LayoutRegion region;
            region.box = {4, static_cast<double>(top), 4.0 + static_cast<double>(width), static_cast<double>(top + line.height)};
            region.lines.push_back({});
            region.lines[0].box = region.box;
            regions_.push_back(region);
            top += line.height + 8;
        }
        if (!one_region) return;
        regions_.resize(1);
        regions_[0].box = {0, 0, 1000, 120};
    }
    LayoutPage detect(const Image& page, double dpi, std::stop_token) const override {
        LayoutPage found;
        found.image = page;
        const double f = dpi / 200;
        for (LayoutRegion region : regions_) {
            region.box = region.lines[0].box = scaled(region.box, f);
            found.regions.push_back(region);
        }
        return found;
    }
    PageInput page() const {
        PageInput input;
        input.image = picture_;
        input.width = 1000 * 72 / 200.0;
        input.height = 120 * 72 / 200.0;
        return input;
    }

 private:
    Image picture_;
    std::vector<LayoutRegion> regions_;
};

TEST(ScarcePage, FinishesOrFailsAloneAtEachAllocation) {
    Scarcity scarcity;
    const auto be = make_cpu_backend({.threads = 1, .on_allocate = [&](size_t bytes) { scarcity(bytes); }});
    const auto model = load_model(*be, "resources/models/reader-tiny");
    const Sheet sheet;
    PageEvents quiet;
    ReadOptions options;
    options.max_new_tokens = 3;
    const auto read = [&] { return read_page(*be, *model, sheet, sheet.page(), options, quiet, {}); };
    scarcity.arm(0);
    const Page plenty = read();
    const int64_t allocations = scarcity.count;
    ASSERT_EQ(plenty.regions.size(), 3u);
    ASSERT_GT(allocations, 100);
    const auto same = [&](const Page& page) {
        if (page.regions.size() != plenty.regions.size() || page.dpi != plenty.dpi) return false;
        for (size_t i = 0; i < page.regions.size(); ++i) {
            if (page.regions[i].content != plenty.regions[i].content || page.regions[i].confidence != plenty.regions[i].confidence ||
                page.regions[i].lines.size() != plenty.regions[i].lines.size())
                return false;
        }
        return page.state == plenty.state;
    };
    for (int64_t n = 1; n <= allocations; ++n) {
        scarcity.arm(n);
        EXPECT_TRUE(same(read())) << "allocation " << n << " of " << allocations;
    }
    for (int64_t n = 1; n <= allocations; n += 5) {  // and from there on: the page ends with a sentence, the next is read
        scarcity.arm(n, true);
        const Page page = read();
        bool said = page.state == PageState::failed && !page.failure.empty();
        for (const Region& region : page.regions) said = said || !region.warnings.empty();
        EXPECT_TRUE(said) << "none from allocation " << n;
        scarcity.arm(0);
        EXPECT_TRUE(n % 10 != 1 || same(read())) << "the page after";
    }
}

// A region that needs more than there is: read with fewer pixels, and marked.
TEST(ScarcePage, FewerPixelsWhenSmallerBatchesAreNotEnough) {
    Scarcity scarcity;
    const auto be = make_cpu_backend({.threads = 1, .on_allocate = [&](size_t bytes) { scarcity(bytes); }});
    lectern::testing::TempFolder folder;
    std::filesystem::copy("resources/models/reader-tiny", folder.path(), std::filesystem::copy_options::recursive);
    Json card = read_json_file(folder.path() / "lectern.json", Fault::model);
    card["reads"] = "region";
    card.erase("line");
    std::ofstream(folder.path() / "lectern.json") << card;
    const auto model = load_model(*be, folder.path());
    const Sheet sheet(true);
    PageEvents quiet;
    ReadOptions options;
    options.max_new_tokens = 2;
    const auto read = [&] { return read_page(*be, *model, sheet, sheet.page(), options, quiet, {}); };
    scarcity.arm(0);
    const Page plenty = read();
    const std::set<size_t> sizes = scarcity.sizes;
    int fewer = 0;
    for (const size_t size : sizes) {
        scarcity.arm(0, false, size - 1);
        const Page page = read();
        for (const Region& region : page.regions)
            for (const std::string& warning : region.warnings) fewer += warning.find("fewer pixels") != std::string::npos;
        EXPECT_TRUE(page.state != PageState::failed || !page.failure.empty());
    }
    EXPECT_GT(fewer, 0);
}

}  // namespace
}  // namespace lectern
