// Backend: one device. Every op with its formula, once; CPU and GPU implement the same list.
//
// Conventions of all ops
//   * Tensors are contiguous and row-major; "rows" is the first dimension. Activations are F32 unless said otherwise.
//   * An op returns a new tensor; scatter_rows is the only one that changes an argument.
//   * Shapes are a broken invariant when wrong (assert); memory and device trouble throws lectern::Error.
//   * A row's result depends neither on the rows beside it nor on the number of threads.
//   * Ops may return before the work is done (GPU); only read() waits. Host data given to upload() is copied at once.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/compute/quant.h"
#include "core/compute/row_source.h"
#include "core/compute/tensor.h"

namespace lectern {

// Arithmetic of matrix products. `bf16`: BF16 weights are multiplied with activations rounded to BF16, sums in F32;
// F32 and F16 weights are always multiplied in F32. `f32`: every product and sum is F32 on the weights as they are.
// Quantised weights: with `f32` as if widened to F32 (exact); with `bf16` x is quantised too, in groups of 64 of its own,
// to 8 bits for Q4 and to 16 bits for Q8, products are summed exactly as integers within a group, groups in F32, in order.
enum class Compute { bf16, f32 };

// Rows that attend together. Query rows [first_row, first_row + rows) of q see keys 0 … keys-1 of their span.
// Key j lies in row  first_key + j  of k and v, or, when page_offset >= 0 (a paged cache), in row
// pages[page_offset + j / kPageRows] * kPageRows + j % kPageRows  of the pool.
// causal: query row r sees keys 0 … keys - rows + r; otherwise all of them. The first `prefix` keys are always seen.
struct Span {
    int32_t first_row = 0;  // of q
    int32_t rows = 0;  // of q, one for each query
    int32_t first_key = 0;  // of k and v; with pages the position of the first one in the sequence
    int32_t keys = 0;  // that the last row may see
    int32_t page_offset = -1;  // into Spans::pages; -1: keys lie in a row
    int32_t prefix = 0;  // keys that every row sees, before the causal part
};
constexpr int64_t kPageRows = 32;  // keys of one page of a cache

struct Spans {  // which rows of a batch attend to which keys
    std::vector<Span> spans;  // do not overlap in rows
    std::vector<int32_t> pages;  // page numbers of all spans, one after another
    bool causal = false;  // a row sees the keys up to its own place only
};

struct AttentionShape {  // heads of an attention; query heads share key heads in equal groups
    int64_t heads = 0;  // of q
    int64_t kv_heads = 0;  // query head h uses key/value head h / (heads / kv_heads)
    int64_t head_dim = 0;  // values of one head
    float scale = 0;  // scores are multiplied by it before softmax, usually 1/√head_dim
};

// Added to the scores of spans that are grids of height × width rows, row-major, with as many keys (SAM's decomposed
// relative positions). Row (y, x) of a span and its key (y', x') get, r being the row's place in q,
//   rows[r, head, y' − y + height − 1] + columns[r, head, x' − x + width − 1].
struct AttentionBias {
    Tensor rows;     // F32, R · heads · (2·height − 1) values
    Tensor columns;  // F32, R · heads · (2·width − 1) values
    int64_t height = 0, width = 0;  // of the grid the bias belongs to, in keys
};

// Which experts serve which rows (mixture of experts). Every row has k choices; the places are all choices sorted by
// expert, those of one expert by row.
struct Routing {
    Tensor ids;      // I32 [R, k]: experts by falling weight
    Tensor weights;  // F32 [R, k]
    Tensor first;    // I32 [experts + 1]: expert e has the places [first[e], first[e + 1])
    Tensor rows;     // I32 [R·k]: the row of each place
    Tensor places;   // I32 [R, k]: the place of each choice
    int64_t experts() const { return first.rows() - 1; }  // how many there are
};
// Rows of one expert's matrix in a stack that pack_weight got as [experts · expert_rows(n), K].
constexpr int64_t expert_rows(int64_t n) { return (n + 31) / 32 * 32; }

// The k best tokens of each row, best first (ties: the lower id), and the log of Σ exp(logit) of the row:
// log-probability of ids[r][i] is values[r][i] - log_sum_exp[r].
struct TopTokens {
    Tensor ids;          // I32 [rows, k]
    Tensor values;       // F32 [rows, k], raw logits
    Tensor log_sum_exp;  // F32 [rows]
};

// One of several products of the same rows.
struct Product {
    Tensor w, bias = {};  // packed [N, K]; F32 [N], or empty
};

// A gated MLP's weights, packed, and its biases (F32, or empty).
struct GatedMlp {
    Tensor gate, up, down;  // [middle, in] twice, [out, middle]
    Tensor gate_bias = {}, up_bias = {}, down_bias = {};  // [middle] twice, [out]
};

// Values of some tensors on their way to the host. wait() is for them alone: what was begun after them may still run.
class Fetch {
   public:
    virtual ~Fetch() = default;
    virtual void wait() = 0;  // until they are there
    // Of the i-th tensor, once they are there.
    virtual std::span<const std::byte> bytes(size_t i) const = 0;
    std::vector<float> floats(size_t i) const;  // of an F32 tensor
    std::vector<int32_t> ids(size_t i) const;   // of an I32 tensor
};

class Backend {
   public:
    virtual ~Backend() = default;

