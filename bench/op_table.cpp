// Every op of Backend with every dtype it takes, at the sizes of the four page models, as a Markdown table: time, rates, and
// how near the time comes to the least that the device's measured limits allow (operations ÷ peak or bytes ÷ bandwidth,
// whichever is more).
//   op_table [--device cpu|vulkan|vulkan:N] [--rows N] [--seconds S] [--op NAME] [--model NAME]
// One row is a token being decoded; --rows N (16 on a software driver, else 1024) stand for a prompt or a picture's patches.
// Operands take turns, so that they come from memory rather than from caches; small ones stay there all the same, and then
// beat what memory can deliver ("> 100"). Cooperative matrices and codes of 8 bits may go beyond the peak of F32
// multiply-adds, which is what operations are measured against on a GPU.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <numeric>
#include <set>
#include <sstream>

#include "bench/op_inputs.h"
#include "bench/peak.h"
#include "core/base/error.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "gpu/gpu.h"

namespace lectern::bench {

struct Options {
    std::string device = "cpu", op, model;
    int64_t rows = 0;
    double seconds = 0.1;  // of measuring, for each line
};

struct Geometry {  // of a model's text decoder
    const char* name;
    int64_t hidden, middle, heads, kv_heads, dim, vocabulary;
};
constexpr Geometry kModels[] = {{"dots.ocr", 1536, 8960, 12, 2, 128, 151936},
                                {"Qwen2.5-VL-3B", 2048, 11008, 16, 2, 128, 151936},
                                {"GLM-OCR", 1536, 4608, 16, 8, 128, 59392},
                                {"DeepSeek-OCR", 1280, 6848, 10, 10, 128, 129280}};
constexpr int64_t kExperts = 64, kChosen = 6, kExpertMiddle = 896;  // of DeepSeek-OCR
constexpr double kBeyondCaches = 128e6;                             // bytes of operands that take turns
constexpr DType kWeights[] = {DType::BF16, DType::F16, DType::F32, DType::Q8, DType::Q4};

using Clock = std::chrono::steady_clock;

class Table {
 public:
    Table(Backend& be, const Options& o, double flops, double bytes) : be_(be), o_(o), flops_(flops), bytes_(bytes) {}

    // `make` builds operands and returns the op on them; what it costs is told beside it.
    void line(const std::string& op, const std::string& model, const std::string& dtype, const std::string& size, double flops,
              double bytes, const std::function<std::function<void()>()>& make) {
        if (!wants(op, model)) return;
        const auto copies = static_cast<size_t>(std::clamp(std::ceil(kBeyondCaches / bytes), 1.0, 8.0));
        std::vector<std::function<void()>> ops;
        while (ops.size() < copies) ops.push_back(make());
        const double seconds = time(ops), least = std::max(flops / flops_, bytes / bytes_);
        seen_.insert(op);
        char part[32] = "> 100";
        if (least < seconds) std::snprintf(part, sizeof part, "%.1f", 100 * least / seconds);
        std::printf("| %s | %s | %s | %s | %.3f | %.2f | %.2f | %s |\n", op.c_str(), dtype.c_str(), model.c_str(), size.c_str(), 1e3 * seconds,
                    1e-9 * flops / seconds, 1e-9 * bytes / seconds, part);
        std::fflush(stdout);
    }
    const std::set<std::string>& seen() const { return seen_; }
    bool wants(const std::string& op, const std::string& model) const {
        return (o_.op.empty() || o_.op == op) && (o_.model.empty() || model.empty() || o_.model == model);
    }

 private:
    void wait() {
        if (auto* gpu = dynamic_cast<GpuBackend*>(&be_)) gpu->op_times();
    }
    // The median of rounds of a few ops, each round waited for; of a single one where that takes long enough.
    double time(const std::vector<std::function<void()>>& ops) {
        ops[0]();  // programs are built
        wait();
        std::vector<double> rounds;
        size_t next = 1, many = 1;
        for (const auto start = Clock::now(); rounds.empty() || std::chrono::duration<double>(Clock::now() - start).count() < o_.seconds;) {
            const auto begin = Clock::now();
            for (size_t i = 0; i < many; ++i) ops[next++ % ops.size()]();
            wait();
            const double took = std::chrono::duration<double>(Clock::now() - begin).count();
            rounds.push_back(took / static_cast<double>(many));
            if (took < o_.seconds / 20 && many < 64) many *= 2, rounds.clear();
        }
        std::sort(rounds.begin(), rounds.end());
        return rounds[rounds.size() / 2];
    }

