// What the matrix-matrix kernels share: a workgroup makes a tile of y, tile_rows × tile_cols. With EXPERTS the rows are
// places of one expert: the workgroups along y are handed to the experts in order, as many as each one's places fill;
// those left over return.
layout(local_size_x_id = 0) in;  // (tile_rows / thread_rows) · (tile_cols / thread_cols)
#if defined(FRAGMENTS)
const uint tile_rows = 64, tile_cols = 64;
#else
layout(constant_id = 1) const uint tile_rows = 64;
layout(constant_id = 2) const uint tile_cols = 64;
layout(constant_id = 3) const uint thread_rows = 4;
layout(constant_id = 4) const uint thread_cols = 4;
const uint across = tile_cols / thread_cols, down = tile_rows / thread_rows;
#endif
layout(set = 0, binding = 0) writeonly buffer Y { float y[]; };
uint row0, row_end, col0;  // of y
uint top;                  // the row of w that makes column 0

#if defined(EXPERTS)
layout(constant_id = 5) const bool placed = false;  // x is in the order of the places
// experts [first_expert, end_expert) are those shown of w
layout(push_constant) uniform Push { uint at[8]; uint cols; uint k; uint stride; uint stack_rows; uint experts; uint first_expert; uint end_expert; } p;
layout(set = 0, binding = 3) readonly buffer First { uint first[]; };
layout(set = 0, binding = 4) readonly buffer Rows { uint rows[]; };

// false: nothing to do here.
bool find_tile() {
    uint tile = gl_WorkGroupID.y;
    col0 = gl_WorkGroupID.x * tile_cols;
    for (uint expert = 0; expert < p.experts; ++expert) {
        row0 = first[p.at[3] + expert];
        row_end = first[p.at[3] + expert + 1];
        uint tiles = (row_end - row0 + tile_rows - 1) / tile_rows;
        if (tile < tiles) {
            row0 += tile * tile_rows;
            top = (expert - p.first_expert) * p.stack_rows;
            return expert >= p.first_expert && expert < p.end_expert;
        }
        tile -= tiles;
    }
    return false;
}
uint x_row(uint r) { return placed ? r : rows[p.at[4] + r]; }
void store(uint r, uint c, float v) { y[p.at[0] + r * p.cols + c] = v; }

#else
layout(constant_id = 5) const bool has_bias = false;
layout(push_constant) uniform Push { uint at[8]; uint rows; uint cols; uint k; uint stride; uint y_stride; uint first_col; } p;
layout(constant_id = 8) const bool has_residual = false;
layout(set = 0, binding = 3) readonly buffer Bias { float bias[]; };
layout(set = 0, binding = 4) readonly buffer Residual { float residual[]; };

bool find_tile() {
    col0 = gl_WorkGroupID.x * tile_cols;
    row0 = gl_WorkGroupID.y * tile_rows;
    row_end = p.rows;
    top = 0;
    return true;
}
uint x_row(uint r) { return r; }
void store(uint r, uint c, float v) {
    if (has_bias) v += bias[p.at[3] + p.first_col + c];
    uint at = r * p.y_stride + p.first_col + c;
    y[p.at[0] + at] = has_residual ? residual[p.at[4] + at] + v : v;
}
#endif

#if !defined(FRAGMENTS)
// What an invocation makes: rows row0 + tr + i · down, columns col0 + tc + j · across.
const uint results = thread_rows * thread_cols;
float acc[results];

void store_tile() {
    uint tc = gl_LocalInvocationID.x % across, tr = gl_LocalInvocationID.x / across;
    [[unroll]] for (uint i = 0; i < thread_rows; ++i)
        [[unroll]] for (uint j = 0; j < thread_cols; ++j) {
            uint r = row0 + tr + i * down, c = col0 + tc + j * across;
            if (r < row_end && c < p.cols) store(r, c, acc[i * thread_cols + j]);
        }
}
#endif
