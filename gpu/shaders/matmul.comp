#version 450
#extension GL_EXT_control_flow_attributes : require
// y[m, n] = Σ_k x[m, k]·w[n, k] + bias[n]: a tile of y per workgroup, x and w through shared memory, k in order, so a
// row's sums do not depend on the tile sizes or on the rows beside it.
#include "weight.glsl"
layout(local_size_x_id = 0) in;  // (tile_rows / thread_rows) · (tile_cols / thread_cols)
layout(constant_id = 1) const uint tile_rows = 64;
layout(constant_id = 2) const uint tile_cols = 64;
layout(constant_id = 3) const uint depth = 16;  // a multiple of 8
layout(constant_id = 4) const uint thread_rows = 4;
layout(constant_id = 5) const uint thread_cols = 4;
layout(constant_id = 6) const bool round_x = false;
layout(constant_id = 7) const bool has_bias = false;
layout(push_constant) uniform Push { uint at[8]; uint rows; uint cols; uint k; uint stride; uint y_stride; uint first_col; } p;
layout(set = 0, binding = 0) writeonly buffer Y { float y[]; };
layout(set = 0, binding = 1) readonly buffer X { float x[]; };
layout(set = 0, binding = 2) readonly buffer W { uvec4 w[]; };
layout(set = 0, binding = 3) readonly buffer Bias { float bias[]; };

const uint xs_stride = tile_rows + 1, ws_stride = tile_cols + 1;
shared float xs[depth * xs_stride];
shared float ws[depth * ws_stride];

void load_x(uint row0, uint k0) {
    for (uint i = gl_LocalInvocationID.x; i < tile_rows * depth; i += gl_WorkGroupSize.x) {
        uint r = i / depth, d = i % depth;
        float v = 0;
        if (row0 + r < p.rows && k0 + d < p.k) v = x[p.at[1] + (row0 + r) * p.k + k0 + d];
        xs[d * xs_stride + r] = round_x ? round_bf16(v) : v;
    }
}

void load_w(uint col0, uint k0) {
    const uint chunks = depth / kChunk;
    for (uint i = gl_LocalInvocationID.x; i < tile_cols * chunks; i += gl_WorkGroupSize.x) {
        uint c = i / chunks, d = i % chunks * kChunk;
        float v[kChunk];
        for (uint e = 0; e < kChunk; ++e) v[e] = 0;
        if (col0 + c < p.cols && k0 + d < p.stride) unpack(w[(p.at[2] + (col0 + c) * p.stride + k0 + d) / kChunk], v);
        [[unroll]] for (uint e = 0; e < kChunk; ++e) ws[(d + e) * ws_stride + c] = v[e];
    }
}

void main() {
    const uint across = tile_cols / thread_cols, down = tile_rows / thread_rows;
    uint col0 = gl_WorkGroupID.x * tile_cols, row0 = gl_WorkGroupID.y * tile_rows;
    uint tc = gl_LocalInvocationID.x % across, tr = gl_LocalInvocationID.x / across;
    float acc[thread_rows * thread_cols];
    [[unroll]] for (uint i = 0; i < thread_rows * thread_cols; ++i) acc[i] = 0;

    for (uint k0 = 0; k0 < p.k; k0 += depth) {
        load_x(row0, k0);
        load_w(col0, k0);
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
    [[unroll]] for (uint i = 0; i < thread_rows; ++i) {
        uint r = row0 + tr + i * down;
        [[unroll]] for (uint j = 0; j < thread_cols; ++j) {
            uint c = col0 + tc + j * across;
            if (r >= p.rows || c >= p.cols) continue;
            float v = acc[i * thread_cols + j];
            if (has_bias) v += bias[p.at[3] + p.first_col + c];
            y[p.at[0] + r * p.y_stride + p.first_col + c] = v;
        }
    }
}
