#version 450
#extension GL_EXT_control_flow_attributes : require
#extension GL_KHR_shader_subgroup_arithmetic : require
#if defined(DOT)
#extension GL_EXT_spirv_intrinsics : require
#endif
// matmul of quantised weights with one to eight rows in codes. An invocation has whole groups of 64 k, whose integer sums
// are exact. The order of the F32 sums depends on k alone.
#define CODES
#include "words.glsl"
#include "dot.glsl"
#include "vector.glsl"
#include "weight.glsl"
layout(set = 0, binding = 1) readonly buffer X { uvec4 x[]; };
const uint kUnits = kGroupWords / 4;  // sixteen bytes of codes in a group
#if defined(W_Q8)
const uint kStep = 1, kNext = 4;  // from high digits to the low ones of the same values
int products(uvec4 codes, uvec4 high, uvec4 low) { return 255 * dot16(high, codes) + dot16(low, codes); }
#else
const uint kStep = 2, kNext = 1;  // to the next 16 values
int products(uvec4 codes, uvec4 first, uvec4 second) {
    uvec4 a, b;
    split_codes(codes.x, a.x, a.y);
    split_codes(codes.y, a.z, a.w);
    split_codes(codes.z, b.x, b.y);
    split_codes(codes.w, b.z, b.w);
    return dot16(first, a) + dot16(second, b);
}
#endif

void main() {
    if (!find_columns()) return;
    uint groups = groups_of(p.k), row_units = x_row_units(p.k);
    [[unroll]] for (uint i = 0; i < results; ++i) acc[i] = 0;

    for (uint group = gl_LocalInvocationID.x; group < groups; group += gl_WorkGroupSize.x) {
        int total[results];
        [[unroll]] for (uint i = 0; i < results; ++i) total[i] = 0;
        for (uint u = 0; u < kUnits; ++u) {
            uvec4 xv[2 * x_rows];
            [[unroll]] for (uint r = 0; r < x_rows; ++r) {
                uint from = p.at[1] + x_row(r) * row_units + group * kXGroup + u * kStep;
                xv[2 * r] = x[from];
                xv[2 * r + 1] = x[from + kNext];
            }
            [[unroll]] for (uint o = 0; o < results / x_rows; ++o) {
                uvec4 codes = words_of(w_row(o % outputs) * p.stride + group * kUnits + u, o >= outputs);
                [[unroll]] for (uint r = 0; r < x_rows; ++r) total[o * x_rows + r] += products(codes, xv[2 * r], xv[2 * r + 1]);
            }
        }
        [[unroll]] for (uint o = 0; o < results / x_rows; ++o) {
            uvec4 scales = words_of(w_row(o % outputs) * p.stride + groups * kUnits + group / 8, o >= outputs);
            float scale = half_of(scales[group % 8 / 2], group);
            [[unroll]] for (uint r = 0; r < x_rows; ++r) {
                float x_scale = uintBitsToFloat(x[p.at[1] + x_row(r) * row_units + groups * kXGroup + group / 4][group % 4]);
                acc[o * x_rows + r] = fma(float(total[o * x_rows + r]) * x_scale, scale, acc[o * x_rows + r]);
            }
        }
    }
    store_sums();
}
