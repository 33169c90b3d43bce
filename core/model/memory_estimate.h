// How much memory reading takes: one estimate for `models show`, the choice of a device and the check before any
// compute.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "core/compute/backend.h"
#include "core/image/patches.h"

namespace lectern {

// What a picture is to the model.
struct PictureLoad {
    int64_t patches = 0;  // that go through the vision tower together
    int64_t tokens = 0;   // that the picture takes in a prompt
};

// What the estimate counts with. Families fill it when they open a folder.
struct ModelSizes {
    // In the device's memory, quantised as was asked for; embeddings that a CPU leaves in their file apart.
    size_t weight_bytes = 0, table_bytes = 0;
    int64_t patch_values = 0;                     // values of a patch
    int64_t vision_width = 0, vision_middle = 0;  // of a row, and between the two products of an MLP
    int64_t vision_heads = 1;
    bool vision_in_pieces = false;   // long pictures go through in pieces (vision_block.h)
    int64_t layers = 0, kv_dim = 0;  // of keys and values
    int64_t hidden = 0, middle = 0, q_dim = 0, vocabulary = 0, context = 0;
    std::function<PictureLoad(PixelSize)> picture = {};  // of a page of so many pixels
};

// Bytes at the moment each part needs most. `pictures`: pixels and patches in host memory.
struct MemoryEstimate {
    size_t program = 0, weights = 0, pictures = 0, vision = 0, keys_and_values = 0, text = 0;
    int64_t tokens = 0;  // of the prompt
    // Tower and decoder take turns.
    size_t total() const { return program + weights + pictures + keys_and_values + (vision > text ? vision : text); }
};

size_t kv_bytes_per_token(const ModelSizes& sizes, Compute compute = Compute::bf16);

// A page of so many pixels, read in one request with an answer of at most so many tokens. `tables`: embeddings count as
// weights (a GPU holds all of them).
struct PageLoad {
    PixelSize pixels;
    int64_t answer = 16'384;
    Compute compute = Compute::bf16;
    bool tables = false;
};
MemoryEstimate estimate_memory(const ModelSizes& sizes, const PageLoad& page);

// A letter page at so many dots per inch.
PixelSize letter_page(double dpi);

}  // namespace lectern
