// The inner loops, one table per instruction set. The files of this folder are compiled once per level with that
// level's compiler flags, in the namespace LECTERN_LEVEL; they use nothing from the C++ library, so that no inline
// function shared with the rest of the program is ever built with instructions the machine may lack.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/compute/dtype.h"

namespace lectern {

// Packed matmul weights. Rows of w lie in panels of kPanel; a panel holds, for k = 0, 1, …, the kPanel values of
// w[n, k] side by side (F32, F16). BF16 goes by pairs of k: w[n, k] and w[n, k+1] adjacent for each n, K padded with
// zeros to a multiple of kBf16Block, which is what the dot-product instructions read. Missing rows are zero.
constexpr int64_t kPanel = 16;
constexpr int64_t kBf16Block = 32;
constexpr int64_t padded_k(DType dtype, int64_t k) {
    return dtype == DType::BF16 ? (k + kBf16Block - 1) / kBf16Block * kBf16Block : k;
}

// The AMX level goes through long k in blocks, which keeps the weights of many panels in the cache at a time.
constexpr int64_t amx_k_block(int64_t k) { return k > 2048 ? 1024 : k; }

// y[r, n] = Σ x[r, k]·w[n, k] + bias[n] for the rows [row0, row1) and the panels [panel0, panel1).
struct MatmulBlock {
    const void* x = nullptr;  // of row0. F32; for matmul_bf16 BF16 bits, zero-padded to padded_k
    int64_t x_stride = 0;     // elements between rows
    const std::byte* w = nullptr;
    DType w_dtype = DType::F32;
    const float* bias = nullptr;  // may be nullptr
    float* y = nullptr;           // row stride n
    int64_t k = 0, n = 0;
    int64_t row0 = 0, row1 = 0, panel0 = 0, panel1 = 0;
};

// Packed quantised weights. Rows of w lie in panels of kQuantPanel; a panel holds its groups of 64 k one after another,
// each: the codes, then the 32 F16 scales. Codes stand as the integer dot products read them: for k = 0, 4, 8, … the codes
// k … k+3 of every row side by side (Q8: 16 times 128 signed bytes; Q4: 8 times 128 bytes, k = 8i … 8i+3 in the low halves
// and 8i+4 … 8i+7 in the high ones, as code + 8). What is missing at the end of n or k is zero.
constexpr int64_t kQuantPanel = 32;
constexpr int64_t kQuantLine = kQuantPanel * 4;
constexpr int64_t quant_code_bytes(DType t) { return (t == DType::Q4 ? 8 : 16) * kQuantLine; }  // of a panel's group
constexpr int64_t quant_group_bytes(DType t) { return quant_code_bytes(t) + kQuantPanel * 2; }

// Rows of x quantised in the same groups: x ≈ scale · (255·high + low), digits −127 … 127. Q4 weights take `high` alone.
struct QuantRows {
    int8_t *high = nullptr, *low = nullptr;  // [rows][groups · 64], low is nullptr with one digit
    float* scale = nullptr;                  // [rows][groups], of the last digit
    int32_t* shift = nullptr;                // [rows][groups]: −offset · Σ(255·high + low), for kernels whose codes are code + offset
};
constexpr int quant_digits(DType t) { return t == DType::Q4 ? 1 : 2; }
constexpr int32_t quant_offset(DType t) { return t == DType::Q4 ? 8 : 128; }

// Products of groups are exact integers, and y = bias + … is summed over groups in one chain per result,
//   y ← fma(float(Σ x·w) · x scale, w scale, y),
// so a row is the same in every tile shape, and whichever instructions multiplied.
struct QuantBlock {
    QuantRows x;             // of row0
    const float* values = nullptr;  // F32 rows of row0, stride k: for matmul_dequantised
    const std::byte* w = nullptr;
    DType w_dtype = DType::Q8;
    const float* bias = nullptr;  // may be nullptr
    float* y = nullptr;
    int64_t y_stride = 0;          // elements between rows
    std::byte* scratch = nullptr;  // quant_scratch_bytes, 64-byte aligned, this thread's
    int64_t k = 0, n = 0;
    int64_t row0 = 0, row1 = 0, panel0 = 0, panel1 = 0;
};
constexpr int64_t quant_scratch_bytes(int64_t k) { return (k + 63) / 64 * 2048; }  // one panel's codes as bytes

// Products of many rows at the AMX level. Rows of x lie in groups of kTileGroup, rounded to BF16: for each 32 values of k
// a tile of 16 rows × 64 bytes, K padded with zeros, missing rows zero.
constexpr int64_t kTileGroup = 16;
constexpr int64_t packed_tiles_bytes(int64_t rows, int64_t k) {
    return (rows + kTileGroup - 1) / kTileGroup * kTileGroup * padded_k(DType::BF16, k) * 2;
}
constexpr int64_t kProductPanels = 16;  // most panels of a block, of w and w2 together
constexpr int64_t kProductStrip = 32 * kProductPanels * kPanel;  // sums of 32 rows
constexpr int64_t product_ranges(int64_t k) {  // parts of long k
    const int64_t steps = padded_k(DType::BF16, k) / kBf16Block;
    return steps <= 78 ? 1 : (steps + 47) / 48;
}
struct TileProduct {
    const std::byte* x = nullptr;                            // packed rows, 64-byte aligned
    const std::byte *w = nullptr, *w2 = nullptr;             // packed weights; both: y = silu(x·wᵀ) ∘ (x·w2ᵀ)
    const float *bias = nullptr, *bias2 = nullptr;           // may be nullptr
    int64_t k = 0, n = 0;
    int64_t row0 = 0, row1 = 0, panel0 = 0, panel1 = 0;      // of the block; row0 a multiple of 32, panel0 even
    float* sums = nullptr;                                   // kProductStrip of them; for each 32 rows with long k
    float* y = nullptr;                                      // row stride n
    const float* residual = nullptr;                         // laid out as y, added last; may be nullptr
    std::byte* packed_y = nullptr;                           // instead of y with w2: rows packed as x
    bool stream = false;                                     // y is too large for the caches
};

// A few query rows of one key/value head against the keys of their span. Keys are visited in blocks of kKeyBlock that
// start at key 0, each query by itself, so a query's sums do not depend on which others share the call.
constexpr int64_t kKeyBlock = 32;
constexpr int64_t kMostHeadDim = 256;
constexpr int64_t kQueryTile = 32;
struct AttentionTile {
    int64_t queries = 0;                  // <= kQueryTile
    const float* q[kQueryTile] = {};      // head_dim values each
    float* y[kQueryTile] = {};
    int64_t visible[kQueryTile] = {};     // keys [0, visible) are seen
    const std::byte* k = nullptr;         // of this key/value head, F32 or BF16
    const std::byte* v = nullptr;
    DType kv_dtype = DType::F32;
    int64_t kv_stride = 0;                // elements between rows
    const int32_t* pages = nullptr;       // row of key j: pages[j / 32] * 32 + j % 32, or first_key + j without pages
    int64_t first_key = 0;
    int64_t head_dim = 0;
    float scale = 0;
    // Key j's score of query i gets bias_rows[i][j / bias_width] + bias_columns[i][j % bias_width]; 0: none.
    int64_t bias_width = 0;
    const float* bias_rows[kQueryTile] = {};
    const float* bias_columns[kQueryTile] = {};
};

// Tiles of queries that share a block of keys and values while it is in the second cache (512 queries), the next being
// fetched: from further away blocks come at a quarter of the rate at which 32 queries would use them up.
constexpr int64_t kTilesTogether = 16;

// One head of one span, every query seeing every key, in BF16 products: keys and values are packed in blocks of
// kDenseBlock first (by whoever, in any order), then rows attend.
constexpr int64_t kDenseBlock = 256;
constexpr int64_t kMostDenseHeadDim = 128;
// A bias of grid rows and columns becomes part of the products: a key is followed by ones at its row and column, a
// query by the bias of every row and column, divided by the scale.
constexpr int64_t kMostDenseKeyDim = 256;
struct DenseAttention {
    const float *q = nullptr, *k = nullptr, *v = nullptr;  // first row of the span, this head
    float* y = nullptr;                                    // likewise, stride as q
    int64_t q_stride = 0, kv_stride = 0;                   // elements between rows
    int64_t keys = 0, head_dim = 0;
    float scale = 0;
    std::byte* packed = nullptr;  // dense_packed_bytes(keys, head_dim, key_dim()), 64-byte aligned
    int64_t bias_height = 0, bias_width = 0;               // 0: no bias; else rows and keys are a grid
    const float *bias_rows = nullptr, *bias_columns = nullptr;  // of the first row, this head: backend.h's rows, columns
    int64_t bias_rows_stride = 0, bias_columns_stride = 0;
    int64_t key_dim() const { return head_dim + bias_height + bias_width; }
};
constexpr int64_t dense_blocks(int64_t keys) { return (keys + kDenseBlock - 1) / kDenseBlock; }
constexpr int64_t dense_packed_bytes(int64_t keys, int64_t head_dim, int64_t key_dim) {
    return dense_blocks(keys) * kDenseBlock * ((head_dim + 31) / 32 * 32 + (key_dim + 31) / 32 * 32) * 2;
}

// One key/value head's BF16 keys, in BF16 products: `keys` of them are packed in blocks of kDenseBlock, then up to
// kTilesTogether tiles attend to the same packed blocks.
constexpr int64_t cached_block_bytes(int64_t head_dim) { return kDenseBlock * ((head_dim + 31) / 32 * 32) * 4; }
struct CachedAttention {
    const AttentionTile* tiles = nullptr;  // the first names the keys of all
    int64_t count = 0, keys = 0;
    std::byte* packed = nullptr;  // 64-byte aligned: all blocks, or room for one when the call shall pack as it goes
    bool pack = false;
};

struct Kernels {
    void (*matmul)(const MatmulBlock&);       // every product and sum in F32
    void (*matmul_bf16)(const MatmulBlock&);  // BF16 dot products; nullptr where the level has none
    void (*matmul_quant)(const QuantBlock&);        // integer products within groups
    void (*matmul_dequantised)(const QuantBlock&);  // every product and sum in F32 on code · scale
    // One row of x: `digits` 1 or 2, `offset` of the weights.
    void (*quantise_x)(const float* x, int64_t k, int digits, int32_t offset, const QuantRows& to);
    // One row of weights, F32 [k], as files hold them; scales F16 [groups].
    void (*quantise_w)(const float* w, int64_t k, DType to, uint8_t* codes, uint16_t* scales);
    void (*pack_tiles)(const float* x, int64_t rows, int64_t k, std::byte* to);  // one group; nullptr as tile_product
    void (*tile_product)(const TileProduct&);  // nullptr where the level has no tiles
    void (*round_bf16)(const float* x, uint16_t* y, int64_t n);
    void (*round_bf16_f32)(const float* x, float* y, int64_t n);  // rounded, but kept as F32
    void (*add)(const float* a, const float* b, float* y, int64_t n);
    void (*rms_norm)(const float* x, const float* w, float* y, int64_t rows, int64_t cols, float eps);
    void (*layer_norm)(const float* x, const float* w, const float* b, float* y, int64_t rows, int64_t cols, float eps);
    // heads of one row; cos and sin have head_dim / 2 values
    void (*rope)(const float* x, const float* cos, const float* sin, float* y, int64_t heads, int64_t head_dim);
    void (*swiglu)(const float* gate, const float* up, float* y, int64_t n);
    void (*gelu)(const float* x, float* y, int64_t n);
    void (*quick_gelu)(const float* x, float* y, int64_t n);
    void (*widen)(const void* x, DType dtype, float* y, int64_t n);
    void (*narrow)(const float* x, DType dtype, void* y, int64_t n);
    void (*attention)(const AttentionTile&);
    void (*dense_pack)(const DenseAttention&, int64_t block0, int64_t block1);  // nullptr where the level has none
    void (*dense_attend)(const DenseAttention&, int64_t row0, int64_t row1);
    void (*cached_pack)(const CachedAttention&, int64_t block);  // nullptr where the level has none
    void (*cached_attend)(const CachedAttention&);
    // y[c] = Σ_i weights[i]·x[places[i]·cols + c], i rising
    void (*combine)(const float* x, const int32_t* places, const float* weights, int64_t k, float* y, int64_t cols);
    // the k best of one row and its log-sum-exp
    void (*top_tokens)(const float* x, int64_t n, int64_t k, int32_t* ids, float* values, float* log_sum_exp);
};

const Kernels& scalar_kernels();
#if defined(LECTERN_X86)
const Kernels& avx2_kernels();
const Kernels& avx512_kernels();
const Kernels& avx512_bf16_kernels();
const Kernels& amx_kernels();
#endif

}  // namespace lectern
