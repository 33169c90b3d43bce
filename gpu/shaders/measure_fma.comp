#version 450
// What a device adds and multiplies: eight chains of fused multiply-adds of four values each, kept in registers.
layout(local_size_x_id = 0) in;
layout(push_constant) uniform Push { uint at[8]; uint steps; float scale; } p;
layout(set = 0, binding = 0) writeonly buffer Y { float y[]; };
layout(set = 0, binding = 1) readonly buffer X { float x[]; };

void main() {
    vec4 sums[8], m = vec4(p.scale);
    vec4 a = vec4(x[p.at[1]] + 1 + float(gl_LocalInvocationID.x));
    for (int i = 0; i < 8; ++i) sums[i] = a + float(i);
    for (uint s = 0; s < p.steps; ++s) {
        for (int i = 0; i < 8; ++i) sums[i] = fma(sums[i], m, a);
    }
    vec4 all = vec4(0);
    for (int i = 0; i < 8; ++i) all += sums[i];
    float sum = all.x + all.y + all.z + all.w;
    if (gl_LocalInvocationID.x == 0 || sum == 0.5) y[p.at[0] + gl_WorkGroupID.x] = sum;
}
