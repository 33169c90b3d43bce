// What the matrix-vector kernels share: a workgroup makes `outputs` columns of y for x_rows rows, or, with EXPERTS, for one
// place, so that only the chosen experts are read. `gated`: y = silu(w·x) ∘ (up·x), both made here. `matrices`: up to three
// products of the same rows, w, `up` and `third`, whose results lie in y one after the other. Needs
// GL_KHR_shader_subgroup_arithmetic.
#include "exp.glsl"
layout(local_size_x_id = 0) in;
layout(constant_id = 1) const uint outputs = 4;
layout(set = 0, binding = 0) writeonly buffer Y { float y[]; };
uint col0;  // of y
uint cols;  // of y, of those that this workgroup's matrix makes
uint top;   // the row of w that makes column 0
layout(constant_id = 6) const bool gated = false;
layout(set = 0, binding = 5) readonly buffer Up { WORDS up[]; };  // as w
#define UP

#if defined(EXPERTS)
layout(constant_id = 2) const bool placed = false;  // x is in the order of the places
// experts [first_expert, end_expert) are those shown of w
layout(push_constant) uniform Push { uint at[8]; uint cols; uint k; uint stride; uint stack_rows; uint experts; uint first_expert; uint end_expert; } p;
layout(set = 0, binding = 3) readonly buffer First { uint first[]; };
layout(set = 0, binding = 4) readonly buffer Rows { uint rows[]; };
const uint x_rows = 1;
const uint matrices = 1;

// The expert whose places hold `place`.
uint expert_of(uint place) {
    uint low = 0, high = p.experts - 1;
    while (low < high) {
        uint middle = (low + high) / 2;
        if (first[p.at[3] + middle + 1] > place)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}
// false: nothing to do here.
bool find_columns() {
    col0 = gl_WorkGroupID.x * outputs;
    cols = p.cols;
    uint expert = expert_of(gl_WorkGroupID.y);
    top = (expert - p.first_expert) * p.stack_rows;
    return expert >= p.first_expert && expert < p.end_expert;
}
uint x_row(uint r) { return placed ? gl_WorkGroupID.y : rows[p.at[4] + gl_WorkGroupID.y]; }
void store(uint r, uint c, float v, float up_v) { y[p.at[0] + gl_WorkGroupID.y * p.cols + c] = gated ? gated_by(v, up_v) : v; }

#else
layout(constant_id = 2) const bool has_bias = false;
layout(constant_id = 3) const uint x_rows = 1;
layout(push_constant) uniform Push { uint at[8]; uint rows; uint cols; uint k; uint stride; uint y_stride; uint first_col; uint up_cols; uint third_cols; } p;
layout(constant_id = 5) const bool has_residual = false;
layout(constant_id = 7) const bool has_up_bias = false;
layout(constant_id = 9) const uint matrices = 1;
layout(set = 0, binding = 3) readonly buffer Bias { float bias[]; };
layout(set = 0, binding = 4) readonly buffer Residual { float residual[]; };  // of the third matrix its bias
layout(set = 0, binding = 6) readonly buffer UpBias { float up_bias[]; };
layout(set = 0, binding = 7) readonly buffer Third { WORDS third[]; };
#define THIRD
uint matrix = 0;  // w, up or third
uint y_first;     // of the matrix's results

bool find_columns() {
    uint group = gl_WorkGroupID.x;
    cols = p.cols;
    top = 0;
    y_first = p.at[0];
    if (matrices > 1) {
        uint groups = (cols + outputs - 1) / outputs;
        while (group >= groups) {
            group -= groups;
            y_first += p.rows * cols;
            cols = ++matrix == 1 ? p.up_cols : p.third_cols;
            groups = (cols + outputs - 1) / outputs;
        }
    }
    col0 = group * outputs;
    return true;
}
uint x_row(uint r) { return r; }
void store(uint r, uint c, float v, float up_v) {
    if (matrices > 1) {
        if (has_bias) v += matrix == 0 ? bias[p.at[3] + c] : matrix == 1 ? up_bias[p.at[6] + c] : residual[p.at[4] + c];
        y[y_first + r * cols + c] = v;
        return;
    }
    if (has_bias) v += bias[p.at[3] + p.first_col + c];
    if (has_up_bias) up_v += up_bias[p.at[6] + p.first_col + c];
    if (gated) v = gated_by(v, up_v);
    uint at = r * p.y_stride + p.first_col + c;
    y[p.at[0] + at] = has_residual ? residual[p.at[4] + at] + v : v;
}
#endif

// Row of w of the workgroup's column o; beyond the last one that one, whose results nobody stores.
uint w_row(uint o) { return top + min(col0 + o, cols - 1); }

const uint each = outputs * x_rows;
const uint results = gated ? 2 * each : each;
shared float sums[gl_WorkGroupSize.x / 4 * results];  // subgroups are at least 4 wide
float acc[results];  // an invocation's part of row r and column o: [o · x_rows + r], those of `up` behind

// Adds up what the invocations have.
void store_sums() {
    [[unroll]] for (uint i = 0; i < results; ++i) {
        float sum = subgroupAdd(acc[i]);
        if (subgroupElect()) sums[gl_SubgroupID * results + i] = sum;
    }
    barrier();
    for (uint i = gl_LocalInvocationID.x; i < each; i += gl_WorkGroupSize.x) {
        uint c = col0 + i / x_rows;
        if (c >= cols) continue;
        float v = 0, up_v = 0;
        for (uint s = 0; s < gl_NumSubgroups; ++s) v += sums[s * results + i];
        if (gated)
            for (uint s = 0; s < gl_NumSubgroups; ++s) up_v += sums[s * results + each + i];
        store(i % x_rows, c, v, up_v);
    }
}
