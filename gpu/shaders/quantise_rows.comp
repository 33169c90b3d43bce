#version 450
// Rows of x → codes for products with quantised weights (dot.glsl has the layout): symmetric in groups of 64, each
// invocation four values. A group with values that are not finite gets code 0 and such a scale.
#include "types.glsl"
layout(local_size_x_id = 0) in;  // a multiple of 16
layout(constant_id = 1) const uint digits = 1;
layout(push_constant) uniform Push { uint at[8]; uint k; uint row_words; } p;
layout(set = 0, binding = 0) writeonly buffer Y { uint y[]; };
layout(set = 0, binding = 1) readonly buffer X { float x[]; };

shared uint largest[gl_WorkGroupSize.x];

uint packed(ivec4 v) { return (uint(v.x) & 255u) | (uint(v.y) & 255u) << 8 | (uint(v.z) & 255u) << 16 | uint(v.w) << 24; }

void main() {
    uint word = gl_WorkGroupID.x * gl_WorkGroupSize.x + gl_LocalInvocationID.x, group = word / 16;
    vec4 v = vec4(0);
    for (uint e = 0; e < 4; ++e)
        if (word * 4 + e < p.k) v[e] = x[p.at[1] + gl_WorkGroupID.y * p.k + word * 4 + e];
    // As integers NaN and infinity are larger than all numbers.
    uvec4 size = floatBitsToUint(v) & 0x7fffffffu;
    largest[gl_LocalInvocationID.x] = max(max(size.x, size.y), max(size.z, size.w));
    barrier();
    uint groups = (p.k + 63) / 64;
    if (group >= groups) return;
    uint bits = 0, first = gl_LocalInvocationID.x / 16 * 16;
    for (uint i = 0; i < 16; ++i) bits = max(bits, largest[first + i]);

    const float most = digits == 1 ? 127.0 : 127.0 * 256;
    float top = uintBitsToFloat(bits);
    bool finite = bits < 0x7f800000u, tiny = finite && top < 1e-30;
    float factor = tiny || !finite ? 0 : most / top;
    vec4 code = finite ? clamp(roundEven(v * factor), -most, most) : vec4(0);
    uint row = p.at[0] + gl_WorkGroupID.y * p.row_words, to = row + group * 16 * digits + word % 16;
    if (digits == 1) {
        y[to] = packed(ivec4(code));
    } else {
        ivec4 high = ivec4(roundEven(code * (1.0 / 255)));
        y[to] = packed(high);
        y[to + 16] = packed(ivec4(code) - high * 255);
    }
    if (word % 16 == 0) y[row + groups * 16 * digits + group] = tiny ? 0u : floatBitsToUint(top / most);
}
