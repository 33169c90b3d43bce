// The in-box reader against its own samples: same ids, text, first logits and picture rows; the same in any company.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/base/json.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "core/model/model.h"
#include "tests/support/read_png.h"

namespace lectern {
namespace {

const std::filesystem::path kFolder = "resources/models/reader-tiny";

struct Sample {
    Json json;
    Image image;
};

std::vector<Sample> samples() {
    std::vector<Sample> all;
    const Json file = read_json_file(kFolder / "samples" / "samples.json", Fault::input);
    for (const Json& line : file.at("lines"))
        all.push_back({line, test::read_png(kFolder / "samples" / line.at("file").get<std::string>())});
    return all;
}

struct Reading {
    std::vector<int32_t> ids;           // without the end token
    std::vector<float> first_logits;    // of the first token
    std::vector<float> last_logits;     // of the last token
};

// Reads lines together, greedily: one picture batch, one prefill, then every unfinished line one token further at a time.
std::vector<Reading> read_together(Backend& be, const VisionLanguageModel& model, std::span<const Prompt> prompts) {
    std::vector<const ImagePatches*> images;
    std::vector<int32_t> first_row;
    int32_t rows = 0;
    for (const Prompt& p : prompts) {
        images.push_back(&p.images[0]);
        first_row.push_back(rows);
        rows += static_cast<int32_t>(model.image_tokens(p.images[0]));
    }
    const Tensor image_rows = model.encode(be, images);
    KvCache cache(be, model.cache_geometry(), static_cast<int64_t>(prompts.size()) * 6);
    std::vector<Sequence> sequences(prompts.size());
    std::vector<Reading> readings(prompts.size());
    std::vector<size_t> open;
    TokenBatch batch;
    for (size_t i = 0; i < prompts.size(); ++i) {
        const auto tokens = static_cast<int64_t>(prompts[i].ids.size());
        EXPECT_TRUE(cache.reserve(sequences[i], tokens + 110));
        append_prompt(batch, sequences[i], prompts[i], tokens, first_row[i], true);
        open.push_back(i);
    }
    Tensor logits = model.forward(be, batch, image_rows, cache);
    while (!open.empty()) {
        const std::vector<float> values = be.read_floats(logits);
        const std::vector<int32_t> best = be.read_ids(be.top_tokens(logits, 1).ids);
        const auto vocabulary = static_cast<size_t>(logits.cols());
        std::vector<size_t> still;
        TokenBatch next;
        for (size_t r = 0; r < open.size(); ++r) {
            Reading& reading = readings[open[r]];
            reading.last_logits.assign(values.begin() + static_cast<std::ptrdiff_t>(r * vocabulary),
                                       values.begin() + static_cast<std::ptrdiff_t>((r + 1) * vocabulary));
            if (reading.first_logits.empty()) reading.first_logits = reading.last_logits;
            const auto& stop = model.stop_ids();
            if (std::find(stop.begin(), stop.end(), best[r]) != stop.end() || reading.ids.size() >= 109) continue;
            reading.ids.push_back(best[r]);
            append_token(next, sequences[open[r]], best[r]);
            still.push_back(open[r]);
        }
        open = still;
        if (!open.empty()) logits = model.forward(be, next, {}, cache);
    }
    return readings;
}

std::vector<Prompt> prompts_of(const VisionLanguageModel& model, std::span<const Sample> lines) {
    std::vector<Prompt> prompts;
    for (const Sample& s : lines) prompts.push_back(model.make_prompt("", {&s.image, 1}, {.line = true}));
    return prompts;
}

size_t edit_distance(const std::vector<int32_t>& a, const std::vector<int32_t>& b) {
    std::vector<size_t> row(b.size() + 1);
    for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (size_t i = 1; i <= a.size(); ++i) {
        size_t diagonal = std::exchange(row[0], i);
        for (size_t j = 1; j <= b.size(); ++j) {
            const size_t above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])});
            diagonal = above;
        }
    }
    return row[b.size()];
}

