#version 450
// y = ½·x·(1 + erf(x/√2)) = x·½·erfc(−x/√2)
layout(local_size_x_id = 0) in;
layout(push_constant) uniform Push { uint at[8]; uint n; } p;
layout(set = 0, binding = 0) writeonly buffer Y { float y[]; };
layout(set = 0, binding = 1) readonly buffer X { float x[]; };

// erfc(t), t >= 0: e^(−t²) times a polynomial in u = 2 / (2 + t), fitted to 3.4e-9 relative on [0, 10].
float erfc_positive(float t) {
    float u = 2 / (2 + t);
    float r = 0.03537287190556526;
    r = fma(r, u, -0.18869175016880035);
    r = fma(r, u, 0.3753223121166229);
    r = fma(r, u, -0.28044652938842773);
    r = fma(r, u, -0.030689923092722893);
    r = fma(r, u, 0.04093313589692116);
    r = fma(r, u, 0.05253312364220619);
    r = fma(r, u, 0.18625137209892273);
    r = fma(r, u, 0.2450633943080902);
    r = fma(r, u, 0.28226399421691895);
    r = fma(r, u, 0.2820880115032196);
    return r * u * exp(-t * t);
}

void main() {
    for (uint i = gl_WorkGroupID.x * gl_WorkGroupSize.x * 4 + gl_LocalInvocationID.x, step = 0; step < 4; ++step, i += gl_WorkGroupSize.x) {
        if (i >= p.n) continue;
        float v = x[p.at[1] + i], tail = 0.5 * erfc_positive(min(abs(v) * 0.70710678118654752, 13.0));
        y[p.at[0] + i] = v * (v < 0 ? tail : 1 - tail);
    }
}
