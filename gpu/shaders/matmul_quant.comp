#version 450
#extension GL_EXT_control_flow_attributes : require
#if defined(DOT)
#extension GL_EXT_spirv_intrinsics : require
#endif
// matmul of quantised weights with rows in codes: a tile of y per workgroup, one group of 64 k through shared memory per
// step. Exact integer sums within a group; groups in F32, in order.
#define CODES
#include "words.glsl"
#include "dot.glsl"
#include "tile.glsl"
#include "weight.glsl"
layout(set = 0, binding = 1) readonly buffer X { uvec4 x[]; };

const uint xs_stride = tile_rows + 1, ws_stride = tile_cols + 1;
shared uint xs[16 * kDigits * xs_stride];  // words of four codes, high digits first
shared uint ws[16 * ws_stride];
shared float x_scales[tile_rows], w_scales[tile_cols];

void load_x(uint group) {
    uint row_units = x_row_units(p.k), codes = groups_of(p.k) * kXGroup;
    for (uint i = gl_LocalInvocationID.x; i < tile_rows * kXGroup; i += gl_WorkGroupSize.x) {
        uint r = i / kXGroup, u = i % kXGroup;
        bool inside = row0 + r < row_end;
        uint base = inside ? p.at[1] + x_row(row0 + r) * row_units : 0;
        uvec4 v = inside ? x[base + group * kXGroup + u] : uvec4(0);
        [[unroll]] for (uint e = 0; e < 4; ++e) xs[(u * 4 + e) * xs_stride + r] = v[e];
        if (u == 0) x_scales[r] = inside ? uintBitsToFloat(x[base + codes + group / 4][group % 4]) : 0;
    }
}

void load_w(uint group) {
    const uint units = kGroupWords / 4;
    for (uint i = gl_LocalInvocationID.x; i < tile_cols * units; i += gl_WorkGroupSize.x) {
        uint c = i / units, u = i % units;
        bool inside = col0 + c < p.cols;
        uint base = (top + col0 + c) * p.stride;
        uvec4 v = inside ? words_of(base + group * units + u, false) : uvec4(0);
        [[unroll]] for (uint e = 0; e < 4; ++e) {
#if defined(W_Q8)
            ws[(u * 4 + e) * ws_stride + c] = v[e];
#else
            uint low, high;
            split_codes(v[e], low, high);
            ws[(u * 8 + 2 * e) * ws_stride + c] = low;
            ws[(u * 8 + 2 * e + 1) * ws_stride + c] = high;
#endif
        }
        if (u == 0) w_scales[c] = inside ? half_of(words_of(base + groups_of(p.k) * units + group / 8, false)[group % 8 / 2], group) : 0;
    }
}

void main() {
    if (!find_tile()) return;
    uint tc = gl_LocalInvocationID.x % across, tr = gl_LocalInvocationID.x / across;
    [[unroll]] for (uint i = 0; i < results; ++i) acc[i] = 0;

    for (uint group = 0; group < groups_of(p.k); ++group) {
        load_x(group);
        load_w(group);
        barrier();
        int sums[results], lows[results];
        [[unroll]] for (uint i = 0; i < results; ++i) sums[i] = lows[i] = 0;
        for (uint d = 0; d < 16; ++d) {
            uint wv[thread_cols];
            [[unroll]] for (uint j = 0; j < thread_cols; ++j) wv[j] = ws[d * ws_stride + tc + j * across];
            [[unroll]] for (uint i = 0; i < thread_rows; ++i) {
                uint xv = xs[d * xs_stride + tr + i * down];
                [[unroll]] for (uint j = 0; j < thread_cols; ++j) sums[i * thread_cols + j] += dot4(xv, wv[j]);
#if defined(W_Q8)
                xv = xs[(16 + d) * xs_stride + tr + i * down];
                [[unroll]] for (uint j = 0; j < thread_cols; ++j) lows[i * thread_cols + j] += dot4(xv, wv[j]);
#endif
            }
        }
        [[unroll]] for (uint i = 0; i < thread_rows; ++i)
            [[unroll]] for (uint j = 0; j < thread_cols; ++j) {
                uint at = i * thread_cols + j;
#if defined(W_Q8)
                sums[at] = 255 * sums[at] + lows[at];
#endif
                acc[at] = fma(float(sums[at]) * x_scales[tr + i * down], w_scales[tc + j * across], acc[at]);
            }
        barrier();
    }
    store_tile();
}
