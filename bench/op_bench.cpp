// Rates of the ops at the shapes of the in-box reader (one line, 8 and 48 lines decoding together, a page's patches)
// and of a 3B model, each beside the limit measured in the same run.
//   op_bench [--threads=N] [--level=scalar|avx2|avx512|avx512_bf16|amx] [--f32] [--device=cpu|vulkan|vulkan:N]
//            [google-benchmark options]
// On a GPU the limits are what a kernel of fused multiply-adds makes and one that reads moves.
#include <benchmark/benchmark.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <numeric>
#include <optional>
#include <string>

#include "bench/op_inputs.h"
#include "bench/peak.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "gpu/gpu.h"

namespace lectern::bench {

static CpuOptions options;
static Peak peak;

static std::optional<int> gpu;  // index, -1 for the first; none: the CPU
static int batch = 1;           // ops between two waits

static Backend& backend() {
    static const std::unique_ptr<Backend> be =
        gpu ? std::unique_ptr<Backend>(make_vulkan_backend({.device = *gpu, .compute = options.compute})) : make_cpu_backend(options);
    return *be;
}

// A GPU's ops return before they are done: several are recorded, then waited for, as in a forward pass.
template <class Op>
static void repeat(benchmark::State& state, Op op) {
    while (state.KeepRunningBatch(batch)) {
        for (int i = 0; i < batch; ++i) benchmark::DoNotOptimize(op());
        if (gpu) dynamic_cast<GpuBackend&>(backend()).op_times();  // waits
    }
}

static Tensor filled(DType dtype, Shape shape) { return filled(backend(), dtype, shape); }
static Tensor packed(DType dtype, int64_t n, int64_t k) { return packed(backend(), dtype, n, k); }

static void report_flops(benchmark::State& state, double flops, bool bf16) {
    using benchmark::Counter;
    const double best = bf16 && peak.bf16_gflops > 0 ? peak.bf16_gflops : peak.f32_gflops;
    state.counters["GFLOP/s"] = Counter(flops * 1e-9, Counter::kIsIterationInvariantRate);
    if (best > 0) state.counters["%flops"] = Counter(flops * 1e-7 / best, Counter::kIsIterationInvariantRate);
}

static void report_bytes(benchmark::State& state, double bytes) {
    using benchmark::Counter;
    state.counters["GB/s"] = Counter(bytes * 1e-9, Counter::kIsIterationInvariantRate);
    state.counters["%read"] = Counter(bytes * 1e-7 / peak.read_gbs, Counter::kIsIterationInvariantRate);
}

// Enough different weights that a 3B model's do not stay in the caches; small ones do, as they would in a reader.
static void matmul(benchmark::State& state, DType dtype) {
    const int64_t m = state.range(0), n = state.range(1), k = state.range(2);
    const double bytes = weight_bytes(dtype, n, k);
    std::vector<Tensor> w(m < 64 && bytes > 5e5 ? static_cast<size_t>(std::ceil(1e9 / bytes)) : 1);
    for (Tensor& t : w) t = packed(dtype, n, k);
    const Tensor x = filled(DType::F32, Shape{m, k});
    size_t i = 0;
    repeat(state, [&] { return backend().matmul(x, w[i++ % w.size()]); });
    report_flops(state, 2.0 * static_cast<double>(m * n * k), dtype != DType::F32 && options.compute == Compute::bf16);
    report_bytes(state, bytes);
}

static void shapes(benchmark::internal::Benchmark* b) {
    b->ArgNames({"M", "N", "K"})->Unit(benchmark::kMicrosecond)->UseRealTime();
    for (const int64_t m : {1, 8, 48})
        for (const auto& [n, k] : {std::pair<int64_t, int64_t>{256, 256}, {128, 256}, {704, 256}, {256, 704}, {528, 256}}) b->Args({m, n, k});
    for (const auto& [n, k] : {std::pair<int64_t, int64_t>{256, 588}, {768, 256}, {256, 256}, {704, 256}, {256, 704}}) b->Args({4000, n, k});
    b->Args({1000, 1024, 1024});
    for (const int64_t m : {1, 8, 48, 1300})
        for (const auto& [n, k] : {std::pair<int64_t, int64_t>{1536, 1536}, {8960, 1536}, {1536, 8960}}) b->Args({m, n, k});
}
BENCHMARK_CAPTURE(matmul, bf16, DType::BF16)->Apply(shapes);
BENCHMARK_CAPTURE(matmul, f32, DType::F32)->Apply(shapes);
BENCHMARK_CAPTURE(matmul, int8, DType::Q8)->Apply(shapes);
BENCHMARK_CAPTURE(matmul, int4, DType::Q4)->Apply(shapes);

// Spans of equal size, all rows seeing all keys.
static void attention_vision(benchmark::State& state) {
    const auto spans = static_cast<int32_t>(state.range(0)), rows = static_cast<int32_t>(state.range(1));
    const int64_t heads = state.range(2), dim = state.range(3);
    Spans table;
    for (int32_t s = 0; s < spans; ++s) table.spans.push_back({s * rows, rows, s * rows, rows});
    const Tensor q = filled(DType::F32, Shape{spans * rows, heads * dim}), k = filled(DType::F32, q.shape), v = filled(DType::F32, q.shape);
    repeat(state, [&] { return backend().attention(q, k, v, table, {heads, heads, dim, 1 / std::sqrt(static_cast<float>(dim))}); });
    report_flops(state, 4.0 * spans * rows * rows * static_cast<double>(heads * dim), options.compute == Compute::bf16);
}
BENCHMARK(attention_vision)->ArgNames({"spans", "rows", "heads", "dim"})->Unit(benchmark::kMicrosecond)->UseRealTime()
    ->Args({20, 200, 4, 64})->Args({1, 1000, 4, 64})->Args({1, 4000, 12, 128});

// One new row per sequence over a paged BF16 cache.
static void attention_decode(benchmark::State& state) {
    const auto sequences = static_cast<int32_t>(state.range(0)), keys = static_cast<int32_t>(state.range(1));
    const int64_t heads = state.range(2), kv_heads = state.range(3), dim = state.range(4);
    Spans table{.spans = {}, .pages = {}, .causal = true};
    for (int32_t s = 0; s < sequences; ++s) {
        table.spans.push_back({s, 1, 0, keys, static_cast<int32_t>(table.pages.size())});
        for (int32_t j = 0; j < keys; j += kPageRows) table.pages.push_back(static_cast<int32_t>(table.pages.size()));
    }
    const auto pool_rows = static_cast<int64_t>(table.pages.size()) * kPageRows;
    const Tensor q = filled(DType::F32, Shape{sequences, heads * dim});
    const Tensor k = filled(DType::BF16, Shape{pool_rows, kv_heads * dim}), v = filled(DType::BF16, k.shape);
    repeat(state, [&] { return backend().attention(q, k, v, table, {heads, kv_heads, dim, 1 / std::sqrt(static_cast<float>(dim))}); });
    report_flops(state, 4.0 * sequences * keys * static_cast<double>(heads * dim), false);
    report_bytes(state, 4.0 * sequences * keys * static_cast<double>(kv_heads * dim));
}
BENCHMARK(attention_decode)->ArgNames({"seqs", "keys", "heads", "kv", "dim"})->Unit(benchmark::kMicrosecond)->UseRealTime()
    ->Args({1, 100, 4, 2, 64})->Args({48, 100, 4, 2, 64})->Args({1, 5000, 12, 2, 128})->Args({8, 2000, 12, 2, 128});

template <class Op>
static void elementwise(benchmark::State& state, double passes, Op op) {
    const Tensor x = filled(DType::F32, Shape{state.range(0), state.range(1)}), w = filled(DType::F32, Shape{state.range(1)});
    repeat(state, [&] { return op(x, w); });
    report_bytes(state, passes * 4.0 * static_cast<double>(x.shape.elements()));
}
static void sizes(benchmark::internal::Benchmark* b) {
    b->ArgNames({"rows", "cols"})->Unit(benchmark::kMicrosecond)->UseRealTime();
    for (const int64_t rows : {1, 48, 4000}) b->Args({rows, 256});
    b->Args({1300, 1536});
}
static void add(benchmark::State& s) { elementwise(s, 3, [](const Tensor& x, const Tensor&) { return backend().add(x, x); }); }
static void rms_norm(benchmark::State& s) { elementwise(s, 2, [](const Tensor& x, const Tensor& w) { return backend().rms_norm(x, w, 1e-6f); }); }
static void layer_norm(benchmark::State& s) { elementwise(s, 2, [](const Tensor& x, const Tensor& w) { return backend().layer_norm(x, w, w, 1e-6f); }); }
static void swiglu(benchmark::State& s) { elementwise(s, 3, [](const Tensor& x, const Tensor&) { return backend().swiglu(x, x); }); }
static void gelu(benchmark::State& s) { elementwise(s, 2, [](const Tensor& x, const Tensor&) { return backend().gelu(x); }); }
static void slice_cols(benchmark::State& s) { elementwise(s, 1, [](const Tensor& x, const Tensor&) { return backend().slice_cols(x, 64, 128); }); }
static void rope(benchmark::State& s) {
    std::vector<int32_t> positions(static_cast<size_t>(s.range(0)));
    std::iota(positions.begin(), positions.end(), 0);
    const Tensor p = backend().upload_ids(positions), table = filled(DType::F32, Shape{s.range(0), 64});
    elementwise(s, 2, [&](const Tensor& x, const Tensor&) { return backend().rope(x, table, p, 64); });
}
// One row of a decoder with 12 heads and 2 of keys, and many.
static void rope_to_cache(benchmark::State& s) {
    const int64_t rows = s.range(0), heads = s.range(1), kv_heads = s.range(2), dim = s.range(3);
    std::vector<int32_t> places(static_cast<size_t>(2 * rows));
    for (size_t i = 0; i < places.size(); ++i) places[i] = static_cast<int32_t>(i % static_cast<size_t>(rows));
    const Tensor p = backend().upload_ids(places), table = filled(DType::F32, Shape{rows, dim}), q = filled(DType::F32, Shape{rows, heads * dim}),
                 k = filled(DType::F32, Shape{rows, kv_heads * dim}), v = filled(DType::F32, k.shape);
    Tensor keys = filled(DType::BF16, k.shape), values = filled(DType::BF16, k.shape);
    repeat(s, [&] { return backend().rope_to_cache(q, k, v, table, p, dim, keys, values); });
    report_bytes(s, static_cast<double>(rows * dim) * (8.0 * static_cast<double>(heads) + 12.0 * static_cast<double>(kv_heads)));
}
// q, k and v of one row: three matrices, one dispatch where a backend has it.
static void matmul_each(benchmark::State& s) {
    const int64_t rows = s.range(0), n = s.range(1), kv = s.range(2), k = s.range(3);
    const Tensor x = filled(DType::F32, Shape{rows, k});
    const double bytes = 2.0 * static_cast<double>((n + 2 * kv) * k);
    std::vector<std::array<Product, 3>> sets(static_cast<size_t>(std::ceil(3e8 / bytes)));
    for (auto& set : sets) set = {{{packed(DType::BF16, n, k), {}}, {packed(DType::BF16, kv, k), {}}, {packed(DType::BF16, kv, k), {}}}};
    size_t i = 0;
    repeat(s, [&] { return backend().matmul_each(x, sets[i++ % sets.size()]).back(); });
    report_flops(s, 2.0 * static_cast<double>(rows * (n + 2 * kv) * k), options.compute == Compute::bf16);
    report_bytes(s, bytes);
}
// DeepSeek-OCR's routed experts: both matrices of six of 64 for each row.
static void expert_gated(benchmark::State& s) {
    const int64_t rows = s.range(0), experts = 64, choices = 6, n = 896, k = 1280;
    const Tensor x = filled(DType::F32, Shape{rows, k}), gate = packed(DType::BF16, experts * expert_rows(n), k),
                 up = packed(DType::BF16, experts * expert_rows(n), k);
    const Routing routing = backend().route(filled(DType::F32, Shape{rows, experts}), choices);
    repeat(s, [&] { return backend().expert_gated(x, gate, up, n, routing); });
    report_flops(s, 4.0 * static_cast<double>(rows * choices * n * k), options.compute == Compute::bf16);
    report_bytes(s, 4.0 * static_cast<double>(std::min(rows * choices, experts) * n * k));
}
static void gather_scatter(benchmark::State& s) {
    std::vector<int32_t> index(static_cast<size_t>(s.range(0)));
    std::iota(index.begin(), index.end(), 0);
    const Tensor i = backend().upload_ids(index);
    Tensor pool = filled(DType::BF16, Shape{s.range(0), s.range(1)});
    elementwise(s, 3, [&](const Tensor& x, const Tensor&) {
        backend().scatter_rows(pool, x, i);
        return backend().gather_rows(pool, i);
    });
}
static void top_tokens(benchmark::State& state) {
    const Tensor x = filled(DType::F32, Shape{state.range(0), state.range(1)});
    repeat(state, [&] { return backend().top_tokens(x, state.range(2)); });
    report_bytes(state, 4.0 * static_cast<double>(x.shape.elements()));
}
BENCHMARK(add)->Apply(sizes);
BENCHMARK(rms_norm)->Apply(sizes);
BENCHMARK(layer_norm)->Apply(sizes);
BENCHMARK(swiglu)->Apply(sizes);
BENCHMARK(gelu)->Apply(sizes);
BENCHMARK(rope)->Apply(sizes);
BENCHMARK(rope_to_cache)->ArgNames({"rows", "heads", "kv", "dim"})->Unit(benchmark::kMicrosecond)->UseRealTime()
    ->Args({1, 12, 2, 128})->Args({48, 12, 2, 128})->Args({1300, 12, 2, 128});
BENCHMARK(matmul_each)->ArgNames({"rows", "n", "kv", "k"})->Unit(benchmark::kMicrosecond)->UseRealTime()
    ->Args({1, 1536, 256, 1536})->Args({8, 1536, 256, 1536});
BENCHMARK(expert_gated)->ArgNames({"rows"})->Unit(benchmark::kMicrosecond)->UseRealTime()->Args({1})->Args({8});
BENCHMARK(slice_cols)->Apply(sizes);
BENCHMARK(gather_scatter)->Apply(sizes);
BENCHMARK(top_tokens)->ArgNames({"rows", "vocabulary", "k"})->Unit(benchmark::kMicrosecond)->UseRealTime()
    ->Args({1, 528, 2})->Args({48, 528, 2})->Args({1, 151936, 2})->Args({1, 151936, 64});

// Takes our own options out of argv.
static void parse_options(int& argc, char** argv) {
    int kept = 1;
    for (int i = 1; i < argc; ++i) {
        const std::string a = argv[i];
        if (a.starts_with("--threads=")) options.threads = std::atoi(a.c_str() + 10);
        else if (a == "--f32") options.compute = Compute::f32;
        else if (a == "--level=scalar") options.level = CpuLevel::scalar;
        else if (a == "--level=avx2") options.level = CpuLevel::avx2;
        else if (a == "--level=avx512") options.level = CpuLevel::avx512;
        else if (a == "--level=avx512_bf16") options.level = CpuLevel::avx512_bf16;
        else if (a == "--level=amx") options.level = CpuLevel::amx;
        else if (a == "--device=vulkan") gpu = -1;
        else if (a.starts_with("--device=vulkan:")) gpu = std::atoi(a.c_str() + 16);
        else if (a == "--device=cpu") gpu.reset();
        else argv[kept++] = argv[i];
    }
    argc = kept;
}

static Peak measure_gpu() {
    auto& be = dynamic_cast<GpuBackend&>(backend());
    if (be.device_info().kind != DeviceKind::software) batch = 32;
    const DeviceLimits limits = be.measure_limits();
    return {.f32_gflops = 1e-9 * limits.flops, .bf16_gflops = 0, .read_gbs = 1e-9 * limits.bytes_per_second};
}

}  // namespace lectern::bench

int main(int argc, char** argv) {
    using namespace lectern::bench;
    parse_options(argc, argv);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    if (options.threads <= 0) options.threads = lectern::cpu_info().threads;
    if (gpu) {
        peak = measure_gpu();
        const lectern::DeviceInfo info = dynamic_cast<lectern::GpuBackend&>(backend()).device_info();
        std::cout << info.name << ", " << lectern::device_kind_name(info.kind) << ", " << info.driver;
        if (info.kind == lectern::DeviceKind::software) std::cout << "\nThese are the rates of a software driver on the processor; they say nothing about a card.";
        std::cout << "\nmeasured limits: " << peak.f32_gflops << " GFLOP/s f32, " << peak.read_gbs << " GB/s read\n";
    } else {
        peak = measure_peak(options.threads);
        std::cout << lectern::cpu_info().model << ", " << backend().name() << "\nmeasured limits: " << peak.f32_gflops
                  << " GFLOP/s f32, " << peak.bf16_gflops << " GFLOP/s bf16, " << peak.read_gbs << " GB/s read\n";
    }
    benchmark::RunSpecifiedBenchmarks();
}
