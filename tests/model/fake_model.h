// A backend that only stores, and a model whose answer is a function of what lies in the cache: enough to see whether
// the token loop keeps pages, positions, pictures and company apart.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/model/model.h"

namespace lectern::testing {

class HostStorage : public Storage {
 public:
    explicit HostStorage(size_t n) : bytes(n) {}
    std::vector<std::byte> bytes;
};

inline std::byte* host_data(const Tensor& t) {
    return static_cast<HostStorage&>(*t.storage).bytes.data() + t.offset;
}
inline float* host_floats(const Tensor& t) {
    return reinterpret_cast<float*>(host_data(t));
}

class StoringBackend : public Backend {
 public:
    std::stop_token stop;
    size_t largest_allocation = std::numeric_limits<size_t>::max();

    std::string name() const override { return "store"; }
    Compute compute() const override { return Compute::f32; }
    void set_stop(std::stop_token s) override { stop = std::move(s); }
    Tensor allocate(DType dtype, Shape shape) override {
        Tensor t;
        t.dtype = dtype;
        t.shape = shape;
        if (t.bytes() > largest_allocation)
            throw Error({.fault = Fault::memory, .attempted = "get memory", .found = "not enough"});
        t.storage = std::make_shared<HostStorage>(t.bytes());
        return t;
    }
    Tensor upload(const HostTensor& v) override {
        Tensor t = allocate(v.dtype, v.shape);
        if (v.bytes() > 0) std::memcpy(host_data(t), v.data, v.bytes());
        return t;
    }
    void read(const Tensor& x, std::span<std::byte> out) override { std::memcpy(out.data(), host_data(x), out.size()); }
    TopTokens top_tokens(const Tensor& logits, int64_t k) override {
        std::vector<int32_t> ids;
        std::vector<float> values, sums;
        for (int64_t r = 0; r < logits.rows(); ++r) {
            const float* row = host_floats(logits) + r * logits.cols();
            std::vector<int32_t> order(static_cast<size_t>(logits.cols()));
            std::iota(order.begin(), order.end(), 0);
            std::stable_sort(order.begin(), order.end(), [&](int32_t a, int32_t b) { return row[a] > row[b]; });
            double sum = 0;
            for (int64_t i = 0; i < logits.cols(); ++i) sum += std::exp(static_cast<double>(row[i]));
            for (int64_t i = 0; i < k; ++i) {
                ids.push_back(order[static_cast<size_t>(i)]);
                values.push_back(row[ids.back()]);
            }
            sums.push_back(static_cast<float>(std::log(sum)));
        }
        return {upload_ids(ids).reshape({logits.rows(), k}), upload_floats(values, {logits.rows(), k}),
                upload_floats(sums, {logits.rows()})};
    }

