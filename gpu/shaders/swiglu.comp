#version 450
// y = silu(gate) · up,  silu(z) = z / (1 + e^−z)
#include "exp.glsl"
layout(local_size_x_id = 0) in;
layout(push_constant) uniform Push { uint at[8]; uint n; } p;
layout(set = 0, binding = 0) writeonly buffer Y { float y[]; };
layout(set = 0, binding = 1) readonly buffer Gate { float gate[]; };
layout(set = 0, binding = 2) readonly buffer Up { float up[]; };

void main() {
    for (uint i = gl_WorkGroupID.x * gl_WorkGroupSize.x * 4 + gl_LocalInvocationID.x, step = 0; step < 4; ++step, i += gl_WorkGroupSize.x)
        if (i < p.n) y[p.at[0] + i] = gated_by(gate[p.at[1] + i], up[p.at[2] + i]);
}
