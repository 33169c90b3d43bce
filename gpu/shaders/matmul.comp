#version 450
#extension GL_EXT_control_flow_attributes : require
// y[m, n] = Σ_k x[m, k]·w[n, k] + bias[n]: a tile of y per workgroup, x and w through shared memory, k in order, so a
// row's sums do not depend on the tile sizes or on the rows beside it.
#include "words.glsl"
#include "tile.glsl"
#include "weight.glsl"
layout(constant_id = 6) const uint depth = 16;  // k per step, a multiple of 8
layout(constant_id = 7) const bool round_x = false;
layout(set = 0, binding = 1) readonly buffer X { float x[]; };

const uint xs_stride = tile_rows + 1, ws_stride = tile_cols + 1;
shared float xs[depth * xs_stride];
shared float ws[depth * ws_stride];

void load_x(uint k0) {
    for (uint i = gl_LocalInvocationID.x; i < tile_rows * depth; i += gl_WorkGroupSize.x) {
        uint r = row0 + i / depth, d = i % depth;
        float v = 0;
        if (r < row_end && k0 + d < p.k) v = x[p.at[1] + x_row(r) * p.k + k0 + d];
        xs[d * xs_stride + i / depth] = round_x ? round_bf16(v) : v;
    }
}

void load_w(uint k0) {
    const uint chunks = depth / kChunk;
    for (uint i = gl_LocalInvocationID.x; i < tile_cols * chunks; i += gl_WorkGroupSize.x) {
        uint c = i / chunks, d = i % chunks * kChunk;
        float v[kChunk];
        for (uint e = 0; e < kChunk; ++e) v[e] = 0;
        if (col0 + c < p.cols && k0 + d < weight_cols()) load_weights(top + col0 + c, k0 + d, false, v);
        [[unroll]] for (uint e = 0; e < kChunk; ++e) ws[(d + e) * ws_stride + c] = v[e];
    }
}

void main() {
    if (!find_tile()) return;
    uint tc = gl_LocalInvocationID.x % across, tr = gl_LocalInvocationID.x / across;
    [[unroll]] for (uint i = 0; i < results; ++i) acc[i] = 0;

    for (uint k0 = 0; k0 < p.k; k0 += depth) {
        load_x(k0);
        load_w(k0);
        barrier();
        for (uint d = 0; d < depth; ++d) {
            float wv[thread_cols];
            [[unroll]] for (uint j = 0; j < thread_cols; ++j) wv[j] = ws[d * ws_stride + tc + j * across];
            [[unroll]] for (uint i = 0; i < thread_rows; ++i) {
                float xv = xs[d * xs_stride + tr + i * down];
                [[unroll]] for (uint j = 0; j < thread_cols; ++j) acc[i * thread_cols + j] = fma(xv, wv[j], acc[i * thread_cols + j]);
            }
        }
        barrier();
    }
    store_tile();
}