    virtual std::string name() const = 0;  // "cpu (AVX-512 BF16, 2 threads)"
    virtual Compute compute() const = 0;  // what products and sums are made in

    // Work begun while `stop` is requested ends with Error{Fault::cancelled}; seen inside long ops too.
    virtual void set_stop(std::stop_token stop) = 0;

    // Whether ops return before they are done: then the host may ask for a step before it has seen what the last one gave.
    virtual bool runs_behind() const { return false; }

    // -- storage
    virtual Tensor allocate(DType dtype, Shape shape) = 0;  // uninitialised
    virtual Tensor upload(const HostTensor& values) = 0;    // same dtype and shape
    virtual Tensor upload_f32(const HostTensor& values) = 0;  // widened to F32 (norm weights, biases)
    virtual Tensor pack_weight(const HostTensor& w) = 0;    // [N, K] (or [N, …], flattened) for matmul; keeps the dtype
    // A table for gather_rows alone. Where rows can be fetched one by one only those in use are read; else all of them now.
    virtual Tensor upload_table(std::shared_ptr<const RowSource> rows);
    virtual Tensor pack_quantised(const QuantisedTensor& w) = 0;  // likewise, quantised beforehand (quant.h)
    virtual void read(const Tensor& x, std::span<std::byte> out) = 0;  // waits; out.size() == x.bytes()
    // Begins to read several at once. Where ops are done when they return, so is this.
    virtual std::unique_ptr<Fetch> fetch(std::span<const Tensor> tensors);

