// add, swiglu, gelu, quick_gelu, combine, rope and the conversions between float types.
#include "core/compute/cpu/kernels/level.h"
#include "core/compute/cpu/kernels/simd.h"

namespace lectern::LECTERN_LEVEL {

void add(const float* a, const float* b, float* y, int64_t n) {
    int64_t i = 0;
    for (; i + kWidth <= n; i += kWidth) store(y + i, load(a + i) + load(b + i));
    for (; i < n; ++i) y[i] = a[i] + b[i];
}

void swiglu(const float* gate, const float* up, float* y, int64_t n) {
    int64_t i = 0;
    for (; i + kWidth <= n; i += kWidth) store(y + i, silu(load(gate + i)) * load(up + i));
    if (i < n) store_first(y + i, silu(load_first(gate + i, n - i)) * load_first(up + i, n - i), n - i);
}

// ½x(1 + erf(x/√2)) = max(x, 0) − ½|x|·erfc(|x|/√2), without cancellation on either side.
// erfc(t) = e^(−t²)·P(q) / (1 + 2t), q = (t − 2)/(t + 2); P is a least-squares fit for t <= 10, within 2e-8.
LECTERN_INLINE VecF gelu(VecF x) {
    const VecF size = x < 0.0f ? -x : x;
    const VecF cut = splat(14.0f);
    const VecF t = (size > cut ? cut : size) * 0.70710678118654752f;
    const VecF q = (t - 2.0f) * reciprocal(t + 2.0f);
    static constexpr float kP[] = {1.27697837f,     -0.0927639902f, -0.166031092f,  0.164055556f,    -0.0542076565f,
                                   -0.00806165859f, 0.00864263624f, 0.00132048572f, -0.00124133728f, -0.000409451168f};
    VecF p = splat(kP[9]);
#pragma GCC unroll 16
    for (int i = 8; i >= 0; --i) p = p * q + kP[i];
    const VecF erfc = exp(-t * t) * p * reciprocal(t * 2.0f + 1.0f);
    return (x > 0.0f ? x : splat(0)) - size * 0.5f * erfc;
}

void gelu(const float* x, float* y, int64_t n) {
    int64_t i = 0;
    for (; i + kWidth <= n; i += kWidth) store(y + i, gelu(load(x + i)));
    if (i < n) store_first(y + i, gelu(load_first(x + i, n - i)), n - i);
}

void quick_gelu(const float* x, float* y, int64_t n) {
    int64_t i = 0;
    for (; i + kWidth <= n; i += kWidth) store(y + i, silu(load(x + i) * 1.702f) * (1 / 1.702f));
    if (i < n) store_first(y + i, silu(load_first(x + i, n - i) * 1.702f) * (1 / 1.702f), n - i);
}

void combine(const float* x, const int32_t* places, const float* weights, int64_t k, float* y, int64_t cols) {
    int64_t c = 0;
    for (; c + kWidth <= cols; c += kWidth) {
        VecF sum{};
        for (int64_t i = 0; i < k; ++i) sum += load(x + places[i] * cols + c) * weights[i];
        store(y + c, sum);
    }
    for (; c < cols; ++c) {
        float sum = 0;
        for (int64_t i = 0; i < k; ++i) sum += x[places[i] * cols + c] * weights[i];
        y[c] = sum;
    }
}

void rope(const float* x, const float* cos, const float* sin, float* y, int64_t heads, int64_t head_dim) {
    const int64_t half = head_dim / 2;
    for (int64_t h = 0; h < heads; ++h, x += head_dim, y += head_dim) {
        int64_t m = 0;
        for (; m + kWidth <= half; m += kWidth) {
            const VecF a = load(x + m), b = load(x + m + half), c = load(cos + m), s = load(sin + m);
            store(y + m, a * c - b * s);
            store(y + m + half, b * c + a * s);
        }
        for (; m < half; ++m) {
            y[m] = x[m] * cos[m] - x[m + half] * sin[m];
            y[m + half] = x[m + half] * cos[m] + x[m] * sin[m];
        }
    }
}

void round_bf16(const float* x, uint16_t* y, int64_t n) { narrow(x, DType::BF16, y, n); }

LECTERN_INLINE VecU bf16_bits(VecU u) {  // to nearest even; NaN is made quiet
    const VecU rounded = (u + 0x7fffu + ((u >> 16) & 1u)) >> 16;
    return (u & 0x7fffffffu) > 0x7f800000u ? (u >> 16) | 0x40u : rounded;
}

void round_bf16_f32(const float* x, float* y, int64_t n) {
    int64_t i = 0;
    for (; i + kWidth <= n; i += kWidth) store(y + i, as_float(bf16_bits(load_bits(x + i)) << 16));
    if (i < n) store_first(y + i, as_float(bf16_bits(as_bits(load_first(x + i, n - i))) << 16), n - i);
}

LECTERN_INLINE VecU f16_bits(VecU u) {
    const VecU sign = (u >> 16) & 0x8000u, rest = u & 0x7fffffffu;
    const VecU normal = (rest - 0x38000000u + 0xfffu + ((rest >> 13) & 1u)) >> 13;
    const VecU subnormal = as_bits(as_float(rest) + 0.5f) - 0x3f000000u;  // ½ shifts the bits into place, rounded
    const VecU special = rest > 0x7f800000u ? VecU{} + 0x7e00u : VecU{} + 0x7c00u;
    const VecU finite = rest < 0x38800000u ? subnormal : normal;
    return sign | (rest >= 0x477ff000u ? special : finite);
}

template <VecU (*Bits)(VecU)>
static void narrow_halves(const float* x, uint16_t* y, int64_t n) {
    int64_t i = 0;
    for (; i + kWidth <= n; i += kWidth)
        store_halves(y + i, Bits(load_bits(x + i)));
    for (; i < n; ++i) y[i] = static_cast<uint16_t>(Bits(as_bits(splat(x[i])))[0]);
}

void narrow(const float* x, DType dtype, void* y, int64_t n) {
    if (dtype == DType::BF16) return narrow_halves<bf16_bits>(x, static_cast<uint16_t*>(y), n);
    if (dtype == DType::F16) return narrow_halves<f16_bits>(x, static_cast<uint16_t*>(y), n);
    __builtin_memcpy(y, x, static_cast<size_t>(n) * 4);
}

template <VecF (*Widen)(VecU)>
static void widen_halves(const uint16_t* x, float* y, int64_t n) {
    int64_t i = 0;
    for (; i + kWidth <= n; i += kWidth) store(y + i, Widen(load_halves(x + i)));
    for (; i < n; ++i) y[i] = Widen(VecU{} + x[i])[0];
}

void widen(const void* x, DType dtype, float* y, int64_t n) {
    if (dtype == DType::BF16) return widen_halves<widen_bf16>(static_cast<const uint16_t*>(x), y, n);
    if (dtype == DType::F16) return widen_halves<widen_f16>(static_cast<const uint16_t*>(x), y, n);
    __builtin_memcpy(y, x, static_cast<size_t>(n) * 4);
}

}  // namespace lectern::LECTERN_LEVEL