    Backend& be_;
    const Options& o_;
    double flops_, bytes_;  // limits, in a second
    std::set<std::string> seen_;
};

static std::string size(std::initializer_list<int64_t> sides) {
    std::string text;
    for (const int64_t n : sides) text += (text.empty() ? "" : " × ") + std::to_string(n);
    return text;
}
static double product(std::initializer_list<int64_t> sides) {
    double p = 1;
    for (const int64_t n : sides) p *= static_cast<double>(n);
    return p;
}

// What a decoder's layer and head multiply.
static void products(Table& t, Backend& be, const Geometry& g, DType w, int64_t rows) {
    const char* dtype = dtype_name(w);
    const int64_t h = g.hidden, kv = g.kv_heads * g.dim, q = g.heads * g.dim;
    const auto x = [&] { return filled(be, DType::F32, Shape{rows, h}); };
    const double io = 8 * product({rows, h});
    t.line("matmul_each", g.name, dtype, "q, k, v of " + size({rows, h}), 2 * product({rows, h, q + 2 * kv}), weight_bytes(w, q + 2 * kv, h) + io, [&] {
        return [&be, x = x(), a = packed(be, w, q, h), b = packed(be, w, kv, h), c = packed(be, w, kv, h)] {
            const Product each[] = {{a, {}}, {b, {}}, {c, {}}};
            be.matmul_each(x, each);
        };
    });
    t.line("matmul_add", g.name, dtype, size({rows, h, h}), 2 * product({rows, h, h}), weight_bytes(w, h, h) + io, [&] {
        return [&be, x = x(), a = packed(be, w, h, h)] { be.matmul_add(x, a, {}, x); };
    });
    t.line("gated_mlp", g.name, dtype, size({rows, h, g.middle}), 6 * product({rows, h, g.middle}), 3 * weight_bytes(w, g.middle, h) + io, [&] {
        return [&be, x = x(), mlp = GatedMlp{packed(be, w, g.middle, h), packed(be, w, g.middle, h), packed(be, w, h, g.middle)}] {
            be.gated_mlp(x, mlp, x);
        };
    });
    const bool head = rows == 1 && w != DType::F32 && w != DType::F16;  // it sees one row; page models keep it in 16 bits or fewer
    const int64_t n = head ? g.vocabulary : h;
    t.line("matmul", g.name, dtype, (head ? "head: " : "") + size({rows, h, n}), 2 * product({rows, h, n}),
           weight_bytes(w, n, h) + 4 * product({rows, h + n}), [&] { return [&be, x = x(), a = packed(be, w, n, h)] { be.matmul(x, a); }; });
}

static void attentions(Table& t, Backend& be, const Geometry& g, int64_t rows) {
    const AttentionShape shape{g.heads, g.kv_heads, g.dim, 1 / std::sqrt(static_cast<float>(g.dim))};
    for (const DType cached : {DType::BF16, DType::F32})
        for (const int64_t keys : {512, 4096}) {
            Spans spans{.spans = {{0, 1, 0, static_cast<int32_t>(keys)}}, .pages = std::vector<int32_t>(static_cast<size_t>(keys / kPageRows)), .causal = true};
            std::iota(spans.pages.begin(), spans.pages.end(), 0);
            const double kv = product({keys, g.kv_heads, g.dim}) * static_cast<double>(dtype_size(cached));
            t.line("attention", g.name, dtype_name(cached), "a token, " + std::to_string(keys) + " keys", 4 * product({keys, g.heads, g.dim}), 2 * kv, [&] {
                return [&be, spans, shape, q = filled(be, DType::F32, Shape{1, g.heads * g.dim}), k = filled(be, cached, Shape{keys, g.kv_heads * g.dim}),
                        v = filled(be, cached, Shape{keys, g.kv_heads * g.dim})] { be.attention(q, k, v, spans, shape); };
            });
        }
    const auto n = static_cast<int32_t>(rows);
    const Spans whole{.spans = {{0, n, 0, n}}, .pages = {}, .causal = false};
    t.line("attention", g.name, "F32", std::to_string(rows) + " patches, each sees all", 4 * product({rows, rows, g.heads, g.dim}),
           4 * product({rows, g.dim, 2 * g.heads + 2 * g.kv_heads}), [&] {
               return [&be, whole, shape, q = filled(be, DType::F32, Shape{rows, g.heads * g.dim}), k = filled(be, DType::F32, Shape{rows, g.kv_heads * g.dim})] {
                   be.attention(q, k, k, whole, shape);
               };
           });
}

// A token's keys and values on their way into a cache of 16 pages.
static void caching(Table& t, Backend& be, const Geometry& g, int64_t rows) {
    const int64_t q = g.heads * g.dim, kv = g.kv_heads * g.dim, slots = std::max<int64_t>(rows, 16 * kPageRows);
    std::vector<int32_t> places(static_cast<size_t>(2 * rows));
    for (size_t i = 0; i < places.size(); ++i) places[i] = static_cast<int32_t>(i % static_cast<size_t>(rows));
    const Tensor where = be.upload_ids(places), angles = filled(be, DType::F32, Shape{slots, g.dim});
    for (const DType cached : {DType::BF16, DType::F32})
        t.line("rope_to_cache", g.name, dtype_name(cached), std::to_string(rows) + " × " + std::to_string(q + 2 * kv), 3 * product({rows, q + kv}),
               product({rows, 2 * q + 2 * kv}) * 4 + product({rows, 2 * kv}) * static_cast<double>(dtype_size(cached)), [&] {
                   return [&be, where, angles, dim = g.dim, x = filled(be, DType::F32, Shape{rows, q}), k = filled(be, DType::F32, Shape{rows, kv}),
                           keys = filled(be, cached, Shape{slots, kv}), values = filled(be, cached, Shape{slots, kv})]() mutable {
                       be.rope_to_cache(x, k, k, angles, where, dim, keys, values);
                   };
               });
}

// SAM's windows of 14 × 14, with a bias for each row's and column's distance.
static void windowed_attention(Table& t, Backend& be) {
    constexpr int64_t kSide = 14, kHeads = 12, kDim = 64, kWindows = 4, kRows = kSide * kSide;
    Spans spans;
    for (int32_t i = 0; i < kWindows; ++i) spans.spans.push_back({i * static_cast<int32_t>(kRows), static_cast<int32_t>(kRows), i * static_cast<int32_t>(kRows), static_cast<int32_t>(kRows)});
    const AttentionShape shape{kHeads, kHeads, kDim, 0.125f};
    const Shape biases{kWindows * kRows, kHeads * (2 * kSide - 1)};
    t.line("attention", "DeepSeek-OCR", "F32", "4 windows of 14 × 14, with bias", 4 * product({kWindows, kRows, kRows, kHeads, kDim}),
           4 * product({kWindows, kRows, 4 * kHeads * kDim + 2 * biases[1]}), [&] {
               return [&be, spans, shape, x = filled(be, DType::F32, Shape{kWindows * kRows, kHeads * kDim}),
                       bias = AttentionBias{filled(be, DType::F32, biases), filled(be, DType::F32, biases), kSide, kSide}] {
                   be.attention(x, x, x, spans, shape, &bias);
               };
           });
}

static void experts(Table& t, Backend& be, int64_t rows) {
    const int64_t h = kModels[3].hidden, touched = std::min(kExperts, rows * kChosen);
    uint64_t turn = 0;  // each choice of other experts
    const auto logits = [&be, rows, &turn] {
        std::vector<float> values(static_cast<size_t>(rows * kExperts));
        ++turn;
        for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>((i + 977 * turn) * 2654435761u % 1000) * 0.01f;
        return be.upload({DType::F32, Shape{rows, kExperts}, reinterpret_cast<const std::byte*>(values.data())});
    };
    const char* model = kModels[3].name;
    t.line("route", model, "F32", size({rows, kExperts}), 5 * product({rows, kExperts}), 4 * product({rows, kExperts}),
           [&] { return [&be, l = logits()] { be.route(l, kChosen); }; });
    for (const DType w : kWeights) {
        if (!t.wants("expert_matmul", model)) break;
        const double bytes = static_cast<double>(touched) * weight_bytes(w, kExpertMiddle, h);
        for (const bool placed : {false, true}) {
            const int64_t n = placed ? h : kExpertMiddle, k = placed ? kExpertMiddle : h;
            const Tensor all = packed(be, w, kExperts * expert_rows(n), k);
            t.line("expert_matmul", model, dtype_name(w), size({rows, k, n}) + ", 6 of 64", 2 * product({rows, kChosen, n, k}), bytes, [&, n, k, placed] {
                return [&be, n, placed, all, x = filled(be, DType::F32, Shape{placed ? rows * kChosen : rows, k}), routing = be.route(logits(), kChosen)] {
                    be.expert_matmul(x, all, n, routing, placed);
                };
            });
        }
    }
    for (const DType w : kWeights) {
        if (!t.wants("expert_gated", model)) break;
        const Tensor gate = packed(be, w, kExperts * expert_rows(kExpertMiddle), h), up = packed(be, w, kExperts * expert_rows(kExpertMiddle), h);
        t.line("expert_gated", model, dtype_name(w), size({rows, h, kExpertMiddle}) + ", 6 of 64", 4 * product({rows, kChosen, kExpertMiddle, h}),
               2 * static_cast<double>(touched) * weight_bytes(w, kExpertMiddle, h), [&] {
                   return [&be, gate, up, x = filled(be, DType::F32, Shape{rows, h}), routing = be.route(logits(), kChosen)] {
                       be.expert_gated(x, gate, up, kExpertMiddle, routing);
                   };
               });
    }
    t.line("combine_experts", model, "F32", size({rows, kChosen, h}), 2 * product({rows, kChosen, h}), 4 * product({rows, kChosen + 1, h}), [&] {
        return [&be, x = filled(be, DType::F32, Shape{rows * kChosen, h}), routing = be.route(logits(), kChosen)] { be.combine_experts(x, routing); };
    });
}

// Ops whose time goes with the number of values: `passes` of 4 bytes are read or written for each.
static void elementwise(Table& t, Backend& be) {
    const int64_t rows = 2731, h = kModels[0].hidden, dim = kModels[0].dim;  // 16 MB
    const double values = product({rows, h});
    const auto x = [&] { return filled(be, DType::F32, Shape{rows, h}); };
    const auto one = [&](const char* op, double flops, double passes, auto run) {
        t.line(op, "", "F32", size({rows, h}), flops * values, 4 * passes * values, [&] { return [&be, run, x = x()] { run(be, x); }; });
    };
    const Tensor w = filled(be, DType::F32, Shape{h});
    std::vector<int32_t> order(static_cast<size_t>(rows));
    std::iota(order.rbegin(), order.rend(), 0);
    const Tensor index = be.upload_ids(order), angles = filled(be, DType::F32, Shape{rows, dim});
    one("add", 1, 3, [](Backend& b, const Tensor& v) { b.add(v, v); });
    one("rms_norm", 4, 2, [w](Backend& b, const Tensor& v) { b.rms_norm(v, w, 1e-6f); });
    one("layer_norm", 8, 2, [w](Backend& b, const Tensor& v) { b.layer_norm(v, w, w, 1e-6f); });
    one("rope", 3, 2, [=](Backend& b, const Tensor& v) { b.rope(v, angles, index, dim); });
    one("swiglu", 6, 3, [](Backend& b, const Tensor& v) { b.swiglu(v, v); });
    one("gelu", 10, 2, [](Backend& b, const Tensor& v) { b.gelu(v); });
    one("quick_gelu", 5, 2, [](Backend& b, const Tensor& v) { b.quick_gelu(v); });
    one("slice_cols", 0, 1, [h](Backend& b, const Tensor& v) { b.slice_cols(v, h / 4, h / 2); });
    for (const DType dtype : {DType::F32, DType::F16, DType::BF16}) {
        const double bytes = values * (4 + static_cast<double>(dtype_size(dtype)));
        t.line("gather_rows", "", dtype_name(dtype), size({rows, h}), 0, bytes,
               [&] { return [&be, index, v = filled(be, dtype, Shape{rows, h})] { be.gather_rows(v, index); }; });
        if (dtype == DType::F16) continue;  // no cache is
        t.line("scatter_rows", "", dtype_name(dtype), size({rows, h}), 0, bytes,
               [&] { return [&be, index, v = x(), pool = filled(be, dtype, Shape{rows, h})]() mutable { be.scatter_rows(pool, v, index); }; });
    }
}

static void all_lines(Table& t, Backend& be, int64_t many) {
    std::printf("| op | dtype | model | size | ms | GFLOP/s | GB/s | %% of the limit |\n|---|---|---|---|---|---|---|---|\n");
    for (const int64_t rows : {int64_t{1}, many})
        for (const Geometry& g : kModels)
            for (const DType w : kWeights)
                if (&g == kModels || (w != DType::F16 && w != DType::F32)) products(t, be, g, w, rows);
    for (const Geometry& g : kModels) attentions(t, be, g, many);
    for (const int64_t rows : {int64_t{1}, many})
        for (const Geometry& g : kModels) caching(t, be, g, rows);
    windowed_attention(t, be);
    for (const int64_t rows : {int64_t{1}, many}) experts(t, be, rows);
    for (const Geometry& g : kModels)
        t.line("top_tokens", g.name, "F32", size({1, g.vocabulary}) + ", 2 best", product({g.vocabulary}), 4 * product({g.vocabulary}),
               [&] { return [&be, x = filled(be, DType::F32, Shape{1, g.vocabulary})] { be.top_tokens(x, 2); }; });
    elementwise(t, be);
}

static void run(const Options& o) {
    std::unique_ptr<Backend> be;
    double flops = 0, bytes = 0;
    bool software = false;
    if (o.device == "cpu") {
        be = make_cpu_backend({});
        const Peak peak = measure_peak(cpu_info().threads);
        flops = 1e9 * std::max(peak.f32_gflops, peak.bf16_gflops), bytes = 1e9 * peak.read_gbs;
        std::printf("%s, %s\n", cpu_info().model.c_str(), be->name().c_str());
    } else {
        auto gpu = make_vulkan_backend({.device = o.device.starts_with("vulkan:") ? std::stoi(o.device.substr(7)) : -1});
        const DeviceInfo info = gpu->device_info();
        const DeviceLimits limits = gpu->measure_limits();
        flops = limits.flops, bytes = limits.bytes_per_second;
        software = info.kind == DeviceKind::software;
        std::printf("%s, %s, %s\n", info.name.c_str(), device_kind_name(info.kind), info.driver.c_str());
        if (software) std::printf("These are the rates of a software driver on the processor; they say nothing about a card.\n");
        be = std::move(gpu);
    }
    std::printf("measured limits: %.1f GFLOP/s, %.1f GB/s\n\n", 1e-9 * flops, 1e-9 * bytes);
    Table t(*be, o, flops, bytes);
    all_lines(t, *be, o.rows > 0 ? o.rows : software ? 16 : 1024);
    if (!o.op.empty() || !o.model.empty()) return;
    std::istringstream names(LECTERN_ALL_OPS " matmul_add matmul_each gated_mlp expert_gated rope_to_cache");
    std::string missing;
    for (std::string op; names >> op;)
        if (!t.seen().contains(op)) missing += " " + op;
    std::printf("\nops without a line:%s\n", missing.empty() ? " none" : missing.c_str());
}

}  // namespace lectern::bench

int main(int argc, char** argv) {
    lectern::bench::Options o;
    CLI::App app("What every op costs, beside the device's limits");
    app.add_option("--device", o.device, "cpu, vulkan or vulkan:N");
    app.add_option("--rows", o.rows, "rows of a prompt or of patches")->check(CLI::Range(2, 100'000));
    app.add_option("--seconds", o.seconds, "of measuring, for each line")->check(CLI::Range(0.001, 60.0));
    app.add_option("--op", o.op, "this op alone");
    app.add_option("--model", o.model, "this model's sizes alone");
    CLI11_PARSE(app, argc, argv);
    try {
        lectern::bench::run(o);
    } catch (const lectern::Error& e) {
        std::fprintf(stderr, "op_table: %s\n", e.what());
        return lectern::exit_code(e.fault());
    }
    return 0;
}