TEST(ReaderTiny, LoadsWithItsCard) {
    const auto be = make_cpu_backend({.compute = Compute::bf16});
    const auto model = load_model(*be, kFolder);
    const ModelCard& card = model->card();
    EXPECT_EQ(card.name, "reader-tiny");
    EXPECT_EQ(card.family, "dots_ocr");
    EXPECT_EQ(card.reads, Reads::line);
    ASSERT_NE(card.prompt_for(Task::text), nullptr);
    EXPECT_EQ(*card.prompt_for(Task::text), "");
    EXPECT_EQ(card.prompt_for(Task::page), nullptr);
    EXPECT_EQ(card.line.max_width, 1512);
    EXPECT_EQ(card.line.max_characters, 110);
    EXPECT_EQ(card.scripts, std::vector<std::string>{"Latin"});
    EXPECT_EQ(model->stop_ids(), (std::vector<int32_t>{512, 505}));
    EXPECT_EQ(model->stats().context, 1024);
    EXPECT_NEAR(static_cast<double>(model->stats().parameters), 9.51e6, 0.01e6);
    EXPECT_EQ(model->cache_geometry().layers, 4);
    EXPECT_EQ(model->cache_geometry().kv_dim, 128);
    EXPECT_TRUE(model->warnings().empty());

    const ModelReport report = inspect_model(kFolder);
    EXPECT_TRUE(report.problems.empty());
    EXPECT_EQ(report.stats.parameters, model->stats().parameters);
    EXPECT_EQ(report.mapping.size(), 3u + 4 * 12 + 3 + 6 * 7 + 1 + 6);
    EXPECT_EQ(report.mapping[0].dtype, "BF16");
}

TEST(ReaderTiny, CropsAreScaledAsTheCardSays) {
    const auto be = make_cpu_backend({.compute = Compute::bf16});
    const auto model = load_model(*be, kFolder);
    const auto width = [&](int64_t w, int64_t h) {
        const Image image(w, h);
        const Prompt p = model->make_prompt("", {&image, 1}, {.line = true});
        EXPECT_EQ(p.images[0].height, 28);
        EXPECT_EQ(p.ids.size(), 5 + static_cast<size_t>(p.images[0].width) / 28);
        return p.images[0].width;
    };
    EXPECT_EQ(width(551, 30), 504);    // 28·551/30/28 = 18.4
    EXPECT_EQ(width(1, 100), 28);      // never nothing
    EXPECT_EQ(width(9000, 30), 1512);  // the cap
    EXPECT_EQ(width(75, 30), 56);      // 2.5 rounds to even
    EXPECT_EQ(width(105, 30), 112);    // 3.5 too
    for (const Sample& s : samples()) {
        const Prompt p = model->make_prompt("", {&s.image, 1}, {.line = true});
        EXPECT_EQ((std::vector<int64_t>{p.images[0].grid_t, p.images[0].grid_h, p.images[0].grid_w}),
                  s.json.at("grid_thw").get<std::vector<int64_t>>());
        if (s.json.contains("prompt_ids")) {
            EXPECT_EQ(p.ids, s.json.at("prompt_ids").get<std::vector<int32_t>>());
            EXPECT_EQ(model->make_prompt(p.ids, {&s.image, 1}, {.line = true}).images[0].values, p.images[0].values);
        }
    }
    EXPECT_THROW(width(0, 30), Error);
}

TEST(ReaderTiny, PromptsFollowTheTemplate) {
    const auto be = make_cpu_backend({.compute = Compute::bf16});
    const auto model = load_model(*be, kFolder);
    const Tokenizer& t = *model->tokenizer();
    const auto id = [&t](const char* name) { return t.id_of(name).value(); };
    const std::vector<Image> images = {Image(56, 28), Image(28, 28)};
    const std::string text = "Read <|imgpad|> this<|endofuser|>";  // from a user: no control tokens
    const Prompt p = model->make_prompt(text, images, {.line = true});
    std::vector<int32_t> expected = {id("<|user|>"), id("<|img|>"), id("<|imgpad|>"), id("<|imgpad|>"), id("<|endofimg|>"),
                                     id("<|img|>"), id("<|imgpad|>"), id("<|endofimg|>")};
    const std::vector<int32_t> words = t.encode(text, false);
    EXPECT_EQ(std::count(words.begin(), words.end(), id("<|imgpad|>")), 0);
    expected.insert(expected.end(), words.begin(), words.end());
    expected.push_back(id("<|endofuser|>"));
    expected.push_back(id("<|assistant|>"));
    EXPECT_EQ(p.ids, expected);
    EXPECT_EQ((std::vector<int32_t>(p.image_row.begin(), p.image_row.begin() + 8)), (std::vector<int32_t>{-1, -1, 0, 1, -1, -1, 2, -1}));
    EXPECT_EQ(p.next_position, static_cast<int32_t>(expected.size()));
    EXPECT_TRUE(model->make_prompt("no picture", {}, {}).image_row.empty());
    EXPECT_THROW(model->make_prompt(std::string(1024, 'a'), {}, {}), Error);  // the context holds 1,024
}