    // Not for this backend.
    [[noreturn]] static Tensor none() { throw std::logic_error("the storing backend does not compute"); }
    Tensor upload_f32(const HostTensor&) override { none(); }
    Tensor pack_weight(const HostTensor&) override { none(); }
    Tensor pack_quantised(const QuantisedTensor&) override { none(); }
    Tensor matmul(const Tensor&, const Tensor&, const Tensor&) override { none(); }
    Tensor add(const Tensor&, const Tensor&) override { none(); }
    Tensor rms_norm(const Tensor&, const Tensor&, float) override { none(); }
    Tensor layer_norm(const Tensor&, const Tensor&, const Tensor&, float) override { none(); }
    Tensor rope(const Tensor&, const Tensor&, const Tensor&, int64_t) override { none(); }
    Tensor swiglu(const Tensor&, const Tensor&) override { none(); }
    Tensor gelu(const Tensor&) override { none(); }
    Tensor quick_gelu(const Tensor&) override { none(); }
    Tensor gather_rows(const Tensor&, const Tensor&) override { none(); }
    void scatter_rows(Tensor& x, const Tensor& rows, const Tensor& index) override {
        const auto row = static_cast<size_t>(x.cols()) * sizeof(float);
        for (int64_t r = 0; r < rows.rows(); ++r) {
            const int32_t to = reinterpret_cast<const int32_t*>(host_data(index))[r];
            std::memcpy(host_data(x) + static_cast<size_t>(to) * row, host_data(rows) + static_cast<size_t>(r) * row, row);
        }
    }
    Tensor slice_cols(const Tensor&, int64_t, int64_t) override { none(); }
    Tensor attention(const Tensor&, const Tensor&, const Tensor&, const Spans&, const AttentionShape&, const AttentionBias*) override {
        none();
    }
    Routing route(const Tensor&, int64_t) override { throw std::logic_error("the storing backend does not compute"); }
    Tensor expert_matmul(const Tensor&, const Tensor&, int64_t, const Routing&, bool) override { none(); }
    Tensor combine_experts(const Tensor&, const Routing&) override { none(); }
};

// Ids 0 … 255 are bytes, 256 ends, 257 is a special token that says nothing.
class ByteTokenizer : public Tokenizer {
 public:
    std::vector<int32_t> encode(std::string_view text, bool) const override {
        std::vector<int32_t> ids;
        for (const char c : text) ids.push_back(static_cast<uint8_t>(c));
        return ids;
    }
    std::string decode(std::span<const int32_t>) const override { return {}; }
    std::string_view bytes(int32_t id) const override {
        return id >= 0 && id < 256 ? std::string_view(&all_[static_cast<size_t>(id)], 1) : std::string_view();
    }
    std::optional<int32_t> id_of(std::string_view) const override { return std::nullopt; }
    int64_t size() const override { return 258; }

 private:
    std::string all_ = [] {
        std::string s(256, '\0');
        for (size_t i = 0; i < 256; ++i) s[i] = static_cast<char>(i);
        return s;
    }();
};

constexpr int32_t kEnd = 256;
constexpr int64_t kVocabulary = 300;

class FakeModel : public VisionLanguageModel {
 public:
    // Logits after a history of values (ids, or the sums of picture rows).
    using Behavior = std::function<void(std::span<const int32_t> history, std::span<float> logits)>;
    Behavior behavior;
    int64_t context = 100000;
    int64_t most_rows = std::numeric_limits<int64_t>::max();     // of a forward, before memory is said to be out
    int64_t most_patches = std::numeric_limits<int64_t>::max();  // of an encode
    mutable int64_t forwards = 0, rows_seen = 0, largest_rows = 0, largest_patches = 0;
    std::function<void()> on_forward = [] {};
    std::function<std::unique_ptr<TokenRule>(const Prompt&)> rule;
    std::function<std::unique_ptr<Drafter>(const Prompt&)> drafter;

    static Prompt prompt(std::vector<int32_t> ids, int64_t image_tokens = 0, float pixel = 0) {
        Prompt p;
        p.ids = std::move(ids);
        if (image_tokens > 0) {
            p.ids.insert(p.ids.begin() + 1, static_cast<size_t>(image_tokens), 257);
            p.image_row.assign(p.ids.size(), -1);
            for (int64_t i = 0; i < image_tokens; ++i)
                p.image_row[static_cast<size_t>(i + 1)] = static_cast<int32_t>(i);
            ImagePatches image{.grid_h = image_tokens, .grid_w = 4, .patch_values = 1};
            for (int64_t i = 0; i < image.patches(); ++i) image.values.push_back(pixel + static_cast<float>(i));
            p.images.push_back(image);
        }
        p.positions.resize(p.ids.size());
        std::iota(p.positions.begin(), p.positions.end(), 0);
        p.next_position = static_cast<int32_t>(p.ids.size());
        return p;
    }

