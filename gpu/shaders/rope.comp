#version 450
// Rotate-half: y_m = x_m·cos_m − x_{m+h}·sin_m, y_{m+h} = x_{m+h}·cos_m + x_m·sin_m, h = head_dim / 2, m < h.
// table [P, head_dim]: h cosines, then h sines of position P; one invocation per m of a head.
#include "rope.glsl"
layout(local_size_x_id = 0) in;
layout(push_constant) uniform Push { uint at[8]; uint n; uint pairs; uint half_dim; uint table_rows; } p;  // n = rows · pairs, pairs = heads · h
layout(set = 0, binding = 0) writeonly buffer Y { float y[]; };
layout(set = 0, binding = 1) readonly buffer X { float x[]; };
layout(set = 0, binding = 2) readonly buffer Table { float table[]; };
layout(set = 0, binding = 3) readonly buffer Positions { uint positions[]; };

void main() {
    uint i = gl_WorkGroupID.x * gl_WorkGroupSize.x + gl_LocalInvocationID.x;
    if (i >= p.n) return;
    uint row = i / p.pairs, head = i % p.pairs / p.half_dim, m = i % p.half_dim;
    uint first = row * p.pairs * 2 + head * p.half_dim * 2 + m;
    uint angle = p.at[2] + min(positions[p.at[3] + row], p.table_rows - 1) * p.half_dim * 2 + m;
    float c = table[angle], s = table[angle + p.half_dim];
    float a = x[p.at[1] + first], b = x[p.at[1] + first + p.half_dim];
    vec2 v = rotated(a, b, c, s);
    y[p.at[0] + first] = v.x;
    y[p.at[0] + first + p.half_dim] = v.y;
}
