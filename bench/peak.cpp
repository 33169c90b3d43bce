#include "bench/peak.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <sys/mman.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <new>
#include <thread>
#include <vector>

#include "core/compute/cpu/cpu_backend_api.h"

namespace lectern::bench {

using Clock = std::chrono::steady_clock;

// Best rate of `work` (which returns what it did) on all threads together, over a tenth of a second.
static double rate(int threads, const std::function<double(int thread)>& work) {
    std::vector<double> best(static_cast<size_t>(threads));
    std::vector<std::jthread> pool;
    for (int t = 0; t < threads; ++t)
        pool.emplace_back([&, t] {
            const auto end = Clock::now() + std::chrono::milliseconds(100);
            while (Clock::now() < end) {
                const auto start = Clock::now();
                const double done = work(t);
                const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
                best[static_cast<size_t>(t)] = std::max(best[static_cast<size_t>(t)], done / seconds);
            }
        });
    pool.clear();
    double sum = 0;
    for (const double b : best) sum += b;
    return sum;
}

// Loops over the sums are unrolled throughout: GCC 12 otherwise keeps them in memory.
constexpr int kRounds = 20000;

#if defined(__x86_64__)
__attribute__((target("avx512f"))) static double fma_avx512() {
    __m512 a[12];
#pragma GCC unroll 12
    for (int i = 0; i < 12; ++i) a[i] = _mm512_set1_ps(static_cast<float>(i));
    const __m512 x = _mm512_set1_ps(0.999f);
    for (int r = 0; r < kRounds; ++r) {
#pragma GCC unroll 12
    for (int i = 0; i < 12; ++i) a[i] = _mm512_fmadd_ps(a[i], x, x);
        __asm__ volatile("" : "+v"(a[0]));
    }
#pragma GCC unroll 12
    for (int i = 1; i < 12; ++i) a[0] += a[i];
    __asm__ volatile("" : "+v"(a[0]));
    return kRounds * 12.0 * 16 * 2;
}

__attribute__((target("avx2,fma"))) static double fma_avx2() {
    __m256 a[10];
#pragma GCC unroll 10
    for (int i = 0; i < 10; ++i) a[i] = _mm256_set1_ps(static_cast<float>(i));
    const __m256 x = _mm256_set1_ps(0.999f);
    for (int r = 0; r < kRounds; ++r) {
#pragma GCC unroll 10
    for (int i = 0; i < 10; ++i) a[i] = _mm256_fmadd_ps(a[i], x, x);
        __asm__ volatile("" : "+x"(a[0]));
    }
#pragma GCC unroll 10
    for (int i = 1; i < 10; ++i) a[0] += a[i];
    __asm__ volatile("" : "+x"(a[0]));
    return kRounds * 10.0 * 8 * 2;
}

__attribute__((target("avx512f,avx512bf16"))) static double dot_avx512() {
    __m512 a[12];
#pragma GCC unroll 12
    for (int i = 0; i < 12; ++i) a[i] = _mm512_set1_ps(static_cast<float>(i));
    const __m512bh x = (__m512bh)_mm512_set1_epi32(0x3f003f00);
    for (int r = 0; r < kRounds; ++r) {
#pragma GCC unroll 12
    for (int i = 0; i < 12; ++i) a[i] = _mm512_dpbf16_ps(a[i], x, x);
        __asm__ volatile("" : "+v"(a[0]));
    }
#pragma GCC unroll 12
    for (int i = 1; i < 12; ++i) a[0] += a[i];
    __asm__ volatile("" : "+v"(a[0]));
    return kRounds * 12.0 * 32 * 2;
}

// Four sums take turns, so that none waits for its last product.
__attribute__((target("amx-tile,amx-bf16"))) static double tiles_amx() {
    struct alignas(64) {
        uint8_t palette = 1, start_row = 0, reserved[14] = {};
        uint16_t column_bytes[16] = {64, 64, 64, 64, 64, 64};
        uint8_t rows[16] = {16, 16, 16, 16, 16, 16};
    } config;
    __asm__ volatile("" : : "r"(&config) : "memory");  // GCC 12 thinks that only its first bytes are read
    _tile_loadconfig(&config);
    // Values that differ: with zeros the unit runs a fifth faster than any product does.
    alignas(64) uint16_t values[16 * 32];
    for (int i = 0; i < 16 * 32; ++i) values[i] = static_cast<uint16_t>(0x3c00 + i * 40503u / 128 % 512);
    __asm__ volatile("" : : "r"(values) : "memory");
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
    _tile_loadd(4, values, 64);
    _tile_loadd(5, values, 64);
    for (int r = 0; r < kRounds; ++r) {
        _tile_dpbf16ps(0, 4, 5);
        _tile_dpbf16ps(1, 4, 5);
        _tile_dpbf16ps(2, 4, 5);
        _tile_dpbf16ps(3, 4, 5);
    }
    _tile_release();
    return kRounds * 4.0 * 16 * 16 * 32 * 2;
}
#endif

static double fma_portable() {
    float a[64], x = 0.999f;
    for (int i = 0; i < 64; ++i) a[i] = static_cast<float>(i);
    for (int r = 0; r < kRounds; ++r) {
        for (float& v : a) v = v * x + x;
        __asm__ volatile("" : : "r"(a) : "memory");
    }
    return kRounds * 64.0 * 2;
}

// Memory to read: in huge pages, as the weights are (storage_pool.cpp), or the pages' tables would be measured too.
struct Memory {
    explicit Memory(size_t size) : bytes(size / kHugePage * kHugePage), data(static_cast<std::byte*>(std::aligned_alloc(kHugePage, bytes))) {
        if (!data) throw std::bad_alloc();
        (void)madvise(data.get(), bytes, MADV_HUGEPAGE);
        std::memset(data.get(), 1, bytes);
    }
    static constexpr size_t kHugePage = size_t{2} << 20;
    struct Free {
        void operator()(std::byte* p) const { std::free(p); }
    };
    size_t bytes;
    std::unique_ptr<std::byte, Free> data;
};

#if defined(__x86_64__)
// Four streams of whole lines, fetched ahead: the fastest way found here.
__attribute__((target("avx512f"))) static void read_avx512(const std::byte* data, size_t bytes) {
    constexpr size_t kStreams = 4, kStep = 512, kAhead = 2048;
    const size_t part = bytes / kStreams / kStep * kStep;
    __m512i sum[8] = {};
    for (size_t i = 0; i < part; i += kStep)
        for (size_t s = 0; s < kStreams; ++s) {
            const std::byte* p = data + s * part + i;
#pragma GCC unroll 8
            for (int j = 0; j < 8; ++j) {
                __builtin_prefetch(p + kAhead + j * 64, 0, 2);
                sum[j] = _mm512_xor_si512(sum[j], _mm512_load_si512(p + j * 64));
            }
        }
#pragma GCC unroll 8
    for (int j = 1; j < 8; ++j) sum[0] = _mm512_xor_si512(sum[0], sum[j]);
    __asm__ volatile("" : : "v"(sum[0]));
}
#endif

static void read_portable(const std::byte* data, size_t bytes) {
    uint64_t sum[8] = {}, value = 0;
    for (size_t i = 0; i + 64 <= bytes; i += 64)
        for (size_t j = 0; j < 8; ++j) {
            std::memcpy(&value, data + i + j * 8, 8);
            sum[j] += value;
        }
    for (int j = 1; j < 8; ++j) sum[0] += sum[j];
    __asm__ volatile("" : : "r"(sum[0]));
}

static double read_memory(const Memory& memory) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f"))
        read_avx512(memory.data.get(), memory.bytes);
    else
#endif
        read_portable(memory.data.get(), memory.bytes);
    return static_cast<double>(memory.bytes);
}

