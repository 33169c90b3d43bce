#version 450
// For every row of packed BF16 weights the power of two that brings its largest value to 2^14 … 2^15.
layout(local_size_x_id = 0) in;
layout(push_constant) uniform Push { uint at[8]; uint row_words; } p;
layout(set = 0, binding = 0) writeonly buffer Y { float y[]; };
layout(set = 0, binding = 1) readonly buffer W { uint w[]; };

shared uint largest;

void main() {
    if (gl_LocalInvocationID.x == 0) largest = 0;
    barrier();
    uint most = 0;
    for (uint i = gl_LocalInvocationID.x; i < p.row_words; i += gl_WorkGroupSize.x) {
        uint two = w[p.at[1] + gl_WorkGroupID.x * p.row_words + i];
        most = max(most, max(two & 0x7fffu, (two >> 16) & 0x7fffu));
    }
    atomicMax(largest, most);
    barrier();
    if (gl_LocalInvocationID.x == 0) y[p.at[0] + gl_WorkGroupID.x] = uintBitsToFloat(uint(clamp(268 - int(largest >> 7), 1, 253)) << 23);
}
