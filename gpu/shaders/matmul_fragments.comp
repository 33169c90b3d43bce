#version 450
#extension GL_EXT_control_flow_attributes : require
#extension GL_EXT_shader_explicit_arithmetic_types_float16 : require
#extension GL_KHR_shader_subgroup_basic : require
#if defined(NV)
#pragma use_vulkan_memory_model
#extension GL_KHR_memory_scope_semantics : require
#extension GL_NV_cooperative_matrix : require
#elif defined(KHR)
#pragma use_vulkan_memory_model
#extension GL_KHR_memory_scope_semantics : require
#extension GL_KHR_cooperative_matrix : require
#endif
// matmul of F16 and BF16 weights by cooperative matrices, whose inputs are F16: a tile of 64 × 64 per workgroup, 16 rows of
// it per subgroup. So that nothing overflows and no bit of what counts is lost, every row of x (halve_rows.comp) and of
// BF16 w (weight_scales.comp) is scaled by a power of two that brings its largest value to 2^14 … 2^15; the result is
// scaled back. A BF16 value is then exact unless it is 2^29 times smaller than the largest of its row; below, what is lost
// is at most 2^-40 of the largest. With F16 weights x has two parts of 11 bits each. Sums are F32, as the card makes them.
#define FRAGMENTS
#include "words.glsl"
#include "tile.glsl"
#include "weight.glsl"
layout(constant_id = 6) const uint parts = 1;  // of x
layout(set = 0, binding = 1) readonly buffer X { uvec4 x[]; };
#if defined(W_BF16)
layout(set = 0, binding = 5) readonly buffer Scales { float w_scale_of[]; };  // of rows of w
#endif

const uint depth = 32;             // k per step
const uint kShared = depth + 8;    // of a row in shared memory
shared float16_t xs[64 * 2 * kShared];
shared float16_t ws[64 * kShared];
shared float made[64 * 16];
shared float x_back[64], w_back[64];
#include "fragments.glsl"

float inverse(float power_of_two) { return uintBitsToFloat((254u << 23) - floatBitsToUint(power_of_two)); }
uint units() { return (p.k + depth - 1) / depth * (depth / 8); }  // sixteen bytes of a part of a row of x

void load_scales() {
    for (uint i = gl_LocalInvocationID.x; i < 64; i += gl_WorkGroupSize.x) {
        x_back[i] = row0 + i < row_end ? uintBitsToFloat(x[p.at[1] + x_row(row0 + i) * (units() * parts + 1) + units() * parts].x) : 0;
#if defined(W_BF16)
        w_back[i] = col0 + i < p.cols ? inverse(w_scale_of[p.at[5] + top + col0 + i]) : 0;
#else
        w_back[i] = 1;
#endif
    }
}

void load_x(uint k0) {
    const uint step = depth / 8;
    for (uint i = gl_LocalInvocationID.x; i < 64 * parts * step; i += gl_WorkGroupSize.x) {
        uint r = i / (parts * step), part = i / step % parts, u = i % step;
        uvec4 v = uvec4(0);
        if (row0 + r < row_end) v = x[p.at[1] + x_row(row0 + r) * (units() * parts + 1) + part * units() + k0 / 8 + u];
        for (uint e = 0; e < 4; ++e) {
            f16vec2 two = unpackFloat2x16(v[e]);
            xs[(part * 64 + r) * kShared + u * 8 + 2 * e] = two.x;
            xs[(part * 64 + r) * kShared + u * 8 + 2 * e + 1] = two.y;
        }
    }
}

void load_w(uint k0) {
    const uint step = depth / kChunk;
    for (uint i = gl_LocalInvocationID.x; i < 64 * step; i += gl_WorkGroupSize.x) {
        uint c = i / step, d = i % step * kChunk;
        float v[kChunk];
        for (uint e = 0; e < kChunk; ++e) v[e] = 0;
        if (col0 + c < p.cols && k0 + d < weight_cols()) {
            load_weights(top + col0 + c, k0 + d, false, v);
#if defined(W_BF16)
            float scale = w_scale_of[p.at[5] + top + col0 + c];
            for (uint e = 0; e < kChunk; ++e) v[e] *= scale;
#endif
        }
        for (uint e = 0; e < kChunk; ++e) ws[c * kShared + d + e] = float16_t(v[e]);
    }
}

void main() {
    if (!find_tile()) return;
    load_scales();
    // Four strips of 16 rows, as many at a time as there are subgroups.
    for (uint first = 0; first < 4; first += gl_NumSubgroups) {
        uint strip = first + gl_SubgroupID;
        clear_fragments();
        for (uint k0 = 0; k0 < p.k; k0 += depth) {
            barrier();
            load_x(k0);
            load_w(k0);
            barrier();
            if (strip < 4)
                for (uint part = 0; part < parts; ++part)
                    for (uint d = 0; d < depth; d += 16) multiply_fragments((part * 64 + strip * 16) * kShared + d, d, 16 * kShared);
        }
        for (uint j = 0; j < 4; ++j) {
            barrier();
            if (strip < 4) put_fragment(j, strip * 256);
            barrier();
            for (uint i = gl_LocalInvocationID.x; i < 64 * 16; i += gl_WorkGroupSize.x) {
                uint r = i / 16, c = j * 16 + i % 16;
                if (r / 16 < first || r / 16 >= first + gl_NumSubgroups) continue;
                if (row0 + r < row_end && col0 + c < p.cols) store(row0 + r, col0 + c, made[i] * x_back[r] * w_back[c]);
            }
        }
    }
}
