// Sequence: one text being generated. TokenBatch: rows of one forward, of many sequences.
#pragma once

#include <cstdint>
#include <vector>

#include "core/compute/backend.h"

namespace lectern {

// State lives here, never in the model: which cache pages are ours, how many keys they hold, where the next token stands.
struct Sequence {
    std::vector<int32_t> pages;  // of the model's KvCache, in order; key j is row pages[j / 32] * 32 + j % 32
    int64_t keys = 0;            // keys and values already written
    int32_t position_axes = 1;   // as its prompt's
    int32_t next_position = 0;   // rope position of the next token, on every axis
};

// Rows of one forward. Row i has ids[i], or, when image_row[i] >= 0, that row of the image embeddings in its place.
struct TokenBatch {
    std::vector<int32_t> ids;           // [rows] of tokens
    Tensor device_ids;                  // I32 [rows], in place of `ids` where only the device knows them yet; else empty
    std::vector<int32_t> image_row;     // empty: no pictures; else [rows], -1 where the id counts
    int32_t position_axes = 1;          // the same for all sequences of a model
    std::vector<int32_t> positions;     // [rows][position_axes]
    std::vector<int32_t> slots;         // cache row each token's key and value go to
    Spans spans;                        // causal, paged
    std::vector<int32_t> logits_rows;   // rows whose logits are wanted, ascending

    void clear();  // no rows; keeps its storage
};

struct Prompt;

// Both add one span of rows for `s`, whose cache pages (KvCache::reserve) already have room for them, and advance s;
// `logits`: those of the last added row are wanted.
// Prompt rows [s.keys, s.keys + count): `first_image_row` is where this prompt's rows begin in the embeddings given to
// forward(). Cutting a prompt into several calls does not change results.
void append_prompt(TokenBatch& batch, Sequence& s, const Prompt& prompt, int64_t count, int32_t first_image_row, bool logits);
// One generated token, at s.next_position.
void append_token(TokenBatch& batch, Sequence& s, int32_t id, bool logits = true);

}  // namespace lectern
