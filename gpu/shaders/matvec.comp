#version 450
#extension GL_EXT_control_flow_attributes : require
#extension GL_KHR_shader_subgroup_arithmetic : require
// matmul for one to eight rows of x: a workgroup reads `outputs` rows of w once for all of them. The order of the sums
// depends on k alone, so a row gets the same bits whether it comes alone or with others.
#include "words.glsl"
#include "vector.glsl"
#include "weight.glsl"
layout(constant_id = 4) const bool round_x = false;
layout(constant_id = 8) const bool aligned = false;  // rows of x begin at sixteen bytes
layout(set = 0, binding = 1) readonly buffer X { float x[]; };
layout(set = 0, binding = 1) readonly buffer X4 { vec4 x4[]; };  // the same, sixteen bytes at a time

// Four values of the row that begins at `from`, from k on; zeros beyond the row's end.
vec4 load_x(uint from, uint k) {
    if (aligned) return k < p.k ? x4[(from + k) / 4] : vec4(0);
    vec4 v = vec4(0);
    [[unroll]] for (uint e = 0; e < 4; ++e)
        if (k + e < p.k) v[e] = x[from + k + e];
    return v;
}

void main() {
    if (!find_columns()) return;
    [[unroll]] for (uint i = 0; i < results; ++i) acc[i] = 0;

    for (uint k0 = gl_LocalInvocationID.x * kChunk; k0 < weight_cols(); k0 += gl_WorkGroupSize.x * kChunk) {
        float xv[x_rows * kChunk];
        [[unroll]] for (uint r = 0; r < x_rows; ++r)
            [[unroll]] for (uint c = 0; c < kChunk; c += 4) {
                vec4 v = load_x(p.at[1] + x_row(r) * p.k, k0 + c);
                [[unroll]] for (uint e = 0; e < 4; ++e) xv[r * kChunk + c + e] = round_x ? round_bf16(v[e]) : v[e];
            }
        [[unroll]] for (uint i = 0; i < results / x_rows; ++i) {
            float wv[kChunk];
            load_weights(w_row(i % outputs), k0, i >= outputs, wv);
            [[unroll]] for (uint r = 0; r < x_rows; ++r)
                [[unroll]] for (uint e = 0; e < kChunk; ++e) acc[i * x_rows + r] = fma(xv[r * kChunk + e], wv[e], acc[i * x_rows + r]);
        }
    }
    store_sums();
}
