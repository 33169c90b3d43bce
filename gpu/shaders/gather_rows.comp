#version 450
// y[r] = x[index[r]] widened to F32, for the rows of x in [first, first + rows). An index outside the whole table is
// noted in `fault` (the host reports it) and gives zeros.
#include "types.glsl"
layout(local_size_x_id = 0) in;
layout(push_constant) uniform Push { uint at[8]; uint n; uint cols; uint first; uint rows; uint table_rows; } p;  // n = gathered · cols
layout(set = 0, binding = 0) writeonly buffer Y { float y[]; };
layout(set = 0, binding = 1) readonly buffer X { uint x[]; };
layout(set = 0, binding = 2) readonly buffer Index { uint index[]; };
layout(set = 0, binding = 3) writeonly buffer Fault { uint fault[]; };

float widened(uint i) {
#if defined(X_F32)
    return uintBitsToFloat(x[p.at[1] + i]);
#else
    uint e = p.at[1] + i, bits = (x[e >> 1] >> ((e & 1u) * 16u)) & 0xffffu;
#if defined(X_BF16)
    return from_bf16(bits);
#else
    return from_f16(bits);
#endif
#endif
}

void main() {
    uint i = gl_WorkGroupID.x * gl_WorkGroupSize.x + gl_LocalInvocationID.x;
    if (i >= p.n) return;
    uint row = index[p.at[2] + i / p.cols];
    if (row >= p.table_rows) {
        fault[p.at[3]] = 1u;
        fault[p.at[3] + 1] = row;
        fault[p.at[3] + 2] = p.table_rows;
        y[p.at[0] + i] = 0;
    } else if (row >= p.first && row - p.first < p.rows) {
        y[p.at[0] + i] = widened((row - p.first) * p.cols + i % p.cols);
    }
}
