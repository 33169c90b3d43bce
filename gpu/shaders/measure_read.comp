#version 450
// What a device reads: sixteen bytes an invocation and step, each word once, neighbours side by side.
layout(local_size_x_id = 0) in;
layout(push_constant) uniform Push { uint at[8]; uint n, steps; } p;
layout(set = 0, binding = 0) writeonly buffer Y { float y[]; };
layout(set = 0, binding = 1) readonly buffer X { vec4 x[]; };

void main() {
    vec4 sum = vec4(0);
    uint i = p.at[1] + gl_WorkGroupID.x * gl_WorkGroupSize.x * p.steps + gl_LocalInvocationID.x;
    for (uint s = 0; s < p.steps; ++s, i += gl_WorkGroupSize.x) sum += x[i];
    float all = sum.x + sum.y + sum.z + sum.w;
    if (gl_LocalInvocationID.x == 0 || all == 0.5) y[p.at[0] + gl_WorkGroupID.x] = all;
}