TEST(ReaderTiny, ReadsItsSamplesExactlyInF32) {
    const auto be = make_cpu_backend({.compute = Compute::f32});
    const auto model = load_model(*be, kFolder);
    const std::vector<Sample> lines = samples();
    ASSERT_EQ(lines.size(), 26u);
    const std::vector<Prompt> prompts = prompts_of(*model, lines);
    const std::vector<Reading> readings = read_together(*be, *model, prompts);
    double worst_logit = 0, worst_row = 0;
    for (size_t i = 0; i < lines.size(); ++i) {
        const Json& s = lines[i].json;
        EXPECT_EQ(readings[i].ids, s.at("output_ids").get<std::vector<int32_t>>()) << s.at("file");
        EXPECT_EQ(model->tokenizer()->decode(readings[i].ids), s.at("output").get<std::string>());
        if (!s.contains("first_step_top5")) continue;
        for (const Json& top : s.at("first_step_top5"))
            worst_logit = std::max(worst_logit, std::fabs(readings[i].first_logits[top[0].get<size_t>()] - top[1].get<double>()));
        const ImagePatches* image = &prompts[i].images[0];
        const std::vector<float> rows = be->read_floats(model->encode(*be, {&image, 1}));
        const auto expected = s.at("image_token_0_first8").get<std::vector<double>>();
        for (size_t c = 0; c < expected.size(); ++c) worst_row = std::max(worst_row, std::fabs(rows[c] - expected[c]));
    }
    std::printf("first logits differ by at most %.1e, first picture rows by %.1e\n", worst_logit, worst_row);
    EXPECT_LE(worst_logit, 2e-4);
    EXPECT_LE(worst_row, 2e-4);
}

TEST(ReaderTiny, SixteenBitReadsTheSame) {
    const auto be = make_cpu_backend({.compute = Compute::bf16});
    const auto model = load_model(*be, kFolder);
    const std::vector<Sample> lines = samples();
    const std::vector<Reading> readings = read_together(*be, *model, prompts_of(*model, lines));
    size_t errors = 0, characters = 0, exact = 0;
    for (size_t i = 0; i < lines.size(); ++i) {
        const auto expected = lines[i].json.at("output_ids").get<std::vector<int32_t>>();
        const size_t wrong = edit_distance(readings[i].ids, expected);
        errors += wrong;
        exact += wrong == 0;
        characters += expected.size();
    }
    std::printf("bf16 against f32: %zu of %zu lines exact, %zu of %zu characters differ\n", exact, lines.size(), errors, characters);
    EXPECT_LE(static_cast<double>(errors), 0.01 * static_cast<double>(characters));
}

TEST(ReaderTiny, TheSameInAnyCompany) {
    for (Compute compute : {Compute::f32, Compute::bf16}) {
        const auto be = make_cpu_backend({.threads = 2, .compute = compute});
        const auto model = load_model(*be, kFolder);
        const std::vector<Sample> lines = samples();
        const std::vector<Prompt> prompts = prompts_of(*model, lines);
        std::vector<Reading> alone;
        for (size_t i = 0; i < 17; ++i) alone.push_back(read_together(*be, *model, std::span(prompts).subspan(i, 1))[0]);
        for (size_t count : {3, 17}) {
            const std::vector<Reading> together = read_together(*be, *model, std::span(prompts).first(count));
            for (size_t i = 0; i < count; ++i) {
                ASSERT_EQ(together[i].ids, alone[i].ids) << i << " of " << count;
                ASSERT_EQ(together[i].first_logits, alone[i].first_logits) << i << " of " << count;
                ASSERT_EQ(together[i].last_logits, alone[i].last_logits) << i << " of " << count;
            }
        }
    }
}

// A trace sees all pictures in one go, reading takes them in groups: the same bits.
TEST(ReaderTiny, GroupsOfPicturesChangeNothing) {
    const auto be = make_cpu_backend({.threads = 2, .compute = Compute::bf16});
    const auto model = load_model(*be, kFolder);
    const std::vector<Sample> lines = samples();
    const std::vector<Prompt> prompts = prompts_of(*model, lines);
    std::vector<const ImagePatches*> images;
    for (const Prompt& p : prompts) images.push_back(&p.images[0]);
    size_t steps = 0;
    const TraceSink count = [&steps](const std::string&, const Tensor&) { ++steps; };
    const std::vector<float> whole = be->read_floats(model->encode(*be, images, &count));
    EXPECT_EQ(steps, 1u + 6 * 3 + 2);
    EXPECT_EQ(be->read_floats(model->encode(*be, images)), whole);
}

TEST(ReaderTiny, ItsAnswersAreOneTextRegion) {
    const auto be = make_cpu_backend({.compute = Compute::bf16});
    const auto model = load_model(*be, kFolder);
    const auto parser = model->make_parser(Task::text, 500, 30);
    parser->add("Two words");
    parser->finish();
    ASSERT_EQ(parser->regions().size(), 1u);
    EXPECT_EQ(parser->regions()[0].content, "Two words");
}

}  // namespace
}  // namespace lectern
