#version 450
// y[r, c] = Σ_i weights[r, i]·x[places[r, i], c], i rising
layout(local_size_x_id = 0) in;
layout(push_constant) uniform Push { uint at[8]; uint n; uint cols; uint k; } p;  // n = rows · cols
layout(set = 0, binding = 0) writeonly buffer Y { float y[]; };
layout(set = 0, binding = 1) readonly buffer X { float x[]; };
layout(set = 0, binding = 2) readonly buffer Places { uint places[]; };
layout(set = 0, binding = 3) readonly buffer Weights { float weights[]; };

void main() {
    uint i = gl_WorkGroupID.x * gl_WorkGroupSize.x + gl_LocalInvocationID.x;
    if (i >= p.n) return;
    uint choice = i / p.cols * p.k, c = i % p.cols;
    float sum = 0;
    for (uint s = 0; s < p.k; ++s)
        sum = fma(x[p.at[1] + places[p.at[2] + choice + s] * p.cols + c], weights[p.at[3] + choice + s], sum);
    y[p.at[0] + i] = sum;
}
