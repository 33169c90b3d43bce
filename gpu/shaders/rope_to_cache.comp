#version 450
// y = q turned; keys[slot] = k turned, values[slot] = v, narrowed, for slots in [first_slot, first_slot + slots). q and the
// rows' values as in rope.comp. An invocation makes a pair of y or one 32-bit word of keys or values; head_dim is even, so
// no word belongs to two rows.
#include "types.glsl"
#include "rope.glsl"
layout(local_size_x_id = 0) in;
// n = rows · per_row, per_row = q_cols / 2 + twice the words of a cached row; places: rows_in_all positions, then slots
layout(push_constant) uniform Push { uint at[8]; uint n; uint per_row; uint q_cols; uint kv_cols; uint head_dim; uint table_rows; uint rows_in_all; uint first_row; uint first_slot; uint slots; } p;
layout(set = 0, binding = 0) writeonly buffer Y { float y[]; };
layout(set = 0, binding = 1) writeonly buffer Keys { uint keys[]; };
layout(set = 0, binding = 2) writeonly buffer Values { uint values[]; };
layout(set = 0, binding = 3) readonly buffer Q { float q[]; };
layout(set = 0, binding = 4) readonly buffer K { float k[]; };
layout(set = 0, binding = 5) readonly buffer V { float v[]; };
layout(set = 0, binding = 6) readonly buffer Table { float table[]; };
layout(set = 0, binding = 7) readonly buffer Places { uint places[]; };
#if defined(X_F32)
const uint kInWord = 1;
#else
const uint kInWord = 2;
#endif

// Element c of a row of k, turned by the angles that begin at `angle`.
float turned(uint row, uint c, uint angle) {
    uint half_dim = p.head_dim / 2, m = c % p.head_dim;
    bool second = m >= half_dim;
    if (second) m -= half_dim;
    uint a = p.at[4] + row * p.kv_cols + c / p.head_dim * p.head_dim + m;
    vec2 pair = rotated(k[a], k[a + half_dim], table[angle + m], table[angle + half_dim + m]);
    return second ? pair.y : pair.x;
}

void main() {
    uint i = gl_WorkGroupID.x * gl_WorkGroupSize.x + gl_LocalInvocationID.x;
    if (i >= p.n) return;
    uint row = i / p.per_row, j = i % p.per_row, place = p.at[7] + p.first_row + row;
    uint angle = p.at[6] + min(places[place], p.table_rows - 1) * p.head_dim;
    if (j < p.q_cols / 2) {
        if (p.first_slot > 0) return;  // made with the first slots
        uint half_dim = p.head_dim / 2, m = j % half_dim, c = row * p.q_cols + j / half_dim * p.head_dim + m;
        vec2 pair = rotated(q[p.at[3] + c], q[p.at[3] + c + half_dim], table[angle + m], table[angle + half_dim + m]);
        y[p.at[0] + c] = pair.x;
        y[p.at[0] + c + half_dim] = pair.y;
        return;
    }
    uint words = p.kv_cols / kInWord, word = j - p.q_cols / 2, slot = places[place + p.rows_in_all];
    if (slot < p.first_slot || slot - p.first_slot >= p.slots) return;
    bool of_value = word >= words;
    if (of_value) word -= words;
    uint c = word * kInWord, to = (slot - p.first_slot) * words + word;
#if defined(X_F32)
    uint bits = floatBitsToUint(of_value ? v[p.at[5] + row * p.kv_cols + c] : turned(row, c, angle));
#else
    uint bits = 0;
    for (uint side = 0; side < 2; ++side)
        bits |= to_bf16(of_value ? v[p.at[5] + row * p.kv_cols + c + side] : turned(row, c + side, angle)) << (side * 16u);
#endif
    if (of_value)
        values[p.at[2] / kInWord + to] = bits;
    else
        keys[p.at[1] / kInWord + to] = bits;
}
