// Rounding to codes: rows of activations on the way into a product, rows of weights when a model is quantised.
// Vectors of 16 values at every level and no contraction (core/CMakeLists.txt), so that all machines make the same codes.
#include "core/compute/cpu/kernels/level.h"

namespace lectern::LECTERN_LEVEL {

typedef float Vec16 __attribute__((vector_size(64)));
typedef int32_t Int16 __attribute__((vector_size(64)));
typedef int8_t Byte16 __attribute__((vector_size(16)));
typedef float Vec16Any __attribute__((vector_size(64), aligned(4), may_alias));
typedef int8_t Byte16Any __attribute__((vector_size(16), aligned(1), may_alias));

#define LECTERN_INLINE [[gnu::always_inline]] static inline

constexpr int kParts = 4;  // vectors of one group of 64
struct Group {
    Vec16 v[kParts];
};

LECTERN_INLINE Vec16 splat(float x) { return x - Vec16{}; }
LECTERN_INLINE Vec16 rounded(Vec16 x) {  // to the nearest integer, ties to even; |x| < 2^22
    const Vec16 rounder = splat(12582912.0f);
    return (x + rounder) - rounder;
}
LECTERN_INLINE Vec16 clamped(Vec16 x, float low, float high) {
    const Vec16 a = x < low ? splat(low) : x;
    return a > high ? splat(high) : a;
}
LECTERN_INLINE Group load_group(const float* x, int64_t count) {
    alignas(64) float copy[64];
    if (count < 64) {
        for (int64_t i = 0; i < 64; ++i) copy[i] = i < count ? x[i] : 0;
        x = copy;
    }
    Group g;
    for (int i = 0; i < kParts; ++i) g.v[i] = *reinterpret_cast<const Vec16Any*>(x + 16 * i);
    return g;
}
// The largest magnitude as a number; NaN and infinity count as larger than all others and come out as they are.
LECTERN_INLINE float largest(const Group& g) {
    Int16 most{};
    for (int i = 0; i < kParts; ++i) {
        const Int16 bits = reinterpret_cast<Int16>(g.v[i]) & 0x7fffffff;
        most = bits > most ? bits : most;
    }
    for (int step = 8; step; step /= 2) {
        Int16 index;
        for (int i = 0; i < 16; ++i) index[i] = i ^ step;
        const Int16 other = __builtin_shuffle(most, index);
        most = other > most ? other : most;
    }
    return reinterpret_cast<Vec16>(most)[0];
}
LECTERN_INLINE float sum(Vec16 v) {
    for (int step = 8; step; step /= 2) {
        Int16 index;
        for (int i = 0; i < 16; ++i) index[i] = i ^ step;
        v += __builtin_shuffle(v, index);
    }
    return v[0];
}
LECTERN_INLINE void store_bytes(int8_t* to, Vec16 v) {
    *reinterpret_cast<Byte16Any*>(to) = __builtin_convertvector(__builtin_convertvector(v, Int16), Byte16);
}

constexpr float kTiny = 1e-30f;  // groups below it count as zero: 127 / x must stay finite

void quantise_x(const float* x, int64_t k, int digits, int32_t offset, const QuantRows& to) {
    const float most = digits == 1 ? 127.0f : 127.0f * 256;
    for (int64_t g = 0; g * 64 < k; ++g) {
        const int64_t count = k - g * 64 < 64 ? k - g * 64 : 64;
        const Group in = load_group(x + g * 64, count);
        const float top = largest(in);
        const bool finite = top < __builtin_inff();
        to.scale[g] = top < kTiny ? 0 : top / most;
        const float factor = top < kTiny || !finite ? 0 : most / top;
        Vec16 total{};
        for (int i = 0; i < kParts; ++i) {
            const Vec16 code = finite ? clamped(rounded(in.v[i] * factor), -most, most) : Vec16{};
            Vec16 high = code;
            if (digits == 2) {
                high = rounded(code * (1.0f / 255));
                const Vec16 low = code - high * 255.0f;
                store_bytes(to.low + g * 64 + 16 * i, low);
            }
            store_bytes(to.high + g * 64 + 16 * i, high);
            total += code;
        }
        to.shift[g] = -offset * static_cast<int32_t>(sum(total));  // below 2^21: exact in F32
    }
}

static uint16_t f16_bits(float f) {
    uint32_t u;
    __builtin_memcpy(&u, &f, 4);
    const uint32_t sign = (u >> 16) & 0x8000u, rest = u & 0x7fffffffu;
    if (rest > 0x7f800000u) return static_cast<uint16_t>(sign | 0x7e00u);
    if (rest == 0x7f800000u) return static_cast<uint16_t>(sign | 0x7c00u);
    if (rest >= 0x477ff000u) return static_cast<uint16_t>(sign | 0x7bffu);  // the largest finite one
    if (rest < 0x38800000u) {
        float shifted;
        __builtin_memcpy(&shifted, &rest, 4);
        shifted += 0.5f;
        __builtin_memcpy(&u, &shifted, 4);
        return static_cast<uint16_t>(sign | (u - 0x3f000000u));
    }
    return static_cast<uint16_t>(sign | ((rest - 0x38000000u + 0xfffu + ((rest >> 13) & 1u)) >> 13));
}
static float f16_value(uint16_t h) {
    const uint32_t sign = static_cast<uint32_t>(h & 0x8000u) << 16, rest = h & 0x7fffu;
    uint32_t u = rest << 13;
    float f;
    __builtin_memcpy(&f, &u, 4);
    f *= 0x1p112f;
    __builtin_memcpy(&u, &f, 4);
    u = rest >= 0x7c00u ? (rest << 13) | 0x7f800000u : u;
    u |= sign;
    __builtin_memcpy(&f, &u, 4);
    return f;
}

LECTERN_INLINE float inverse(float scale) { return scale == 0 || !(scale - scale == 0) ? 0 : 1 / scale; }

// The 4-bit scale with the smallest square error. A scale d gives codes q(d); the best factor for those codes is
// Σwq / Σq², and the error then left is Σw² − (Σwq)² / Σq².
LECTERN_INLINE float best_scale4(const Group& w, float top) {
    // The largest value, with its sign, gets a code near −8, the end of the longer side.
    bool negative = false;
    for (int i = 0; i < 64; ++i)
        if (w.v[i / 16][i % 16] == top || w.v[i / 16][i % 16] == -top) {
            negative = w.v[i / 16][i % 16] < 0;
            break;
        }
    const float extreme = negative ? top : -top;  // = −8 · scale
    float best = extreme / 8, gain = -1;
    for (int step = -4; step <= 2; ++step) {
        const float factor = (8 + 0.3f * static_cast<float>(step)) / extreme;
        Vec16 products{}, squares{};
        for (int i = 0; i < kParts; ++i) {
            const Vec16 q = clamped(rounded(w.v[i] * factor), -8, 7);
            products += w.v[i] * q;
            squares += q * q;
        }
        const float wq = sum(products), qq = sum(squares);
        if (qq > 0 && wq * wq > gain * qq) {
            gain = wq * wq / qq;
            best = wq / qq;
        }
    }
    return best;
}

void quantise_w(const float* w, int64_t k, DType to, uint8_t* codes, uint16_t* scales) {
    for (int64_t g = 0; g * 64 < k; ++g) {
        const int64_t count = k - g * 64 < 64 ? k - g * 64 : 64;
        const Group in = load_group(w + g * 64, count);
        const float top = largest(in);
        const bool finite = top < __builtin_inff();
        const float wanted = !finite ? top : top < kTiny ? 0 : to == DType::Q4 ? best_scale4(in, top) : top / 127;
        scales[g] = f16_bits(wanted);
        const float factor = inverse(f16_value(scales[g]));
        alignas(64) int8_t code[64];
        for (int i = 0; i < kParts; ++i) {
            const Vec16 scaled = finite ? in.v[i] * factor : Vec16{};
            // Clamped before rounding, which needs small numbers.
            const Vec16 q = to == DType::Q4 ? rounded(clamped(scaled, -8, 7)) : rounded(clamped(scaled, -127, 127));
            store_bytes(code + 16 * i, q);
        }
        if (to == DType::Q8) {
            __builtin_memcpy(codes + g * 64, code, static_cast<size_t>(count));
            continue;
        }
        for (int64_t i = 0; i < count; i += 2) {
            const int high = i + 1 < count ? code[i + 1] + 8 : 8;
            codes[g * 32 + i / 2] = static_cast<uint8_t>((code[i] + 8) | high << 4);
        }
    }
}

}  // namespace lectern::LECTERN_LEVEL
