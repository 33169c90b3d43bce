#version 450
#extension GL_KHR_shader_subgroup_arithmetic : require
// y[r, c] = (x[r, c] − mean) / √(var + eps) · w[c] + b[c], biased variance, two passes; one workgroup per row
#include "reduce.glsl"
layout(local_size_x_id = 0) in;
layout(push_constant) uniform Push { uint at[8]; uint cols; float eps; } p;
layout(set = 0, binding = 0) writeonly buffer Y { float y[]; };
layout(set = 0, binding = 1) readonly buffer X { float x[]; };
layout(set = 0, binding = 2) readonly buffer W { float w[]; };
layout(set = 0, binding = 3) readonly buffer B { float b[]; };

void main() {
    uint row = gl_WorkGroupID.x * p.cols;
    float sum = 0;
    for (uint c = gl_LocalInvocationID.x; c < p.cols; c += gl_WorkGroupSize.x) sum += x[p.at[1] + row + c];
    float mean = group_sum(sum) / float(p.cols);
    float squares = 0;
    for (uint c = gl_LocalInvocationID.x; c < p.cols; c += gl_WorkGroupSize.x) {
        float v = x[p.at[1] + row + c] - mean;
        squares = fma(v, v, squares);
    }
    float scale = 1 / sqrt(group_sum(squares) / float(p.cols) + p.eps);
    for (uint c = gl_LocalInvocationID.x; c < p.cols; c += gl_WorkGroupSize.x)
        y[p.at[0] + row + c] = fma((x[p.at[1] + row + c] - mean) * scale, w[p.at[2] + c], b[p.at[3] + c]);
}
