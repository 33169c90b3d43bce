#version 450
// Sorts the choices by expert, those of one expert by row. One workgroup; an invocation owns every group-th expert.
layout(local_size_x_id = 0) in;
layout(constant_id = 1) const uint most_experts = 1024;
layout(push_constant) uniform Push { uint at[8]; uint choices; uint experts; uint k; } p;
layout(set = 0, binding = 0) writeonly buffer First { uint first[]; };
layout(set = 0, binding = 1) writeonly buffer Rows { uint rows[]; };
layout(set = 0, binding = 2) writeonly buffer Places { uint places[]; };
layout(set = 0, binding = 3) readonly buffer Ids { uint ids[]; };

shared uint start[most_experts + 1];

void main() {
    for (uint e = gl_LocalInvocationID.x; e < p.experts; e += gl_WorkGroupSize.x) {
        uint count = 0;
        for (uint i = 0; i < p.choices; ++i) count += ids[p.at[3] + i] == e ? 1u : 0u;
        start[e + 1] = count;
    }
    barrier();
    if (gl_LocalInvocationID.x == 0) {
        start[0] = 0;
        for (uint e = 0; e < p.experts; ++e) start[e + 1] += start[e];
    }
    barrier();
    for (uint e = gl_LocalInvocationID.x; e <= p.experts; e += gl_WorkGroupSize.x) {
        first[p.at[0] + e] = start[e];
        if (e == p.experts) continue;
        uint place = start[e];
        for (uint i = 0; i < p.choices; ++i)
            if (ids[p.at[3] + i] == e) {
                rows[p.at[1] + place] = i / p.k;
                places[p.at[2] + i] = place++;
            }
    }
}
