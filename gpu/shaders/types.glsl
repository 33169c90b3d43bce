// Storage types. 16-bit values are read and written as halves of 32-bit words, so no feature is needed for them.
// Every push block begins with `at`: the first element of each binding, because bindings start at aligned bytes.

// A BF16 value is the upper half of an F32.
float from_bf16(uint bits) { return uintBitsToFloat(bits << 16); }

// Rounded to nearest, ties to even; NaN stays NaN.
uint to_bf16(float f) {
    uint u = floatBitsToUint(f);
    if ((u & 0x7fffffffu) > 0x7f800000u) return (u >> 16) | 0x40u;
    return (u + 0x7fffu + ((u >> 16) & 1u)) >> 16;
}
float round_bf16(float f) { return from_bf16(to_bf16(f)); }

// By hand: drivers may flush what is below F16's smallest normal number. Without branches: kernels unroll it many times.
float from_f16(uint h) {
    uint sign = (h & 0x8000u) << 16, exponent = (h >> 10) & 31u, mantissa = h & 0x3ffu;
    float tiny = float(mantissa) * 5.9604644775390625e-8;  // 2^-24
    uint bits = (exponent + mix(112u, 224u, exponent == 31u)) << 23 | mantissa << 13;
    return uintBitsToFloat(sign | mix(bits, floatBitsToUint(tiny), exponent == 0u));
}

// Rounded to nearest, ties to even.
uint to_f16(float f) {
    uint u = floatBitsToUint(f), sign = (u >> 16) & 0x8000u, rest = u & 0x7fffffffu;
    if (rest > 0x7f800000u) return sign | 0x7e00u;
    if (rest >= 0x477ff000u) return sign | 0x7c00u;  // rounds beyond 65504
    if (rest < 0x38800000u) {  // subnormal: adding ½ puts the result into the low mantissa bits, rounded
        precise float shifted = uintBitsToFloat(rest) + 0.5;
        return sign | (floatBitsToUint(shifted) - 0x3f000000u);
    }
    return sign | ((rest - 0x38000000u + 0xfffu + ((rest >> 13) & 1u)) >> 13);
}

bool is_nan(float f) { return (floatBitsToUint(f) & 0x7fffffffu) > 0x7f800000u; }
