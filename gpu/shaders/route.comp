#version 450
// The k largest softmax weights of each row and their experts; ties to the lower one, NaN as −∞. One invocation a row.
#include "types.glsl"
#include "exp.glsl"
layout(local_size_x_id = 0) in;
layout(push_constant) uniform Push { uint at[8]; uint rows; uint experts; uint k; } p;
layout(set = 0, binding = 0) writeonly buffer Ids { uint ids[]; };
layout(set = 0, binding = 1) writeonly buffer Weights { float weights[]; };
layout(set = 0, binding = 2) readonly buffer X { float x[]; };

void main() {
    const float kLowest = uintBitsToFloat(0xff800000u), kHighest = uintBitsToFloat(0x7f800000u);
    uint row = gl_WorkGroupID.x * gl_WorkGroupSize.x + gl_LocalInvocationID.x;
    if (row >= p.rows) return;
    uint from = p.at[2] + row * p.experts;
    float highest = kLowest, sum = 0;
    for (uint e = 0; e < p.experts; ++e)
        if (!is_nan(x[from + e])) highest = max(highest, x[from + e]);
    for (uint e = 0; e < p.experts; ++e)
        if (!is_nan(x[from + e])) sum += exact_exp(x[from + e] - highest);
    float before = kHighest;  // of the choice made last, and its expert
    int before_id = -1;
    for (uint c = 0; c < p.k; ++c) {
        float best = kLowest;
        int id = -1;
        for (uint e = 0; e < p.experts; ++e) {
            float v = is_nan(x[from + e]) ? kLowest : x[from + e];
            bool left = v < before || (v == before && int(e) > before_id);
            if (left && (id < 0 || v > best)) {
                best = v;
                id = int(e);
            }
        }
        ids[p.at[0] + row * p.k + c] = uint(max(id, 0));
        weights[p.at[1] + row * p.k + c] = exact_exp(best - highest) / sum;
        before = best;
        before_id = id;
    }
}
