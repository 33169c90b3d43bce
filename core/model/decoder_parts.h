// What the families' text decoders have in common below the block: the way in, and attention over the cached keys.
#pragma once

#include "core/compute/backend.h"
#include "core/model/sequence.h"

namespace lectern {

// Embeddings of the batch's ids [rows, hidden_size], with rows of the pictures where the batch says so.
// `table`: [vocab_size, hidden_size]; image_rows: [picture tokens, hidden_size], may be empty.
Tensor embed_tokens(Backend& be, const Tensor& table, const TokenBatch& batch, const Tensor& image_rows);

// I32 [2 · rows] on the device: a row of the angles for each row, then its slot in the cache. Without `positions` row r has
// angles of its own, the r-th ones.
Tensor upload_places(Backend& be, const TokenBatch& batch, std::span<const int32_t> positions = {});

struct HeadShape {                    // of a decoder's attention
    int64_t heads = 0, kv_heads = 0;  // of queries; of keys and values, which several queries share
    int64_t head_dim = 0;             // values of one head
};

// The batch's place in the cache, on the device.
struct CachedRows {
    const Tensor& rope;       // angles, F32 [positions, head_dim]
    const Tensor& places;     // I32 [2 · rows]: row of `rope` for each, then the slot its key and value go to
    const Spans& spans;       // which keys each row sees
};

// Turns q and k, writes k and v to their slots, then attends to all that the spans name: [rows, heads · head_dim],
// before the output projection. q: [rows, heads · head_dim]; k, v: [rows, kv_heads · head_dim]; scores are scaled by
// 1/√head_dim.
Tensor cached_attention(Backend& be, const Tensor& q, const Tensor& k, const Tensor& v, const CachedRows& rows,
                        const HeadShape& shape, Tensor& keys, Tensor& values);

}  // namespace lectern