    // -- ops
    // y[m, n] = Σ_k x[m, k]·w[n, k] + bias[n].   x F32 [M, K], w packed [N, K], bias F32 [N] or empty → F32 [M, N]
    virtual Tensor matmul(const Tensor& x, const Tensor& w, const Tensor& bias = {}) = 0;
    // y = a + b, same shape.
    virtual Tensor add(const Tensor& a, const Tensor& b) = 0;
    // y[r, c] = x[r, c] / √(mean_c x² + eps) · w[c].   w F32 [C]
    virtual Tensor rms_norm(const Tensor& x, const Tensor& w, float eps) = 0;
    // y[r, c] = (x[r, c] − mean) / √(var + eps) · w[c] + b[c], biased variance, two passes.   w, b F32 [C]
    virtual Tensor layer_norm(const Tensor& x, const Tensor& w, const Tensor& b, float eps) = 0;
    // Rotate-half rotary embedding of every head of x [R, heads·head_dim]; d = head_dim, angles row p = positions[r]:
    //   y_m       = x_m·cos_m − x_{m+d/2}·sin_m,   y_{m+d/2} = x_{m+d/2}·cos_m + x_m·sin_m,   m < d/2
    // table F32 [P, d]: first d/2 values are cos, the rest sin. positions I32 [R].
    virtual Tensor rope(const Tensor& x, const Tensor& table, const Tensor& positions, int64_t head_dim) = 0;
    // y = silu(gate) ∘ up, silu(z) = z / (1 + e^−z).  same shapes
    virtual Tensor swiglu(const Tensor& gate, const Tensor& up) = 0;
    // y = ½·x·(1 + erf(x/√2)).
    virtual Tensor gelu(const Tensor& x) = 0;
    // y = x·σ(1.702·x).
    virtual Tensor quick_gelu(const Tensor& x) = 0;
    // y[r] = x[index[r]], widened to F32.   x any float dtype [N, C], index I32 [R] → F32 [R, C]
    virtual Tensor gather_rows(const Tensor& x, const Tensor& index) = 0;
    // x[index[r]] = rows[r], narrowed to x's dtype, in place.   x [N, C], rows F32 [R, C], index I32 [R], no duplicates
    virtual void scatter_rows(Tensor& x, const Tensor& rows, const Tensor& index) = 0;
    // Columns [first, first + count) of every row: y [R, count], of x's dtype, which may be any.
    virtual Tensor slice_cols(const Tensor& x, int64_t first, int64_t count) = 0;
    // softmax(scale·q·kᵀ)·v per head and span; scores are never materialised (online softmax, F32).
    // bias: added to the scores before softmax; spans then are neither causal nor paged.
    // q F32 [R, heads·d]; k, v [keys or pool rows, kv_heads·d], F32 or BF16 → F32 [R, heads·d]. Rows in no span are 0.
    virtual Tensor attention(const Tensor& q, const Tensor& k, const Tensor& v, const Spans& spans,
                             const AttentionShape& shape, const AttentionBias* bias = nullptr) = 0;
    // logits F32 [R, V], 1 <= k <= 64.
    virtual TopTokens top_tokens(const Tensor& logits, int64_t k) = 0;
    // weights = the k largest of softmax(logits[r]), ids their experts (ties: the lower one).
    // logits F32 [R, experts], 1 <= k <= 16, k <= experts <= 1024
    virtual Routing route(const Tensor& logits, int64_t k) = 0;
    // y[p] = W_e·x[rows[p]], or W_e·x[p] when x is already in the order of the places (`placed`), for every place p of
    // every expert e.   w: stack of experts · expert_rows(n) packed rows → F32 [R·k, n]
    virtual Tensor expert_matmul(const Tensor& x, const Tensor& w, int64_t n, const Routing& routing, bool placed) = 0;
    // y[r] = Σ_c weights[r, c]·x[places[r, c]], c rising.   x F32 [R·k, C] → F32 [R, C]
    virtual Tensor combine_experts(const Tensor& x, const Routing& routing) = 0;

    // -- fused: the same bits as the ops they are made of, which is what they do where a backend has nothing better
    // residual + matmul(x, w, bias).   residual F32 [M, N]
    virtual Tensor matmul_add(const Tensor& x, const Tensor& w, const Tensor& bias, const Tensor& residual);
    // matmul(x, w, bias) of each.
    virtual std::vector<Tensor> matmul_each(const Tensor& x, std::span<const Product> products);
    // matmul(swiglu(matmul(x, gate), matmul(x, up)), down), each with its bias; residual added last when there is one.
    // Long inputs go through in tiles of rows, so that the wide middle needs little memory.
    virtual Tensor gated_mlp(const Tensor& x, const GatedMlp& mlp, const Tensor& residual = {});
    // swiglu(expert_matmul(x, gate, n, routing, false), expert_matmul(x, up, n, routing, false)).
    virtual Tensor expert_gated(const Tensor& x, const Tensor& gate, const Tensor& up, int64_t n, const Routing& routing);
    // A decoder's new rows on their way into its cache: keys[slot] = rope(k) and values[slot] = v, narrowed, in place;
    // returns rope(q).   q F32 [R, heads·d], k, v F32 [R, kv_heads·d]; keys, values [pool rows, kv_heads·d], F32 or BF16
    // places I32 [2·R]: each row's row of `table`, then each row's slot; no slot twice
    virtual Tensor rope_to_cache(const Tensor& q, const Tensor& k, const Tensor& v, const Tensor& table,
                                 const Tensor& places, int64_t head_dim, Tensor& keys, Tensor& values);

    // -- convenience over upload(), read() and pack_quantised()
    Tensor pack_weight_as(const HostTensor& w, Quant quant);            // quantised first unless `quant` is none
    Tensor upload_ids(std::span<const int32_t> ids);                    // I32 [n]
    Tensor upload_floats(std::span<const float> values, Shape shape);   // F32
    std::vector<float> read_floats(const Tensor& x);                    // x F32
    std::vector<int32_t> read_ids(const Tensor& x);                     // x I32
};

}  // namespace lectern
