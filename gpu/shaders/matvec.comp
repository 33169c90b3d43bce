#version 450
#extension GL_EXT_control_flow_attributes : require
#extension GL_KHR_shader_subgroup_arithmetic : require
// matmul for one to eight rows of x: a workgroup reads `outputs` rows of w once for all of them. The order of the sums
// depends on k alone, so a row gets the same bits whether it comes alone or with others.
#include "weight.glsl"
layout(local_size_x_id = 0) in;
layout(constant_id = 1) const uint outputs = 4;
layout(constant_id = 2) const uint x_rows = 1;
layout(constant_id = 3) const bool round_x = false;
layout(constant_id = 4) const bool has_bias = false;
layout(push_constant) uniform Push { uint at[8]; uint rows; uint cols; uint k; uint stride; uint y_stride; uint first_col; } p;
layout(set = 0, binding = 0) writeonly buffer Y { float y[]; };
layout(set = 0, binding = 1) readonly buffer X { float x[]; };
layout(set = 0, binding = 1) readonly buffer X4 { vec4 x4[]; };  // the same, sixteen bytes at a time
layout(set = 0, binding = 2) readonly buffer W { uvec4 w[]; };
layout(set = 0, binding = 3) readonly buffer Bias { float bias[]; };

const uint results = outputs * x_rows;
shared float sums[gl_WorkGroupSize.x / 4 * results];  // subgroups are at least 4 wide

// Four values of row r from k on; zeros beyond the row's end.
vec4 load_x(uint r, uint k, bool aligned) {
    uint i = p.at[1] + r * p.k + k;
    if (aligned) return k < p.k ? x4[i / 4] : vec4(0);
    vec4 v = vec4(0);
    [[unroll]] for (uint e = 0; e < 4; ++e)
        if (k + e < p.k) v[e] = x[i + e];
    return v;
}

void main() {
    bool aligned = ((p.k | p.at[1]) & 3u) == 0u;
    uint col0 = gl_WorkGroupID.x * outputs;
    float acc[results];
    [[unroll]] for (uint i = 0; i < results; ++i) acc[i] = 0;

    for (uint k0 = gl_LocalInvocationID.x * kChunk; k0 < p.stride; k0 += gl_WorkGroupSize.x * kChunk) {
        float xv[x_rows * kChunk];
        [[unroll]] for (uint r = 0; r < x_rows; ++r)
            [[unroll]] for (uint c = 0; c < kChunk; c += 4) {
                vec4 v = load_x(r, k0 + c, aligned);
                [[unroll]] for (uint e = 0; e < 4; ++e) xv[r * kChunk + c + e] = round_x ? round_bf16(v[e]) : v[e];
            }
        [[unroll]] for (uint o = 0; o < outputs; ++o) {
            if (col0 + o >= p.cols) continue;
            float wv[kChunk];
            unpack(w[(p.at[2] + (col0 + o) * p.stride + k0) / kChunk], wv);
            [[unroll]] for (uint r = 0; r < x_rows; ++r)
                [[unroll]] for (uint e = 0; e < kChunk; ++e) acc[o * x_rows + r] = fma(xv[r * kChunk + e], wv[e], acc[o * x_rows + r]);
        }
    }
    [[unroll]] for (uint i = 0; i < results; ++i) {
        float sum = subgroupAdd(acc[i]);
        if (subgroupElect()) sums[gl_SubgroupID * results + i] = sum;
    }
    barrier();
    for (uint i = gl_LocalInvocationID.x; i < results; i += gl_WorkGroupSize.x) {
        uint c = col0 + i / x_rows, r = i % x_rows;
        if (c >= p.cols) continue;
        float v = 0;
        for (uint s = 0; s < gl_NumSubgroups; ++s) v += sums[s * results + i];
        if (has_bias) v += bias[p.at[3] + p.first_col + c];
        y[p.at[0] + r * p.y_stride + p.first_col + c] = v;
    }
}
