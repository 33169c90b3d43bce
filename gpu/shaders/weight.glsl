// Packed weights, `kChunk` values at a time as F32. A row is `p.stride` long: in elements, padded with zeros to 8 of them,
// read sixteen bytes at a time; or, quantised, in words (quant.glsl). WORDS is what they are read in. Include it after the
// push block `p`. Matrix-vector kernels have a second matrix like it at `up` and, with THIRD, perhaps a third (vector.glsl).
layout(set = 0, binding = 2) readonly buffer W { WORDS w[]; };
#if defined(THIRD)
WORDS words_of(uint i, bool second) {
    if (matrices > 1 && matrix == 2) return third[p.at[7] / kAtUnit + i];
    return second || (matrices > 1 && matrix == 1) ? up[p.at[5] / kAtUnit + i] : w[p.at[2] / kAtUnit + i];
}
#elif defined(UP)
WORDS words_of(uint i, bool second) { return second ? up[p.at[5] / kAtUnit + i] : w[p.at[2] / kAtUnit + i]; }
#else
WORDS words_of(uint i, bool second) { return w[p.at[2] / kAtUnit + i]; }
#endif
#if defined(CODES)
#elif defined(W_Q8) || defined(W_Q4)
uint weight_cols() { return groups_of(p.k) * 64; }

void load_weights(uint row, uint k, bool second, out float v[kChunk]) {
    uint base = row * p.stride, group = k / 64, codes = groups_of(p.k) * kGroupWords;
    float scale = half_of(words_of(base + codes + group / 2, second), group);
#if defined(W_Q8)
    uint low = words_of(base + k / 4, second), high = words_of(base + k / 4 + 1, second);
#else
    uint low, high;
    split_codes(words_of(base + k / 8, second), low, high);
#endif
    for (int i = 0; i < 4; ++i) {
        v[i] = float(bitfieldExtract(int(low), 8 * i, 8)) * scale;
        v[4 + i] = float(bitfieldExtract(int(high), 8 * i, 8)) * scale;
    }
}
#else
uint weight_cols() { return p.stride; }

void load_weights(uint row, uint k, bool second, out float v[kChunk]) {
    uvec4 bits = words_of((row * p.stride + k) / kChunk, second);
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
