// Packed weights, `kChunk` values at a time as F32. A row is `p.stride` long: in elements, padded with zeros to 8 of them,
// read sixteen bytes at a time; or, quantised, in words (quant.glsl). Include it after the push block `p`.
#include "types.glsl"
#if defined(W_Q8) || defined(W_Q4)
#include "quant.glsl"
layout(set = 0, binding = 2) readonly buffer W { uint w[]; };
const uint kChunk = 8;
uint weight_cols() { return groups_of(p.k) * 64; }

void load_weights(uint row, uint k, out float v[kChunk]) {
    uint base = p.at[2] + row * p.stride, group = k / 64, codes = groups_of(p.k) * kGroupWords;
    float scale = half_of(w[base + codes + group / 2], group);
#if defined(W_Q8)
    uint low = w[base + k / 4], high = w[base + k / 4 + 1];
#else
    uint low, high;
    split_codes(w[base + k / 8], low, high);
#endif
    for (int i = 0; i < 4; ++i) {
        v[i] = float(bitfieldExtract(int(low), 8 * i, 8)) * scale;
        v[4 + i] = float(bitfieldExtract(int(high), 8 * i, 8)) * scale;
    }
}
#else
layout(set = 0, binding = 2) readonly buffer W { uvec4 w[]; };
uint weight_cols() { return p.stride; }
#if defined(W_F32)
const uint kChunk = 4;
#else
const uint kChunk = 8;
#endif

void load_weights(uint row, uint k, out float v[kChunk]) {
    uvec4 bits = w[(p.at[2] + row * p.stride + k) / kChunk];
    for (uint i = 0; i < 4; ++i) {
#if defined(W_F32)
        v[i] = uintBitsToFloat(bits[i]);
#elif defined(W_BF16)
        v[2 * i] = uintBitsToFloat(bits[i] << 16);
        v[2 * i + 1] = uintBitsToFloat(bits[i] & 0xffff0000u);
#else
        v[2 * i] = from_f16(bits[i] & 0xffffu);
        v[2 * i + 1] = from_f16(bits[i] >> 16);
#endif
    }
}
#endif
