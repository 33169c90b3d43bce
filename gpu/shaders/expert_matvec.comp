#version 450
#extension GL_EXT_control_flow_attributes : require
#extension GL_KHR_shader_subgroup_arithmetic : require
// expert_matmul for few rows: a workgroup computes `outputs` values of one place, so only the chosen experts are read.
// The order of the sums depends on k alone.
#include "weight.glsl"
layout(local_size_x_id = 0) in;
layout(constant_id = 1) const uint outputs = 4;
layout(constant_id = 2) const bool round_x = false;
layout(constant_id = 3) const bool placed = false;
layout(push_constant) uniform Push { uint at[8]; uint n; uint k; uint stride; uint stack_rows; uint experts; uint first_expert; uint end_expert; } p;
layout(set = 0, binding = 0) writeonly buffer Y { float y[]; };
layout(set = 0, binding = 1) readonly buffer X { float x[]; };
layout(set = 0, binding = 2) readonly buffer W { uvec4 w[]; };
layout(set = 0, binding = 3) readonly buffer First { uint first[]; };
layout(set = 0, binding = 4) readonly buffer Rows { uint rows[]; };

shared float sums[gl_WorkGroupSize.x / 4 * outputs];  // subgroups are at least 4 wide

// The expert whose places hold `place`.
uint expert_of(uint place) {
    uint low = 0, high = p.experts - 1;
    while (low < high) {
        uint middle = (low + high) / 2;
        if (first[p.at[3] + middle + 1] > place)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

void main() {
    uint place = gl_WorkGroupID.y, expert = expert_of(place), col0 = gl_WorkGroupID.x * outputs;
    if (expert < p.first_expert || expert >= p.end_expert) return;
    uint from = p.at[1] + (placed ? place : rows[p.at[4] + place]) * p.k;
    uint top = (expert - p.first_expert) * p.stack_rows + col0;
    float acc[outputs];
    [[unroll]] for (uint o = 0; o < outputs; ++o) acc[o] = 0;
    for (uint k0 = gl_LocalInvocationID.x * kChunk; k0 < p.stride; k0 += gl_WorkGroupSize.x * kChunk) {
        float xv[kChunk];
        [[unroll]] for (uint e = 0; e < kChunk; ++e) {
            float v = k0 + e < p.k ? x[from + k0 + e] : 0;
            xv[e] = round_x ? round_bf16(v) : v;
        }
        [[unroll]] for (uint o = 0; o < outputs; ++o) {
            if (col0 + o >= p.n) continue;
            float wv[kChunk];
            unpack(w[(p.at[2] + (top + o) * p.stride + k0) / kChunk], wv);
            [[unroll]] for (uint e = 0; e < kChunk; ++e) acc[o] = fma(xv[e], wv[e], acc[o]);
        }
    }
    [[unroll]] for (uint o = 0; o < outputs; ++o) {
        float sum = subgroupAdd(acc[o]);
        if (subgroupElect()) sums[gl_SubgroupID * outputs + o] = sum;
    }
    barrier();
    for (uint o = gl_LocalInvocationID.x; o < outputs && col0 + o < p.n; o += gl_WorkGroupSize.x) {
        float v = 0;
        for (uint s = 0; s < gl_NumSubgroups; ++s) v += sums[s * outputs + o];
        y[p.at[0] + place * p.n + col0 + o] = v;
    }
}
