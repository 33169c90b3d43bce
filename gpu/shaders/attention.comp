#version 450
#extension GL_EXT_control_flow_attributes : require
// softmax(scale·q·kᵀ)·v of a tile of queries, keys in blocks with a running softmax ("flash attention", arXiv 2205.14135).
// A tile is `queries` neighbours in the order (row, query head of one key/value head), so keys are read once for the
// heads that share them. Keys are cut at multiples of `keys`, so a query's sums do not depend on its neighbours.
// Work item: span, first query of the tile, one past its last, first key, one past the last key, slot. slot < 0: the result goes to y;
// otherwise maximum, sum and unnormalised result go to `partial`, and attention_combine joins the parts.
#include "types.glsl"
#include "span.glsl"
layout(local_size_x_id = 0) in;  // at least queries · lanes
layout(constant_id = 1) const uint queries = 16;  // 1, 2 or a multiple of 4
layout(constant_id = 2) const uint keys = 32;
layout(constant_id = 3) const uint head_dim = 64;
layout(constant_id = 4) const uint lanes = 2;  // invocations that share a query's softmax; the order of its sum depends on them
layout(push_constant) uniform Push {
    uint at[8];
    uint heads, kv_heads, first_row, causal, first_item;
    float scale;
#if defined(BIAS)
    uint height, width;
#endif
} p;
layout(set = 0, binding = 0) writeonly buffer Y { float y[]; };
layout(set = 0, binding = 1) readonly buffer Q { float q[]; };
#if defined(KV_F32)
layout(set = 0, binding = 2) readonly buffer K { float k[]; };
layout(set = 0, binding = 3) readonly buffer V { float v[]; };
layout(set = 0, binding = 2) readonly buffer K4 { vec4 k4[]; };  // the same, four at a time
layout(set = 0, binding = 3) readonly buffer V4 { vec4 v4[]; };
#define AT(buffer_name, i) buffer_name[i]
#define FOUR_AT(buffer_name, i) buffer_name##4[(i) / 4]
#else
layout(set = 0, binding = 2) readonly buffer K { uint k[]; };
layout(set = 0, binding = 3) readonly buffer V { uint v[]; };
layout(set = 0, binding = 2) readonly buffer K4 { uvec2 k4[]; };
layout(set = 0, binding = 3) readonly buffer V4 { uvec2 v4[]; };
#define AT(buffer_name, i) from_bf16((buffer_name[(i) >> 1] >> (((i) & 1u) * 16u)) & 0xffffu)
vec4 widened(uvec2 words) { return uintBitsToFloat(uvec4(words << 16, words & 0xffff0000u).xzyw); }
#define FOUR_AT(buffer_name, i) widened(buffer_name##4[(i) / 4])
#endif
layout(set = 0, binding = 4) readonly buffer Spans { int spans[]; };
layout(set = 0, binding = 5) readonly buffer Items { int items[]; };
#if defined(BIAS)  // of a grid of keys: neither pages nor parts
layout(set = 0, binding = 6) readonly buffer BiasRows { float bias_rows[]; };
layout(set = 0, binding = 7) readonly buffer BiasColumns { float bias_columns[]; };
#else
layout(set = 0, binding = 6) readonly buffer Pages { int pages[]; };
layout(set = 0, binding = 7) writeonly buffer Partial { float partial[]; };
#endif

const uint vecs = (head_dim + 3) / 4, stride = vecs + 1;  // of a row in shared memory, in vec4
const bool whole = head_dim % 4 == 0;                     // rows of keys and values begin at four elements
const uint pair = queries < 2 ? queries : 2, quad = queries < 4 ? queries : 4;  // queries of an invocation: of scores, of results
const uint tasks = (queries / quad * vecs + gl_WorkGroupSize.x - 1) / gl_WorkGroupSize.x;
const float lowest = -3e38;
shared vec4 qs[queries * stride];
shared vec4 kvs[keys * stride];
shared float weights[queries * keys];
shared float lane_max[gl_WorkGroupSize.x];
shared float keep[queries];
shared uint seen[queries];

