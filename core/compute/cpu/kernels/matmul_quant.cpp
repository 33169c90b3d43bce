// Products with quantised weights. matmul_quant sums codes as integers within a group and groups in F32;
// matmul_dequantised does everything in F32.
#include "core/compute/cpu/kernels/level.h"
#include "core/compute/cpu/kernels/simd.h"

namespace lectern::LECTERN_LEVEL {

constexpr int kParts = static_cast<int>(kQuantPanel) / kWidth;  // vectors of a panel's results

static inline int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

LECTERN_INLINE VecF scales_of(const std::byte* group, int64_t code_bytes, int part) {
    const auto* s = reinterpret_cast<const uint16_t*>(group + code_bytes) + part * kWidth;
#if defined(__AVX512F__)
    return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(s)));
#else
    return widen_f16(load_halves(s));
#endif
}

LECTERN_INLINE void put(const QuantBlock& b, int64_t row, int64_t panel, int part, VecF v) {
    const int64_t column = panel * kQuantPanel + part * kWidth, left = b.n - column;
    float* y = b.y + row * b.y_stride + column;
    if (left >= kWidth)
        store(y, b.bias ? v + load(b.bias + column) : v);
    else if (left > 0)
        store_first(y, b.bias ? v + load_first(b.bias + column, left) : v, left);
}

// -- the integer sums of one group: kWidth columns for R rows

#if defined(__AVX512VNNI__)

// x codes k … k+3 of a row, the same in every lane.
LECTERN_INLINE __m512i four(const int8_t* x) {
    int v;
    __builtin_memcpy(&v, x, 4);
    return _mm512_set1_epi32(v);
}

// The digits' sums over code + offset for S vectors of panels, which are read side by side: several streams keep the memory
// busier than one. What lies `ahead` of each is fetched into the second cache meanwhile: processors stop fetching by
// themselves at every 4 KiB. The high halves of Q4 bytes are multiplied where they stand, 16 times too large.
template <DType D, int R, int Digits, int S>
LECTERN_INLINE void group_sums(const std::byte* const (&w)[S], const QuantRows& x, int64_t x_stride, int64_t at, int64_t ahead,
                               VecI (&out)[S][R][Digits]) {
    constexpr bool kQ4 = D == DType::Q4;
    __m512i low[S][R][Digits], high[S][R][Digits];
#pragma GCC unroll 16
    for (int s = 0; s < S; ++s)
#pragma GCC unroll 16
        for (int r = 0; r < R; ++r)
#pragma GCC unroll 2
            for (int d = 0; d < Digits; ++d) low[s][r][d] = high[s][r][d] = _mm512_setzero_si512();
    constexpr int kLoads = kQ4 ? 8 : 16, kStep = kQ4 ? 8 : 4;
#pragma GCC unroll 1
    for (int i = 0; i < kLoads; ++i) {
        __m512i first[R][Digits], second[R][Digits];
#pragma GCC unroll 16
        for (int r = 0; r < R; ++r)
#pragma GCC unroll 2
            for (int d = 0; d < Digits; ++d) {
                const int8_t* p = (d == 1 ? x.low : x.high) + r * x_stride + at + i * kStep;
                first[r][d] = four(p);
                if constexpr (kQ4) second[r][d] = four(p + 4);
            }
#pragma GCC unroll 16
        for (int s = 0; s < S; ++s) {
            const __m512i v = _mm512_loadu_si512(w[s] + i * kQuantLine);
            if constexpr (R == 1) __builtin_prefetch(w[s] + i * kQuantLine + ahead, 0, 2);
            const __m512i a = kQ4 ? _mm512_and_si512(v, _mm512_set1_epi8(0x0f)) : _mm512_xor_si512(v, _mm512_set1_epi8(static_cast<char>(0x80)));
#pragma GCC unroll 16
            for (int r = 0; r < R; ++r)
#pragma GCC unroll 2
                for (int d = 0; d < Digits; ++d) low[s][r][d] = _mm512_dpbusd_epi32(low[s][r][d], a, first[r][d]);
            if constexpr (kQ4) {
                const __m512i b = _mm512_and_si512(v, _mm512_set1_epi8(static_cast<char>(0xf0)));
#pragma GCC unroll 16
                for (int r = 0; r < R; ++r)
#pragma GCC unroll 2
                    for (int d = 0; d < Digits; ++d) high[s][r][d] = _mm512_dpbusd_epi32(high[s][r][d], b, second[r][d]);
            }
        }
    }
#pragma GCC unroll 16
    for (int s = 0; s < S; ++s)
#pragma GCC unroll 16
        for (int r = 0; r < R; ++r)
#pragma GCC unroll 2
            for (int d = 0; d < Digits; ++d)
                out[s][r][d] = (VecI)(kQ4 ? _mm512_add_epi32(low[s][r][d], _mm512_srai_epi32(high[s][r][d], 4)) : low[s][r][d]);
}
constexpr bool kShifted = true;  // by x.shift, which takes the offset away again

