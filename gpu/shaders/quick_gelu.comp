#version 450
// y = x·σ(1.702·x)
#include "exp.glsl"
layout(local_size_x_id = 0) in;
layout(push_constant) uniform Push { uint at[8]; uint n; } p;
layout(set = 0, binding = 0) writeonly buffer Y { float y[]; };
layout(set = 0, binding = 1) readonly buffer X { float x[]; };

void main() {
    for (uint i = gl_WorkGroupID.x * gl_WorkGroupSize.x * 4 + gl_LocalInvocationID.x, step = 0; step < 4; ++step, i += gl_WorkGroupSize.x) {
        if (i >= p.n) continue;
        float v = x[p.at[1] + i];
        y[p.at[0] + i] = v / (1 + exact_exp(-1.702 * v));
    }
}
