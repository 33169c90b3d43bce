// Vectors of the level's width, through the compiler's vector types: arithmetic by operators, one text for all levels.
#pragma once

#include <cstdint>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

#ifndef LECTERN_LEVEL
#error "kernels are compiled once per level; see core/CMakeLists.txt"
#endif

// Vectors must stay in registers: a call would pass them through memory.
#define LECTERN_INLINE [[gnu::always_inline]] static inline

namespace lectern::LECTERN_LEVEL {

#if defined(__AVX512F__)
constexpr int kWidth = 16;
#elif defined(__AVX2__)
constexpr int kWidth = 8;
#else
constexpr int kWidth = 4;
#endif

typedef float VecF __attribute__((vector_size(kWidth * 4)));
typedef int32_t VecI __attribute__((vector_size(kWidth * 4)));
typedef uint32_t VecU __attribute__((vector_size(kWidth * 4)));
typedef uint16_t VecH __attribute__((vector_size(kWidth * 2)));

// The same, wherever they lie in memory.
typedef float VecFAny __attribute__((vector_size(kWidth * 4), aligned(4), may_alias));
typedef int32_t VecIAny __attribute__((vector_size(kWidth * 4), aligned(4), may_alias));
typedef uint32_t VecUAny __attribute__((vector_size(kWidth * 4), aligned(4), may_alias));
typedef uint16_t VecHAny __attribute__((vector_size(kWidth * 2), aligned(2), may_alias));

LECTERN_INLINE VecF load(const float* p) { return *reinterpret_cast<const VecFAny*>(p); }
LECTERN_INLINE void store(float* p, VecF v) { *reinterpret_cast<VecFAny*>(p) = v; }
LECTERN_INLINE VecU load_bits(const void* p) { return *static_cast<const VecUAny*>(p); }
// GCC 12 splits the conversion of a vector into halves where one instruction does it.
LECTERN_INLINE VecU load_halves(const uint16_t* p) {
#if defined(__AVX512F__)
    return (VecU)_mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)));
#elif defined(__AVX2__)
    return (VecU)_mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
#else
    return __builtin_convertvector(*reinterpret_cast<const VecHAny*>(p), VecU);
#endif
}
LECTERN_INLINE void store_halves(uint16_t* p, VecU v) {
#if defined(__AVX512F__)
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), _mm512_cvtepi32_epi16((__m512i)v));
#else
    *reinterpret_cast<VecHAny*>(p) = __builtin_convertvector(v, VecH);
#endif
}
// 1 / d, to about one unit in the last place; d normal and at most 2^126. Division takes four times as long.
LECTERN_INLINE VecF reciprocal(VecF d) {
#if defined(__AVX512F__)
    const VecF r = _mm512_rcp14_ps(d);
    return r * (2.0f - d * r);
#else
    return 1.0f / d;
#endif
}
LECTERN_INLINE VecF splat(float x) { return x - VecF{}; }  // a broadcast; lane by lane GCC 12 builds it in memory
// The first n values, the rest `fill`.
LECTERN_INLINE VecF load_first(const float* p, int64_t n, float fill = 0) {
    float lanes[kWidth];
    for (int i = 0; i < kWidth; ++i) lanes[i] = i < n ? p[i] : fill;
    return load(lanes);
}
LECTERN_INLINE void store_first(float* p, VecF v, int64_t n) {
    for (int i = 0; i < kWidth; ++i)
        if (i < n) p[i] = v[i];
}
LECTERN_INLINE VecF as_float(VecU bits) { return reinterpret_cast<VecF>(bits); }
LECTERN_INLINE VecU as_bits(VecF v) { return reinterpret_cast<VecU>(v); }
LECTERN_INLINE VecF widen_bf16(VecU halves) { return as_float(halves << 16); }
LECTERN_INLINE VecF widen_f16(VecU halves) {
    const VecU sign = (halves & 0x8000u) << 16, rest = halves & 0x7fffu;
    const VecU finite = as_bits(as_float(rest << 13) * 0x1p112f);
    const VecU special = (rest << 13) | 0x7f800000u;
    return as_float(sign | (rest >= 0x7c00u ? special : finite));
}
LECTERN_INLINE VecF larger(VecF a, VecF b) { return a > b ? a : b; }

// Lane i takes the value of lane i ^ Bit.
template <int Bit>
LECTERN_INLINE VecF swap_lanes(VecF v) {
    VecI index;
    for (int i = 0; i < kWidth; ++i) index[i] = i ^ Bit;
    return __builtin_shuffle(v, index);
}
// Lane sums and maxima in one fixed order.
LECTERN_INLINE float sum_lanes(VecF v) {
    if constexpr (kWidth > 8) v += swap_lanes<8>(v);
    if constexpr (kWidth > 4) v += swap_lanes<4>(v);
    v += swap_lanes<2>(v);
    v += swap_lanes<1>(v);
    return v[0];
}
LECTERN_INLINE float max_lanes(VecF v) {
    if constexpr (kWidth > 8) v = larger(v, swap_lanes<8>(v));
    if constexpr (kWidth > 4) v = larger(v, swap_lanes<4>(v));
    v = larger(v, swap_lanes<2>(v));
    v = larger(v, swap_lanes<1>(v));
    return v[0];
}

// e^x to about one unit in the last place. x = n·ln 2 + r, |r| <= ½ ln 2; Taylor to r⁷ (next term 5e-9).
// Below e^-86.6 (2·10^-38) the result is 0. kNegative: x <= 0 is known, which spares a comparison.
template <bool kNegative = false>
LECTERN_INLINE VecF exp(VecF x) {
    const VecF low = splat(-86.6f), high = splat(88.72283f);
    VecF z = x < low ? low : x;
    if constexpr (!kNegative) z = z > high ? high : z;
    const VecF rounder = splat(12582912.0f);  // 1.5·2^23: adding it rounds to an integer, left in the low bits
    const VecF shifted = z * 1.44269504088896341f + rounder;
    const VecF n = shifted - rounder;
    VecF r = z - n * 0.693359375f;  // ln 2 in two parts, the first exact in n·part
    r = r - n * -2.12194440e-4f;
    VecF p = r * (1.0f / 5040) + (1.0f / 720);
    p = p * r + (1.0f / 120);
    p = p * r + (1.0f / 24);
    p = p * r + (1.0f / 6);
    p = p * r + 0.5f;
    p = p * r + 1.0f;
    p = p * r + 1.0f;
    const VecF scaled = p * as_float((as_bits(shifted) + 126u) << 23) * 2.0f;  // n may be 128: 2^(n-1)·2
    if constexpr (kNegative) return x < low ? splat(0) : scaled;
    const VecF infinity = splat(__builtin_inff());
    return x < low ? splat(0) : (x > high ? infinity : scaled);
}

// z / (1 + e^−z). Below −80 (−10^-33) it is 0, which keeps the denominator in range.
LECTERN_INLINE VecF silu(VecF z) {
    const VecF low = splat(-80);
    const VecF factor = reciprocal(exp(z < low ? -low : -z) + 1.0f);
    return z * (z < low ? splat(0) : factor);
}

}  // namespace lectern::LECTERN_LEVEL