#elif defined(__AVX2__)

LECTERN_INLINE __m256i four(const int8_t* x) {
    int v;
    __builtin_memcpy(&v, x, 4);
    return _mm256_set1_epi32(v);
}

template <DType D, int R, int Digits>
LECTERN_INLINE void group_sums_8(const std::byte* w, const QuantRows& x, int64_t x_stride, int64_t at, __m256i (&out)[R][Digits]) {
    const __m256i ones = _mm256_set1_epi16(1);
#pragma GCC unroll 16
    for (int r = 0; r < R; ++r)
#pragma GCC unroll 2
        for (int d = 0; d < Digits; ++d) out[r][d] = _mm256_setzero_si256();
    constexpr int kLoads = D == DType::Q4 ? 8 : 16;
    for (int i = 0; i < kLoads; ++i) {
        const __m256i v = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(w + i * kQuantLine));
        if constexpr (D == DType::Q4) {
            const __m256i mask = _mm256_set1_epi8(0x0f), first = _mm256_and_si256(v, mask), second = _mm256_and_si256(_mm256_srli_epi16(v, 4), mask);
#pragma GCC unroll 16
            for (int r = 0; r < R; ++r)
#pragma GCC unroll 2
                for (int d = 0; d < Digits; ++d) {
                    const int8_t* p = (d == Digits - 1 && Digits == 2 ? x.low : x.high) + r * x_stride + at + i * 8;
                    // 15 · 127 · 4 fits 16 bits.
                    const __m256i pairs = _mm256_add_epi16(_mm256_maddubs_epi16(first, four(p)), _mm256_maddubs_epi16(second, four(p + 4)));
                    out[r][d] = _mm256_add_epi32(out[r][d], _mm256_madd_epi16(pairs, ones));
                }
        } else {
            const __m256i size = _mm256_abs_epi8(v);
#pragma GCC unroll 16
            for (int r = 0; r < R; ++r)
#pragma GCC unroll 2
                for (int d = 0; d < Digits; ++d) {
                    const int8_t* p = (d == Digits - 1 && Digits == 2 ? x.low : x.high) + r * x_stride + at + i * 4;
                    // 127 · 127 · 2 fits 16 bits; no digit is −128, which would lose its sign.
                    const __m256i pairs = _mm256_maddubs_epi16(size, _mm256_sign_epi8(four(p), v));
                    out[r][d] = _mm256_add_epi32(out[r][d], _mm256_madd_epi16(pairs, ones));
                }
        }
    }
}

template <DType D, int R, int Digits>
LECTERN_INLINE void one_sum(const std::byte* w, const QuantRows& x, int64_t x_stride, int64_t at, VecI (&out)[R][Digits]) {
    __m256i first[R][Digits];
    group_sums_8<D>(w, x, x_stride, at, first);
    if constexpr (kWidth == 8) {
        for (int r = 0; r < R; ++r)
            for (int d = 0; d < Digits; ++d) __builtin_memcpy(&out[r][d], &first[r][d], 32);
    } else {
        __m256i second[R][Digits];
        group_sums_8<D>(w + 32, x, x_stride, at, second);
        for (int r = 0; r < R; ++r)
            for (int d = 0; d < Digits; ++d) {
                __builtin_memcpy(&out[r][d], &first[r][d], 32);
                __builtin_memcpy(reinterpret_cast<char*>(&out[r][d]) + 32, &second[r][d], 32);
            }
    }
}

#else