Span span;
uint group_heads, kv_head;

// Element of q and y where query f of the span's tile order begins.
uint query_at(uint f) {
    uint row = span.first_row - p.first_row + f / group_heads;
    return (row * p.heads + kv_head * group_heads + f % group_heads) * head_dim;
}

#if defined(BIAS)
uint key_row(uint j) { return span.first_key + j; }

// Of query f (in the span's tile order) and key j: the grid's row and column between them.
float bias(uint f, uint j) {
    uint row = f / group_heads, head = kv_head * group_heads + f % group_heads;
    uint at = (span.first_row - p.first_row + row) * p.heads + head;
    return bias_rows[p.at[6] + at * (2 * p.height - 1) + j / p.width + p.height - 1 - row / p.width] +
           bias_columns[p.at[7] + at * (2 * p.width - 1) + j % p.width + p.width - 1 - row % p.width];
}
#else
uint key_row(uint j) {
    if (span.page_offset < 0) return span.first_key + j;
    return uint(pages[p.at[6] + uint(span.page_offset) + j / 32]) * 32 + j % 32;
}
#endif

void load_queries(uint f0, uint count) {
    for (uint i = gl_LocalInvocationID.x; i < queries * vecs; i += gl_WorkGroupSize.x) {
        uint query = i / vecs, d = i % vecs * 4;
        vec4 value = vec4(0);
        if (f0 + query < count) {
            uint from = p.at[1] + query_at(f0 + query);
            [[unroll]] for (uint e = 0; e < 4; ++e)
                if (d + e < head_dim) value[e] = q[from + d + e];
        }
        qs[query * stride + i % vecs] = value * p.scale;
    }
    for (uint i = gl_LocalInvocationID.x; i < queries; i += gl_WorkGroupSize.x)
        seen[i] = f0 + i < count ? visible_keys(span, (f0 + i) / group_heads, p.causal != 0u) : 0u;
}

#define LOAD_KEYS(buffer_name, binding_index)                                                            \
    for (uint i = gl_LocalInvocationID.x; i < keys * vecs; i += gl_WorkGroupSize.x) {                     \
        uint j = i / vecs, d = i % vecs * 4;                                                              \
        vec4 value = vec4(0);                                                                             \
        if (j0 + j < last_key) {                                                                          \
            uint from = p.at[binding_index] + (key_row(j0 + j) * p.kv_heads + kv_head) * head_dim;        \
            if (whole) {                                                                                  \
                value = FOUR_AT(buffer_name, from + d);                                                   \
            } else {                                                                                      \
                [[unroll]] for (uint e = 0; e < 4; ++e)                                                   \
                    if (d + e < head_dim) value[e] = AT(buffer_name, from + d + e);                       \
            }                                                                                             \
        }                                                                                                 \
        kvs[j * stride + i % vecs] = value;                                                               \
    }

// Two queries times two keys per invocation and step.
void score(uint j0) {
    for (uint i = gl_LocalInvocationID.x; i < queries / pair * (keys / 2); i += gl_WorkGroupSize.x) {
        uint a = i / (keys / 2) * pair, b = i % (keys / 2);
        vec4 s[2 * pair];
        [[unroll]] for (uint n = 0; n < 2 * pair; ++n) s[n] = vec4(0);
        for (uint d = 0; d < vecs; ++d) {
            vec4 k0 = kvs[b * stride + d], k1 = kvs[(b + keys / 2) * stride + d];
            [[unroll]] for (uint n = 0; n < pair; ++n) {
                vec4 query = qs[(a + n) * stride + d];
                s[2 * n] = fma(query, k0, s[2 * n]);
                s[2 * n + 1] = fma(query, k1, s[2 * n + 1]);
            }
        }
        [[unroll]] for (uint n = 0; n < pair; ++n) {
            weights[(a + n) * keys + b] = dot(s[2 * n], vec4(1));
            weights[(a + n) * keys + b + keys / 2] = dot(s[2 * n + 1], vec4(1));
        }
    }
}

