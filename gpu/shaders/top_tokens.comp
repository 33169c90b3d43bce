#version 450
#extension GL_KHR_shader_subgroup_arithmetic : require
// The k best of each block of a row, best first, ties to the lower id, NaN as −∞: the best of every invocation, then
// the best of those, and so on; only the invocation that had it looks at its values again. Passes over the survivors
// follow until one block is left. The first pass also gives each block's maximum and Σ exp(x − maximum), the last
// joins them.
#include "types.glsl"
#include "reduce.glsl"
layout(local_size_x_id = 0) in;
layout(constant_id = 1) const uint block = 1024;
layout(constant_id = 2) const bool first_pass = true;
layout(constant_id = 3) const bool last_pass = true;
layout(push_constant) uniform Push { uint at[8]; uint n; uint k; uint blocks; uint parts; } p;  // of a row: values in, kept, blocks, blocks of the first pass
layout(set = 0, binding = 0) writeonly buffer Ids { uint ids[]; };
layout(set = 0, binding = 1) writeonly buffer Values { uint values[]; };  // sortable keys; in the last pass F32
layout(set = 0, binding = 2) writeonly buffer LogSumExp { float log_sum_exp[]; };
layout(set = 0, binding = 3) readonly buffer X { uint x[]; };  // logits; after the first pass keys
layout(set = 0, binding = 4) readonly buffer XIds { uint x_ids[]; };
layout(set = 0, binding = 5) buffer Parts { vec2 sums[]; };

struct Candidate { uint key, id; };
const Candidate nothing = Candidate(0u, 0xffffffffu);
const uint most_subgroups = 64;
shared Candidate subgroup_best[2 * most_subgroups];
const uint kInfinity = 0x7f800000u;

// Larger floats have larger keys. No number has key 0.
uint sortable(float f) {
    if (is_nan(f)) return 0x007fffffu;  // −∞
    uint u = floatBitsToUint(f == 0 ? 0.0 : f);
    return (u & 0x80000000u) != 0u ? ~u : u | 0x80000000u;
}
uint original(uint key) { return (key & 0x80000000u) != 0u ? key & 0x7fffffffu : ~key; }
bool is_infinite(float f) { return (floatBitsToUint(f) & 0x7fffffffu) == kInfinity; }

bool before(Candidate a, Candidate b) { return a.key > b.key || (a.key == b.key && a.id < b.id); }

// The best of this invocation's values: of all, or of those behind `last`.
Candidate own_best(uint row, uint begin, uint end, bool all, Candidate last) {
    Candidate best = nothing;
    for (uint i = begin + gl_LocalInvocationID.x; i < end; i += gl_WorkGroupSize.x) {
        uint bits = x[p.at[3] + row * p.n + i];
        Candidate c = first_pass ? Candidate(sortable(uintBitsToFloat(bits)), i)
                                 : Candidate(bits, x_ids[p.at[4] + row * p.n + i]);
        if ((all || before(last, c)) && before(c, best)) best = c;
    }
    return best;
}

// The best of the workgroup, whatever the subgroup width. Turns write to different places, so one barrier is enough.
Candidate group_best(Candidate own, uint turn) {
    uint key = subgroupMax(own.key), id = subgroupMin(own.key == key ? own.id : 0xffffffffu);
    uint first = turn % 2 * most_subgroups;
    if (subgroupElect()) subgroup_best[first + gl_SubgroupID] = Candidate(key, id);
    barrier();
    Candidate best = subgroup_best[first];
    for (uint i = 1; i < gl_NumSubgroups; ++i)
        if (before(subgroup_best[first + i], best)) best = subgroup_best[first + i];
    return best;
}

// Σ exp(x − highest) of the block; with an infinite maximum the numbers that are not NaN.
float block_sum(uint row, uint begin, uint end, float highest) {
    float sum = 0;
    for (uint i = begin + gl_LocalInvocationID.x; i < end; i += gl_WorkGroupSize.x) {
        float f = uintBitsToFloat(x[p.at[3] + row * p.n + i]);
        if (!is_nan(f)) sum += is_infinite(highest) ? 1 : exp(f - highest);
    }
    return group_sum(sum);
}

// The same of the whole row, from that of its blocks.
float row_sum(uint row, float highest) {
    float sum = 0;
    for (uint i = gl_LocalInvocationID.x; i < p.parts; i += gl_WorkGroupSize.x) {
        vec2 part = sums[p.at[5] / 2 + row * p.parts + i];
        sum += part.x == highest ? part.y : part.y * exp(part.x - highest);
    }
    return group_sum(sum);
}

void main() {
    uint row = gl_WorkGroupID.y, b = gl_WorkGroupID.x;
    uint begin = b * block, end = min(begin + block, p.n);
    Candidate own = own_best(row, begin, end, true, nothing);
    float highest = 0;
    for (uint turn = 0; turn < p.k; ++turn) {
        Candidate best = group_best(own, turn);
        if (turn == 0) highest = uintBitsToFloat(original(best.key));
        if (gl_LocalInvocationID.x == 0) {
            uint to = (row * p.blocks + b) * p.k + turn;
            ids[p.at[0] + to] = best.id;
            values[p.at[1] + to] = last_pass ? original(best.key) : best.key;
        }
        if (own == best && turn + 1 < p.k) own = own_best(row, begin, end, false, best);
    }
    float sum = first_pass ? block_sum(row, begin, end, highest) : last_pass ? row_sum(row, highest) : 0;
    if (gl_LocalInvocationID.x != 0) return;
    if (!last_pass) {
        if (first_pass) sums[p.at[5] / 2 + row * p.parts + b] = vec2(highest, sum);
    } else if (is_infinite(highest)) {
        log_sum_exp[p.at[2] + row] = sum > 0 ? highest : uintBitsToFloat(0x7fc00000u);  // no number at all: NaN
    } else {
        log_sum_exp[p.at[2] + row] = highest + log(sum);
    }
}
