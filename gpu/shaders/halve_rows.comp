#version 450
// Rows of x as F16 for cooperative matrices: each scaled by a power of two that brings its largest value to 2^14 … 2^15.
// One part: x rounded to BF16 first. Two: what the first lost stands in the second. A row is its parts, each filled up with
// zeros to 32 values, then sixteen bytes whose first word is the F32 factor that undoes the scale.
#include "types.glsl"
layout(local_size_x_id = 0) in;
layout(constant_id = 1) const uint parts = 1;
layout(push_constant) uniform Push { uint at[8]; uint k; uint row_words; } p;
layout(set = 0, binding = 0) writeonly buffer Y { uint y[]; };
layout(set = 0, binding = 1) readonly buffer X { float x[]; };

shared uint largest;

float value(uint i) {
    if (i >= p.k) return 0;
    float v = x[p.at[1] + gl_WorkGroupID.x * p.k + i];
    return parts == 1 ? round_bf16(v) : v;
}

void main() {
    if (gl_LocalInvocationID.x == 0) largest = 0;
    barrier();
    uint most = 0;
    for (uint i = gl_LocalInvocationID.x; i < p.k; i += gl_WorkGroupSize.x) most = max(most, floatBitsToUint(value(i)) & 0x7fffffffu);
    atomicMax(largest, most);
    barrier();
    uint power = uint(clamp(268 - int(largest >> 23), 1, 253));
    float scale = uintBitsToFloat(power << 23);
    uint words = (p.k + 31) / 32 * 16, to = p.at[0] + gl_WorkGroupID.x * p.row_words;
    for (uint i = gl_LocalInvocationID.x; i < words; i += gl_WorkGroupSize.x) {
        float a = value(2 * i) * scale, b = value(2 * i + 1) * scale;
        uint ha = to_f16(a), hb = to_f16(b);
        y[to + i] = ha | hb << 16;
        if (parts == 2) y[to + words + i] = to_f16(a - from_f16(ha)) | to_f16(b - from_f16(hb)) << 16;
    }
    if (gl_LocalInvocationID.x == 0) y[to + words * parts] = (254u - power) << 23;
}