static std::vector<Memory> memory_of(int threads, size_t bytes) {
    std::vector<Memory> memory;
    for (int t = 0; t < threads; ++t) memory.emplace_back(bytes / static_cast<size_t>(threads));
    return memory;
}

double measure_read(int threads) {
    const std::vector<Memory> memory = memory_of(threads, size_t{2} << 30);
    double best = 0;
    for (int i = 0; i < 5; ++i) {
        const auto start = Clock::now();
        {
            std::vector<std::jthread> pool;
            for (const Memory& part : memory) pool.emplace_back([&part] { read_memory(part); });
        }
        double bytes = 0;
        for (const Memory& part : memory) bytes += static_cast<double>(part.bytes);
        best = std::max(best, bytes * 1e-9 / std::chrono::duration<double>(Clock::now() - start).count());
    }
    return best;
}

static double portable_or_better() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f")) return fma_avx512();
    if (__builtin_cpu_supports("fma")) return fma_avx2();
#endif
    return fma_portable();
}

// The mean, not the best, over 50 ms: a neighbour shows in it.
double probe_gflops(int threads) {
    const auto start = Clock::now();
    std::vector<double> done(static_cast<size_t>(threads));
    {
        std::vector<std::jthread> pool;
        for (double& d : done)
            pool.emplace_back([&d, start] {
                while (Clock::now() < start + std::chrono::milliseconds(50)) d += portable_or_better();
            });
    }
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    double sum = 0;
    for (const double d : done) sum += d;
    return sum * 1e-9 / seconds;
}

double probe_read(int threads) {
    static const std::vector<Memory> data = memory_of(threads, static_cast<size_t>(threads) * (size_t{128} << 20));
    const auto start = Clock::now();
    std::vector<double> done(data.size());
    {
        std::vector<std::jthread> pool;
        for (size_t t = 0; t < data.size(); ++t)
            pool.emplace_back([&done, t, start] {
                while (Clock::now() < start + std::chrono::milliseconds(50)) done[t] += read_memory(data[t]);
            });
    }
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    double sum = 0;
    for (const double d : done) sum += d;
    return sum * 1e-9 / seconds;
}

Peak measure_peak(int threads) {
    Peak peak;
    double (*fma)() = fma_portable;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f"))
        fma = fma_avx512;
    else if (__builtin_cpu_supports("fma"))
        fma = fma_avx2;
    if (__builtin_cpu_supports("avx512bf16")) peak.bf16_gflops = rate(threads, [](int) { return dot_avx512(); }) * 1e-9;
    if (cpu_info().level == CpuLevel::amx)  // asking has got this process the permission
        peak.bf16_gflops = std::max(peak.bf16_gflops, rate(threads, [](int) { return tiles_amx(); }) * 1e-9);
#endif
    peak.f32_gflops = rate(threads, [&](int) { return fma(); }) * 1e-9;
    const std::vector<Memory> data = memory_of(threads, static_cast<size_t>(threads) * (size_t{256} << 20));
    peak.read_gbs = rate(threads, [&](int t) { return read_memory(data[static_cast<size_t>(t)]); }) * 1e-9;
    return peak;
}

}  // namespace lectern::bench
