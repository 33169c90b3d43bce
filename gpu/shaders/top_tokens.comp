#version 450
#extension GL_KHR_shader_subgroup_arithmetic : require
// The k best of each block of a row, best first, ties to the lower id, NaN as −∞. Passes over the survivors follow until
// one block is left. The first pass also gives each block's maximum and Σ exp(x − maximum), the last joins them.
#include "types.glsl"
#include "reduce.glsl"
layout(local_size_x_id = 0) in;
layout(constant_id = 1) const uint block = 1024;  // a power of two
layout(constant_id = 2) const bool first_pass = true;
layout(constant_id = 3) const bool last_pass = true;
layout(push_constant) uniform Push { uint at[8]; uint n; uint k; uint blocks; uint parts; } p;  // of a row: values in, kept, blocks, blocks of the first pass
layout(set = 0, binding = 0) writeonly buffer Ids { uint ids[]; };
layout(set = 0, binding = 1) writeonly buffer Values { uint values[]; };  // sortable keys; in the last pass F32
layout(set = 0, binding = 2) writeonly buffer LogSumExp { float log_sum_exp[]; };
layout(set = 0, binding = 3) readonly buffer X { uint x[]; };  // logits; after the first pass keys
layout(set = 0, binding = 4) readonly buffer XIds { uint x_ids[]; };
layout(set = 0, binding = 5) buffer Parts { vec2 sums[]; };

shared uint keys[block];
shared uint key_ids[block];
const uint kInfinity = 0x7f800000u;

// Larger floats have larger keys. No number has key 0.
uint sortable(float f) {
    if (is_nan(f)) return 0x007fffffu;  // −∞
    uint u = floatBitsToUint(f == 0 ? 0.0 : f);
    return (u & 0x80000000u) != 0u ? ~u : u | 0x80000000u;
}
uint original(uint key) { return (key & 0x80000000u) != 0u ? key & 0x7fffffffu : ~key; }

bool before(uint a, uint b) { return keys[a] > keys[b] || (keys[a] == keys[b] && key_ids[a] < key_ids[b]); }

// Bitonic, best first.
void sort() {
    for (uint size = 2; size <= block; size *= 2)
        for (uint gap = size / 2; gap > 0; gap /= 2) {
            for (uint i = gl_LocalInvocationID.x; i < block / 2; i += gl_WorkGroupSize.x) {
                uint a = i / gap * gap * 2 + i % gap, b = a + gap;
                bool descending = (a & size) == 0u;
                if (before(a, b) != descending) {
                    uint key = keys[a], id = key_ids[a];
                    keys[a] = keys[b];
                    key_ids[a] = key_ids[b];
                    keys[b] = key;
                    key_ids[b] = id;
                }
            }
            barrier();
        }
}

// Maximum and sum of the loaded block, after sorting. With a maximum of −∞ the sum counts the numbers that are not NaN.
vec2 block_sum(uint row, uint begin, uint end) {
    float highest = uintBitsToFloat(original(keys[0])), sum = 0;
    uint bits = floatBitsToUint(highest);
    for (uint i = begin + gl_LocalInvocationID.x; i < end; i += gl_WorkGroupSize.x) {
        float f = uintBitsToFloat(x[p.at[3] + row * p.n + i]);
        if (is_nan(f)) continue;
        if ((bits & 0x7fffffffu) == kInfinity)
            sum += 1;
        else
            sum += exp(f - highest);
    }
    return vec2(highest, group_sum(sum));
}

void join(uint row, vec2 own) {
    vec2 all = own;
    if (!first_pass) {
        all = sums[p.at[5] / 2 + row * p.parts];
        for (uint i = 1; i < p.parts; ++i) {
            vec2 next = sums[p.at[5] / 2 + row * p.parts + i];
            if (next.x == all.x)
                all.y += next.y;
            else if (next.x > all.x)
                all = vec2(next.x, fma(all.y, exp(all.x - next.x), next.y));
            else
                all.y = fma(next.y, exp(next.x - all.x), all.y);
        }
    }
    uint bits = floatBitsToUint(all.x);
    if ((bits & 0x7fffffffu) != kInfinity)
        log_sum_exp[p.at[2] + row] = all.x + log(all.y);
    else
        log_sum_exp[p.at[2] + row] = all.y > 0 ? all.x : uintBitsToFloat(0x7fc00000u);  // no number at all: NaN
}

void main() {
    uint row = gl_WorkGroupID.y, b = gl_WorkGroupID.x;
    uint begin = b * block, end = min(begin + block, p.n);
    for (uint i = gl_LocalInvocationID.x; i < block; i += gl_WorkGroupSize.x) {
        bool real = begin + i < end;
        uint from = p.at[3] + row * p.n + begin + i;
        keys[i] = !real ? 0u : first_pass ? sortable(uintBitsToFloat(x[from])) : x[from];
        key_ids[i] = !real ? 0xffffffffu : first_pass ? begin + i : x_ids[p.at[4] + row * p.n + begin + i];
    }
    barrier();
    sort();
    for (uint i = gl_LocalInvocationID.x; i < p.k; i += gl_WorkGroupSize.x) {
        uint to = (row * p.blocks + b) * p.k + i;
        ids[p.at[0] + to] = key_ids[i];
        values[p.at[1] + to] = last_pass ? original(keys[i]) : keys[i];
    }
    vec2 own = vec2(0);
    if (first_pass) {
        own = block_sum(row, begin, end);
        if (!last_pass && gl_LocalInvocationID.x == 0) sums[p.at[5] / 2 + row * p.parts + b] = own;
    }
    if (last_pass && gl_LocalInvocationID.x == 0) join(row, own);
}