void main() {
    uint item = p.at[5] + (p.first_item + gl_WorkGroupID.x) * 6, t = gl_LocalInvocationID.x;
    span = READ_SPAN(spans, p.at[4], uint(items[item]));
    uint f0 = uint(items[item + 1]), count = uint(items[item + 2]), first_key = uint(items[item + 3]), last_key = uint(items[item + 4]);
    int slot = items[item + 5];
    kv_head = gl_WorkGroupID.y;
    group_heads = p.heads / p.kv_heads;

    load_queries(f0, count);
    vec4 acc[tasks * quad];
    [[unroll]] for (uint i = 0; i < tasks * quad; ++i) acc[i] = vec4(0);
    uint query = t / lanes, lane = query < queries ? t % lanes : keys;  // whose softmax this invocation works on, if any's
    float highest = lowest, sum = 0;           // running maximum; sum of this lane's weights

    for (uint j0 = first_key; j0 < last_key; j0 += keys) {
        LOAD_KEYS(k, 2)
        barrier();
        score(j0);
        barrier();
        float best = lowest;
        for (uint j = lane; j < keys; j += lanes) {
            if (j0 + j >= seen[query]) continue;
#if defined(BIAS)
            weights[query * keys + j] += bias(f0 + query, j0 + j);
#endif
            best = max(best, weights[query * keys + j]);
        }
        lane_max[t] = best;
        LOAD_KEYS(v, 3)
        barrier();
        float before = highest;
        for (uint l = 0; l < lanes && lane < lanes; ++l) highest = max(highest, lane_max[query * lanes + l]);
        float kept = exp(before - highest);
        sum *= kept;
        for (uint j = lane; j < keys; j += lanes) {
            float weight = j0 + j < seen[query] ? exp(weights[query * keys + j] - highest) : 0;
            weights[query * keys + j] = weight;
            sum += weight;
        }
        if (lane == 0) keep[query] = kept;
        barrier();
        [[unroll]] for (uint task = 0; task < tasks; ++task) {
            uint i = t + task * gl_WorkGroupSize.x, a = i / vecs * quad, d = i % vecs;
            if (a >= queries) continue;
            [[unroll]] for (uint n = 0; n < quad; ++n) acc[task * quad + n] *= keep[a + n];
            for (uint j = 0; j < keys; ++j) {
                vec4 value = kvs[j * stride + d];
                [[unroll]] for (uint n = 0; n < quad; ++n) acc[task * quad + n] = fma(vec4(weights[(a + n) * keys + j]), value, acc[task * quad + n]);
            }
        }
        barrier();
    }

    // The sums of a query's lanes, in order; then the result.
    lane_max[t] = sum;
    barrier();
    float total = 0;
    for (uint l = 0; l < lanes && lane < lanes; ++l) total += lane_max[query * lanes + l];
    if (lane == 0) keep[query] = total;
#if defined(BIAS)
    slot = -1;
#else
    const uint part = head_dim + 2;
    uint out0 = p.at[7] + (uint(max(slot, 0)) * p.kv_heads + kv_head) * queries * part;
    if (slot >= 0 && lane == 0) {
        partial[out0 + query * part] = highest;
        partial[out0 + query * part + 1] = total;
    }
#endif
    barrier();
    [[unroll]] for (uint task = 0; task < tasks; ++task) {
        uint i = t + task * gl_WorkGroupSize.x, a = i / vecs * quad, d = i % vecs * 4;
        if (a >= queries) continue;
        [[unroll]] for (uint n = 0; n < quad; ++n) {
            if (f0 + a + n >= count) continue;
            float divisor = slot < 0 && keep[a + n] > 0 ? keep[a + n] : 1;
            [[unroll]] for (uint e = 0; e < 4; ++e) {
                if (d + e >= head_dim) continue;
                float value = acc[task * quad + n][e] / divisor;
                if (slot < 0)
                    y[p.at[0] + query_at(f0 + a + n) + d + e] = value;
#if !defined(BIAS)
                else
                    partial[out0 + (a + n) * part + 2 + d + e] = value;
#endif
            }
        }
    }
}
