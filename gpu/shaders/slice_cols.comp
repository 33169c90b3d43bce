#version 450
// y[r, c] = x[r, first + c]. One invocation writes a 32-bit word of y: one element, or, with HALVES, two.
layout(local_size_x_id = 0) in;
layout(push_constant) uniform Push { uint at[8]; uint n; uint count; uint cols; uint first; } p;  // n = rows · count
layout(set = 0, binding = 0) writeonly buffer Y { uint y[]; };
layout(set = 0, binding = 1) readonly buffer X { uint x[]; };

uint source(uint i) { return p.at[1] + i / p.count * p.cols + p.first + i % p.count; }

void main() {
    uint i = gl_WorkGroupID.x * gl_WorkGroupSize.x + gl_LocalInvocationID.x;
#if defined(HALVES)
    if (2 * i >= p.n) return;
    uint a = source(2 * i), low = (x[a >> 1] >> ((a & 1u) * 16u)) & 0xffffu, high = 0;
    if (2 * i + 1 < p.n) {
        uint b = source(2 * i + 1);
        high = (x[b >> 1] >> ((b & 1u) * 16u)) & 0xffffu;
    }
    y[p.at[0] / 2 + i] = low | high << 16;
#else
    if (i < p.n) y[p.at[0] + i] = x[source(i)];
#endif
}
