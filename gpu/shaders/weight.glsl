// Packed weights [N, stride]: rows padded with zeros to 8 elements, read sixteen bytes at a time.
#include "types.glsl"
#if defined(W_F32)
const uint kChunk = 4;
void unpack(uvec4 bits, out float v[kChunk]) {
    for (uint i = 0; i < 4; ++i) v[i] = uintBitsToFloat(bits[i]);
}
#else
const uint kChunk = 8;
void unpack(uvec4 bits, out float v[kChunk]) {
    for (uint i = 0; i < 4; ++i) {
#if defined(W_BF16)
        v[2 * i] = uintBitsToFloat(bits[i] << 16);
        v[2 * i + 1] = uintBitsToFloat(bits[i] & 0xffff0000u);
#else
        v[2 * i] = from_f16(bits[i] & 0xffffu);
        v[2 * i + 1] = from_f16(bits[i] >> 16);
#endif
    }
}
#endif
