#version 450
#extension GL_KHR_shader_subgroup_arithmetic : require
// y[r, c] = x[r, c] / √(mean_c x² + eps) · w[c]; one workgroup per row
#include "reduce.glsl"
layout(local_size_x_id = 0) in;
layout(push_constant) uniform Push { uint at[8]; uint cols; float eps; } p;
layout(set = 0, binding = 0) writeonly buffer Y { float y[]; };
layout(set = 0, binding = 1) readonly buffer X { float x[]; };
layout(set = 0, binding = 2) readonly buffer W { float w[]; };

void main() {
    uint row = gl_WorkGroupID.x * p.cols;
    float squares = 0;
    for (uint c = gl_LocalInvocationID.x; c < p.cols; c += gl_WorkGroupSize.x) {
        float v = x[p.at[1] + row + c];
        squares = fma(v, v, squares);
    }
    float scale = 1 / sqrt(group_sum(squares) / float(p.cols) + p.eps);
    for (uint c = gl_LocalInvocationID.x; c < p.cols; c += gl_WorkGroupSize.x)
        y[p.at[0] + row + c] = x[p.at[1] + row + c] * scale * w[p.at[2] + c];
}