    const ModelCard& card() const override { return card_; }
    ModelStats stats() const override { return {.context = context}; }
    const Tokenizer* tokenizer() const override { return &tokenizer_; }
    const std::vector<int32_t>& stop_ids() const override { return stops_; }
    KvCache::Geometry cache_geometry() const override { return {.layers = 1, .kv_dim = 1}; }
    Prompt make_prompt(std::string_view, std::span<const Image>, const PromptOptions&) const override { return {}; }
    Prompt make_prompt(std::span<const int32_t>, std::span<const Image>, const PromptOptions&) const override { return {}; }
    int64_t image_tokens(const ImagePatches& image) const override { return image.patches() / 4; }
    std::unique_ptr<OutputParser> make_parser(Task, int64_t, int64_t) const override { return nullptr; }
    std::unique_ptr<TokenRule> make_rule(const Prompt& p) const override { return rule ? rule(p) : nullptr; }
    std::unique_ptr<Drafter> make_drafter(const Prompt& p) const override { return drafter ? drafter(p) : nullptr; }

    Tensor encode(Backend& be, std::span<const ImagePatches* const> images, const TraceSink*) const override {
        std::vector<float> rows;
        int64_t patches = 0;
        for (const ImagePatches* image : images) {
            patches += image->patches();
            if (image->values[0] < 0)
                throw Error({.fault = Fault::input, .attempted = "encode the picture", .found = "a bad one"});
            for (size_t i = 0; i < image->values.size(); i += 4)
                rows.push_back(1000 + image->values[i] + image->values[i + 3]);
        }
        largest_patches = std::max(largest_patches, patches);
        if (patches > most_patches)
            throw Error({.fault = Fault::memory, .attempted = "encode the pictures", .found = "not enough memory"});
        return be.upload_floats(rows, {static_cast<int64_t>(rows.size()), 1});
    }

    // Key: the row's value. Value: its position. What a span sees must be whole and in order.
    Tensor forward(Backend& be, const TokenBatch& batch, const Tensor& image_rows, KvCache& cache,
                   const TraceSink*) const override {
        on_forward();
        ++forwards;
        const auto rows = static_cast<int64_t>(batch.ids.size());
        rows_seen += rows;
        largest_rows = std::max(largest_rows, rows);
        if (rows > most_rows)
            throw Error({.fault = Fault::memory, .attempted = "run the model", .found = "not enough memory"});
        const std::vector<int32_t> ids = batch.device_ids ? be.read_ids(batch.device_ids) : batch.ids;
        if (ids.size() != batch.ids.size()) throw std::logic_error("as many ids as rows");
        float* keys = host_floats(cache.keys(0));
        float* values = host_floats(cache.values(0));
        for (size_t i = 0; i < batch.ids.size(); ++i) {
            const int32_t image = batch.image_row.empty() ? -1 : batch.image_row[i];
            keys[batch.slots[i]] = image >= 0 ? host_floats(image_rows)[image] : static_cast<float>(ids[i]);
            values[batch.slots[i]] = static_cast<float>(batch.positions[i]);
        }
        std::vector<float> logits;
        size_t next = 0;
        for (const Span& span : batch.spans.spans) {
            if (next == batch.logits_rows.size() || batch.logits_rows[next] != span.first_row + span.rows - 1) continue;
            ++next;
            std::vector<int32_t> history;
            for (int32_t j = 0; j < span.keys; ++j) {
                const int32_t slot = batch.spans.pages[static_cast<size_t>(span.page_offset + j / 32)] * 32 + j % 32;
                if (values[slot] != static_cast<float>(j)) throw std::logic_error("a key stands in the wrong place");
                history.push_back(static_cast<int32_t>(keys[slot]));
            }
            std::vector<float> row(kVocabulary, -10);
            behavior(history, row);
            logits.insert(logits.end(), row.begin(), row.end());
        }
        if (next != batch.logits_rows.size()) throw std::logic_error("logits of a row that ends no span");
        return be.upload_floats(logits, {static_cast<int64_t>(next), kVocabulary});
    }

 private:
    ModelCard card_;
    ByteTokenizer tokenizer_;
    std::vector<int32_t> stops_{kEnd};
};

}  // namespace lectern::testing
