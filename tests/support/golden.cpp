#include "tests/support/golden.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <stdexcept>

#include "core/model/trace.h"
#include "core/weights/safetensors.h"

namespace lectern::test {

static constexpr double kMeanError = 1e-3, kRelativeError = 1e-4;  // F32
static constexpr double kTimesReference = 1.5;                     // BF16

// ---- reading

template <typename T>
static std::vector<T> elements(const SafetensorsFile& file, const SafetensorsEntry& e) {
    const std::span<const std::byte> bytes = file.data(e);
    std::vector<T> out(bytes.size() / sizeof(T));
    std::memcpy(out.data(), bytes.data(), out.size() * sizeof(T));
    return out;
}

static const SafetensorsEntry* find(const SafetensorsFile& file, const std::string& name) {
    for (const SafetensorsEntry& e : file.entries())
        if (e.name == name) return &e;
    return nullptr;
}

static std::vector<float> floats(const SafetensorsFile& file, const SafetensorsEntry& e) {
    if (e.dtype_name == "F32") return elements<float>(file, e);
    const std::vector<float> palette = elements<float>(file, *find(file, e.name + "#palette"));
    std::vector<float> out;
    if (e.dtype_name == "U8")
        for (const uint8_t code : elements<uint8_t>(file, e)) out.push_back(palette.at(code));
    else
        for (const uint16_t code : elements<uint16_t>(file, e)) out.push_back(palette.at(code));
    return out;
}

static GoldenTensor tensor(const SafetensorsFile& file, const SafetensorsEntry& e) {
    GoldenTensor t{e.shape, floats(file, e), {}, {}};
    if (const SafetensorsEntry* rows = find(file, e.name + "#rows")) {
        for (const int32_t row : elements<int32_t>(file, *rows)) t.rows.push_back(row);
        t.shape.clear();
        for (const int32_t n : elements<int32_t>(file, *find(file, e.name + "#shape"))) t.shape.push_back(n);
        t.means = elements<float>(file, *find(file, e.name + "#means"));
    }
    return t;
}

Golden read_golden(const std::filesystem::path& path) {
    const SafetensorsFile file(path);
    Golden golden;
    for (const SafetensorsEntry& e : file.entries()) {
        const std::string& name = e.name;
        if (name.find('#') != std::string::npos) continue;
        if (name.starts_with("bf16_error.")) {
            const std::vector<float> error = elements<float>(file, e);
            golden.bf16_error[name.substr(11)] = {error.at(0), error.at(1)};
        } else if (name == "reference.margins") {
            golden.margins = elements<float>(file, e);
        } else if (name.starts_with("reference.router.")) {
            golden.routers[name.substr(17)] = tensor(file, e);
        } else if (name.starts_with("reference.image.")) {
            golden.images.resize(std::max<size_t>(golden.images.size(), std::stoul(name.substr(16)) + 1));
            Image& image = golden.images[std::stoul(name.substr(16))];
            image = Image(e.shape.at(1), e.shape.at(0));
            image.rgb = elements<uint8_t>(file, e);
        } else if (name.starts_with("reference.")) {
            throw std::runtime_error(path.string() + " holds " + name + ", which nothing compares");
        } else {
            golden.steps[name] = tensor(file, e);
        }
    }
    const auto meta = [&file](const char* key) {
        const auto found = file.metadata().find(key);
        return found == file.metadata().end() ? std::string() : found->second;
    };
    golden.mode = meta("mode");
    golden.prompt = meta("prompt");
    return golden;
}

static std::vector<int32_t> as_ids(const GoldenTensor& t) {
    return {t.values.begin(), t.values.end()};
}
std::vector<int32_t> Golden::ids() const {
    return as_ids(steps.at("input_ids"));
}
std::vector<int32_t> Golden::tokens() const {
    return as_ids(steps.at("generated_ids"));
}

// ---- comparing

struct Difference {
    double mean = 0, largest = 0, relative = 0;
};

static Difference difference(std::span<const float> got, std::span<const float> want) {
    double sum = 0, squares = 0, size = 0;
    Difference d;
    for (size_t i = 0; i < want.size(); ++i) {
        const double apart = std::fabs(static_cast<double>(got[i]) - want[i]);
        d.largest = apart <= d.largest ? d.largest : apart;  // NaN counts as larger
        sum += apart;
        squares += apart * apart;
        size += static_cast<double>(want[i]) * want[i];
    }
    const double count = std::max<double>(1, static_cast<double>(want.size()));
    d.mean = sum / count;
    d.relative = std::sqrt(squares) / std::max(std::sqrt(size), 1e-30);
    return d;
}

// Our values where the golden keeps its own: the chosen rows, then the means of all.
static std::vector<float> in_the_same_places(const GoldenTensor& t, std::span<const float> got) {
    if (t.rows.empty()) return {got.begin(), got.end()};
    const auto columns = static_cast<size_t>(t.shape.back());
    std::vector<float> out;
    for (const int64_t row : t.rows) {
        const std::span<const float> values = got.subspan(static_cast<size_t>(row) * columns, columns);
        out.insert(out.end(), values.begin(), values.end());
    }
    for (size_t row = 0; row < t.means.size(); ++row) {
        double sum = 0;
        for (const float v : got.subspan(row * columns, columns)) sum += v;
        out.push_back(static_cast<float>(sum / static_cast<double>(columns)));
    }
    return out;
}

static bool is_exact(const std::string& name) {
    return name == "input_ids" || name == "position_ids" || name == "grid_thw" || name == "generated_ids";
}

struct Worst {
    double value = 0;
    std::string name;
    void see(double v, const std::string& n) {
        if (!(v <= value)) value = v, name = n;
    }
};

// Experts change places whichever way the arithmetic rounds when the router puts them nearly alike: allowed where the
// reference's own scores of the two are closer than 1.5 times the largest error of its BF16 run at this router.
static void compare_experts(const std::string& name, const GoldenTensor& want, std::span<const float> values,
                            const Golden& golden, Worst& worst) {
    const std::string layer = name.substr(0, name.size() - std::string_view(".experts").size());
    const GoldenTensor& router = golden.routers.at(layer);
    const double error = golden.bf16_error.at("reference.router." + layer).second;
    ASSERT_TRUE(want.rows.empty());
    const auto choices = static_cast<size_t>(want.shape.back()), experts = static_cast<size_t>(router.shape.back());
    for (size_t i = 0; i < want.values.size(); ++i) {
        const float* scores = router.values.data() + i / choices * experts;
        const auto theirs = static_cast<size_t>(want.values[i]), ours = static_cast<size_t>(values[i]);
        ASSERT_LT(ours, experts) << name;
        const double margin = std::fabs(static_cast<double>(scores[theirs]) - scores[ours]);
        EXPECT_TRUE(ours == theirs || margin < kTimesReference * error)
            << name << " row " << i / choices << ": expert " << ours << " instead of " << theirs << ", whose score is "
            << margin << " apart; the reference's own error is " << error;
        if (ours != theirs) worst.see(margin / error, name);
    }
}

static void compare_step(const std::string& name, const GoldenTensor& want, std::span<const int64_t> shape,
                         std::span<const float> values, Compute compute, const Golden& golden, Worst& worst) {
    ASSERT_EQ(std::vector<int64_t>(shape.begin(), shape.end()), want.shape) << name;
    std::vector<float> expected = want.values;
    expected.insert(expected.end(), want.means.begin(), want.means.end());
    const std::vector<float> got = in_the_same_places(want, values);
    ASSERT_EQ(got.size(), expected.size()) << name;
    const bool experts = name.ends_with(".experts");
    if (experts && compute == Compute::bf16) return compare_experts(name, want, values, golden, worst);
    const Difference d = difference(got, expected);
    if (is_exact(name) || (experts && compute == Compute::f32)) {
        EXPECT_EQ(got, expected) << name;
    } else if (compute == Compute::f32) {
        EXPECT_LE(d.mean, kMeanError) << name;
        EXPECT_LE(d.relative, kRelativeError) << name;
        worst.see(d.relative, name);
    } else {
        const double own = golden.bf16_error.at(name).first;
        EXPECT_LE(d.mean, kTimesReference * own) << name;
        if (own > 0) worst.see(d.mean / own, name);
    }
}

// ---- feeding the reference's tokens

static std::vector<float> prefill(Backend& be, const VisionLanguageModel& model, const Prompt& prompt, Sequence& s,
                                  KvCache& cache) {
    std::vector<const ImagePatches*> images;
    for (const ImagePatches& image : prompt.images) images.push_back(&image);
    const Tensor rows = images.empty() ? Tensor() : model.encode(be, images);
    TokenBatch batch;
    append_prompt(batch, s, prompt, static_cast<int64_t>(prompt.ids.size()), 0, true);
    return be.read_floats(model.forward(be, batch, rows, cache));
}

static void follow_tokens(Backend& be, const VisionLanguageModel& model, const Prompt& prompt, const Golden& golden) {
    const std::vector<int32_t> tokens = golden.tokens();
    const double allowed = kTimesReference * golden.bf16_error.at("generated_ids").second;
    const auto length = static_cast<int64_t>(prompt.ids.size() + tokens.size());
    KvCache cache(be, model.cache_geometry(), KvCache::pages_for(length));
    Sequence s;
    ASSERT_TRUE(cache.reserve(s, length));
    std::vector<float> logits = prefill(be, model, prompt, s, cache);
    for (size_t i = 0; i < tokens.size(); ++i) {
        const auto best = static_cast<int32_t>(std::max_element(logits.begin(), logits.end()) - logits.begin());
        if (best != tokens[i]) {
            EXPECT_LT(golden.margins.at(i), allowed) << "token " << i << ": " << best << " instead of " << tokens[i];
        }
        if (i + 1 == tokens.size()) break;
        TokenBatch batch;
        append_token(batch, s, tokens[i]);
        logits = be.read_floats(model.forward(be, batch, {}, cache));
    }
}

void expect_parity(Backend& be, const VisionLanguageModel& model, const Prompt& prompt, const Golden& golden,
                   const std::string& title) {
    const Compute compute = be.compute();
    const auto tokens = static_cast<int64_t>(golden.tokens().size());
    std::map<std::string, bool> compared;
    Worst worst;
    trace(be, model, prompt, tokens,
          [&](const std::string& name, std::span<const int64_t> shape, std::span<const float> values) {
              EXPECT_FALSE(compared[name]) << name << " came twice";
              compared[name] = true;
              if (compute == Compute::bf16 && name == "generated_ids") return;  // they part after the first near tie
              const auto want = golden.steps.find(name);
              if (want == golden.steps.end())
                  ADD_FAILURE() << name << " is not in the golden";
              else
                  compare_step(name, want->second, shape, values, compute, golden, worst);
          });
    for (const auto& [name, tensor] : golden.steps) EXPECT_TRUE(compared.contains(name)) << name << " was not traced";
    if (compute == Compute::bf16) follow_tokens(be, model, prompt, golden);
    std::printf("%-40s %zu tensors, worst %s %.1e (%s)\n", title.c_str(), compared.size(),
                compute == Compute::f32 ? "relative error" : "part of the reference's own error", worst.value,
                worst.name.c_str());
}

}  // namespace lectern::test
