#version 450
// x[index[r]] = rows[r], narrowed, for the rows of x in [first, first + table_rows). One invocation writes one 32-bit
// word of x; a word shared by two rows (an odd number of 16-bit columns) is merged atomically.
#include "types.glsl"
layout(local_size_x_id = 0) in;
layout(push_constant) uniform Push { uint at[8]; uint n; uint words; uint cols; uint first; uint table_rows; } p;  // n = rows · words
layout(set = 0, binding = 0) buffer X { uint x[]; };
layout(set = 0, binding = 1) readonly buffer Rows { float rows[]; };
layout(set = 0, binding = 2) readonly buffer Index { uint index[]; };

void main() {
    uint i = gl_WorkGroupID.x * gl_WorkGroupSize.x + gl_LocalInvocationID.x;
    if (i >= p.n) return;
    uint r = i / p.words, word = i % p.words, row = index[p.at[2] + r];
    if (row < p.first || row - p.first >= p.table_rows) return;
    uint begin = p.at[0] + (row - p.first) * p.cols, from = p.at[1] + r * p.cols;  // elements
#if defined(X_F32)
    x[begin + word] = floatBitsToUint(rows[from + word]);
#else
    uint target = (begin >> 1) + word, value = 0, mask = 0;
    for (uint side = 0; side < 2; ++side) {
        uint e = target * 2 + side;  // element of x
        if (e < begin || e >= begin + p.cols) continue;
#if defined(X_BF16)
        uint bits = to_bf16(rows[from + e - begin]);
#else
        uint bits = to_f16(rows[from + e - begin]);
#endif
        value |= bits << (side * 16u);
        mask |= 0xffffu << (side * 16u);
    }
    if (mask == 0xffffffffu) {
        x[target] = value;
    } else if (mask != 0u) {
        atomicAnd(x[target], ~mask);
        atomicOr(x[target], value);
    }
#endif
}