template <DType D, int R, int Digits>
static void one_sum(const std::byte* w, const QuantRows& x, int64_t x_stride, int64_t at, VecI (&out)[R][Digits]) {
    for (int r = 0; r < R; ++r)
        for (int d = 0; d < Digits; ++d) {
            const int8_t* p = (d == Digits - 1 && Digits == 2 ? x.low : x.high) + r * x_stride + at;
            for (int lane = 0; lane < kWidth; ++lane) {
                int32_t sum = 0;
                for (int i = 0; i < 64; ++i) {
                    if constexpr (D == DType::Q4) {
                        const auto byte = static_cast<uint8_t>(w[i / 8 * kQuantLine + lane * 4 + i % 4]);
                        sum += (i % 8 < 4 ? byte & 15 : byte >> 4) * p[i];
                    } else {
                        sum += static_cast<int8_t>(w[i / 4 * kQuantLine + lane * 4 + i % 4]) * p[i];
                    }
                }
                out[r][d][lane] = sum;
            }
        }
}

#endif
#if !defined(__AVX512VNNI__)
constexpr bool kShifted = false;

template <DType D, int R, int Digits, int S>
LECTERN_INLINE void group_sums(const std::byte* const (&w)[S], const QuantRows& x, int64_t x_stride, int64_t at, int64_t,
                               VecI (&out)[S][R][Digits]) {
#pragma GCC unroll 16
    for (int s = 0; s < S; ++s) one_sum<D, R, Digits>(w[s], x, x_stride, at, out[s]);
}
#endif

template <DType D>
constexpr bool is_shifted() {
    return kShifted || D == DType::Q4;
}

// R rows times P panels.
template <DType D, int R, int Digits, int P>
static void tile(const QuantBlock& b, int64_t row, int64_t panel) {
    constexpr int S = P * kParts;
    constexpr int64_t kCodes = quant_code_bytes(D), kGroup = quant_group_bytes(D);
    const int64_t groups = (b.k + 63) / 64, x_stride = groups * 64, first = row - b.row0;
    QuantRows x = b.x;
    x.high += first * x_stride;
    if constexpr (Digits == 2) x.low += first * x_stride;
    x.scale += first * groups;
    x.shift += first * groups;
    const std::byte* group[P];
#pragma GCC unroll 8
    for (int i = 0; i < P; ++i) group[i] = b.w + (panel + i) * groups * kGroup;
    VecF y[S][R];
#pragma GCC unroll 16
    for (int s = 0; s < S; ++s)
#pragma GCC unroll 16
        for (int r = 0; r < R; ++r) y[s][r] = VecF{};
    constexpr int64_t kAhead = 2;  // groups
    for (int64_t g = 0; g < groups; ++g) {
        // At the end of these panels the next ones begin.
        const int64_t ahead = (g + kAhead < groups ? kAhead : kAhead + (P - 1) * groups) * kGroup;
        const std::byte* w[S];
#pragma GCC unroll 16
        for (int s = 0; s < S; ++s) w[s] = group[s / kParts] + g * kGroup + s % kParts * kWidth * 4;
        VecI sum[S][R][Digits];
        group_sums<D, R, Digits, S>(w, x, x_stride, g * 64, ahead, sum);
#pragma GCC unroll 16
        for (int s = 0; s < S; ++s) {
            const VecF scale = scales_of(group[s / kParts] + g * kGroup, kCodes, s % kParts);
            if constexpr (R == 1) __builtin_prefetch(group[s / kParts] + g * kGroup + kCodes + ahead, 0, 2);
#pragma GCC unroll 16
            for (int r = 0; r < R; ++r) {
                VecI all = sum[s][r][0];
                if constexpr (Digits == 2) all = sum[s][r][0] * 255 + sum[s][r][1];
                if constexpr (is_shifted<D>()) all += x.shift[r * groups + g];
                const VecF product = __builtin_convertvector(all, VecF) * x.scale[r * groups + g];
                y[s][r] += product * scale;
            }
        }
    }
#pragma GCC unroll 16
    for (int s = 0; s < S; ++s)
#pragma GCC unroll 16
        for (int r = 0; r < R; ++r) put(b, row + r, panel + s / kParts, s % kParts, y[s][r]);
}

// Sums that fit the registers: 8 halves for one row, 2 for four.
constexpr int kMostRows = kWidth == 16 ? 4 : 2;
constexpr int panels_for(int rows) { return kWidth != 16 || rows >= 3 ? 1 : rows == 2 ? 2 : 4; }

