#version 450
#extension GL_EXT_control_flow_attributes : require
// y[p, n] = Σ_k x[row of p, k]·w[expert of p][n, k]: as matmul.comp, a tile of places of one expert per workgroup. The
// workgroups along y are handed to the experts in order, as many as each one's places fill; those left over return.
#include "weight.glsl"
layout(local_size_x_id = 0) in;  // (tile_rows / thread_rows) · (tile_cols / thread_cols)
layout(constant_id = 1) const uint tile_rows = 64;
layout(constant_id = 2) const uint tile_cols = 64;
layout(constant_id = 3) const uint depth = 16;  // a multiple of 8
layout(constant_id = 4) const uint thread_rows = 4;
layout(constant_id = 5) const uint thread_cols = 4;
layout(constant_id = 6) const bool round_x = false;
layout(constant_id = 7) const bool placed = false;  // x is in the order of the places
// experts [first_expert, end_expert) are those shown of w
layout(push_constant) uniform Push { uint at[8]; uint n; uint k; uint stride; uint stack_rows; uint experts; uint first_expert; uint end_expert; } p;
layout(set = 0, binding = 0) writeonly buffer Y { float y[]; };
layout(set = 0, binding = 1) readonly buffer X { float x[]; };
layout(set = 0, binding = 2) readonly buffer W { uvec4 w[]; };
layout(set = 0, binding = 3) readonly buffer First { uint first[]; };
layout(set = 0, binding = 4) readonly buffer Rows { uint rows[]; };

const uint xs_stride = tile_rows + 1, ws_stride = tile_cols + 1;
shared float xs[depth * xs_stride];
shared float ws[depth * ws_stride];
uint expert, place0, place_end;

void load_x(uint k0) {
    for (uint i = gl_LocalInvocationID.x; i < tile_rows * depth; i += gl_WorkGroupSize.x) {
        uint place = place0 + i / depth, d = i % depth;
        float v = 0;
        if (place < place_end && k0 + d < p.k) v = x[p.at[1] + (placed ? place : rows[p.at[4] + place]) * p.k + k0 + d];
        xs[d * xs_stride + i / depth] = round_x ? round_bf16(v) : v;
    }
}

void load_w(uint col0, uint k0) {
    const uint chunks = depth / kChunk;
    uint top = (expert - p.first_expert) * p.stack_rows;
    for (uint i = gl_LocalInvocationID.x; i < tile_cols * chunks; i += gl_WorkGroupSize.x) {
        uint c = i / chunks, d = i % chunks * kChunk;
        float v[kChunk];
        for (uint e = 0; e < kChunk; ++e) v[e] = 0;
        if (col0 + c < p.n && k0 + d < p.stride) unpack(w[(p.at[2] + (top + col0 + c) * p.stride + k0 + d) / kChunk], v);
        [[unroll]] for (uint e = 0; e < kChunk; ++e) ws[(d + e) * ws_stride + c] = v[e];
    }
}

// Expert and places of this workgroup; false: none of those shown.
bool find_tile() {
    uint tile = gl_WorkGroupID.y;
    for (expert = 0; expert < p.experts; ++expert) {
        place0 = first[p.at[3] + expert];
        place_end = first[p.at[3] + expert + 1];
        uint tiles = (place_end - place0 + tile_rows - 1) / tile_rows;
        if (tile < tiles) {
            place0 += tile * tile_rows;
            return expert >= p.first_expert && expert < p.end_expert;
        }
        tile -= tiles;
    }
    return false;
}

void main() {
    const uint across = tile_cols / thread_cols, down = tile_rows / thread_rows;
    if (!find_tile()) return;
    uint col0 = gl_WorkGroupID.x * tile_cols;
    uint tc = gl_LocalInvocationID.x % across, tr = gl_LocalInvocationID.x / across;
    float acc[thread_rows * thread_cols];
    [[unroll]] for (uint i = 0; i < thread_rows * thread_cols; ++i) acc[i] = 0;

    for (uint k0 = 0; k0 < p.k; k0 += depth) {
        load_x(k0);
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
        uint place = place0 + tr + i * down;
        [[unroll]] for (uint j = 0; j < thread_cols; ++j) {
            uint c = col0 + tc + j * across;
            if (place < place_end && c < p.n) y[p.at[0] + place * p.n + c] = acc[i * thread_cols + j];
        }
    }
}