template <DType D, int Digits, int R>
static void rows_of(const QuantBlock& b, int64_t row, int64_t panel0, int64_t panel1) {
    constexpr int P = panels_for(R);
    int64_t panel = panel0;
    for (; panel + P <= panel1; panel += P) tile<D, R, Digits, P>(b, row, panel);
    if constexpr (P > 2)
        for (; panel + 2 <= panel1; panel += 2) tile<D, R, Digits, 2>(b, row, panel);
    for (; panel < panel1; ++panel) tile<D, R, Digits, 1>(b, row, panel);
}

template <DType D, int Digits, int R>
static void any_rows(const QuantBlock& b, int64_t row, int64_t rows, int64_t panel0, int64_t panel1) {
    if (rows == R)
        rows_of<D, Digits, R>(b, row, panel0, panel1);
    else if constexpr (R > 1)
        any_rows<D, Digits, R - 1>(b, row, rows, panel0, panel1);
}

template <DType D, int Digits>
static void block_of(const QuantBlock& b) {
    const int64_t rows = b.row1 - b.row0;
    // With more rows than one tile takes, a panel stays in the cache while they pass.
    const int64_t step = rows <= kMostRows ? b.panel1 - b.panel0 : 1;
    for (int64_t panel = b.panel0; panel < b.panel1; panel += step)
        for (int64_t row = b.row0; row < b.row1; row += kMostRows)
            any_rows<D, Digits, kMostRows>(b, row, smaller(kMostRows, b.row1 - row), panel, panel + step);
}

void matmul_quant(const QuantBlock& b) {
    if (b.w_dtype == DType::Q4)
        block_of<DType::Q4, 1>(b);
    else
        block_of<DType::Q8, 2>(b);
}

// -- everything in F32

// Codes of column part `p` at k = 4·quad + j.
template <DType D>
LECTERN_INLINE VecF codes_at(const std::byte* codes, int part, int quad, int j) {
    if constexpr (D == DType::Q4) {
        const VecU bytes = load_bits(codes + quad / 2 * kQuantLine + part * kWidth * 4);
        const VecI code = (VecI)((bytes >> static_cast<uint32_t>(8 * j + 4 * (quad % 2))) & 15u) - 8;
        return __builtin_convertvector(code, VecF);
    } else {
        const VecU bytes = load_bits(codes + quad * kQuantLine + part * kWidth * 4);
        return __builtin_convertvector((VecI)(bytes << static_cast<uint32_t>(24 - 8 * j)) >> 24, VecF);
    }
}

template <DType D, int R>
static void exact_tile(const QuantBlock& b, int64_t row, int64_t panel, int part) {
    const int64_t groups = (b.k + 63) / 64;
    constexpr int64_t kCodes = quant_code_bytes(D), kGroup = quant_group_bytes(D);
    const std::byte* w = b.w + panel * groups * kGroup;
    const float* x = b.values + (row - b.row0) * b.k;
    VecF y[R];
#pragma GCC unroll 16
    for (int r = 0; r < R; ++r) y[r] = VecF{};
    for (int64_t g = 0; g < groups; ++g, w += kGroup) {
        const VecF scale = scales_of(w, kCodes, part);
        const int64_t count = smaller(64, b.k - g * 64);
        for (int64_t i = 0; i < count; ++i) {
            const VecF value = codes_at<D>(w, part, static_cast<int>(i / 4), static_cast<int>(i % 4)) * scale;
#pragma GCC unroll 16
            for (int r = 0; r < R; ++r) y[r] += value * splat(x[r * b.k + g * 64 + i]);
        }
    }
#pragma GCC unroll 16
    for (int r = 0; r < R; ++r) put(b, row + r, panel, part, y[r]);
}

template <DType D, int R>
static void exact_rows(const QuantBlock& b, int64_t row, int64_t rows, int64_t panel) {
    if (rows == R) {
        for (int part = 0; part < kParts; ++part) exact_tile<D, R>(b, row, panel, part);
    } else if constexpr (R > 1) {
        exact_rows<D, R - 1>(b, row, rows, panel);
    }
}

template <DType D>
static void exact_block(const QuantBlock& b) {
    constexpr int kRows = 8;
    for (int64_t panel = b.panel0; panel < b.panel1; ++panel)
        for (int64_t row = b.row0; row < b.row1; row += kRows) exact_rows<D, kRows>(b, row, smaller(kRows, b.row1 - row), panel);
}

void matmul_dequantised(const QuantBlock& b) {
    if (b.w_dtype == DType::Q4)
        exact_block<DType::Q4>(b);
    else
        exact_block<DType::Q8>(b);
}

}  // namespace lectern::LECTERN_LEVEL
