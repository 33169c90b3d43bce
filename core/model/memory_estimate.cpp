#include "core/model/memory_estimate.h"

#include <algorithm>
#include <cmath>

namespace lectern {

static constexpr size_t kProgram = size_t{120} << 20;  // the programs with their libraries, a tokenizer, buffers of ops
static constexpr int64_t kPromptText = 256;            // tokens beside a picture's
static constexpr int64_t kForwardRows = 8192;          // of one forward of the decoder (GenerateOptions)
static constexpr int64_t kTogether = 8192, kPiece = 5120;  // of VisionRows::rows_together and the pieces beyond
static constexpr size_t kMlpTile = size_t{128} << 20;      // of Backend::gated_mlp

static size_t floats(int64_t n) {
    return static_cast<size_t>(std::max<int64_t>(0, n)) * 4;
}

// x, queries, keys, values and what attention gives, or in pieces x, keys, values and five of a piece; then x with its
// two neighbours and the tile of an MLP. Keys and values of one head are packed besides.
static size_t tower_bytes(const ModelSizes& s, int64_t rows) {
    const bool pieces = s.vision_in_pieces && rows > kTogether;
    const int64_t attention = pieces ? 3 * rows + 5 * kPiece : 5 * rows;
    const int64_t mlp = pieces ? rows + 2 * kPiece : 3 * rows;
    const size_t tile = std::min(kMlpTile, floats(3 * rows * s.vision_middle));
    const size_t head = floats(rows * s.vision_width / std::max<int64_t>(1, s.vision_heads));
    return std::max(floats(attention * s.vision_width) + head, floats(mlp * s.vision_width) + tile);
}

static size_t decoder_bytes(const ModelSizes& s, int64_t rows, int64_t tokens) {
    const size_t picture_rows = floats(tokens * s.hidden);
    const size_t attention = floats(rows * (2 * s.hidden + 2 * s.q_dim + 2 * s.kv_dim));
    const size_t mlp = floats(3 * rows * s.hidden) + std::min(kMlpTile, floats(3 * rows * s.middle));
    return picture_rows + std::max({attention, mlp, floats(s.vocabulary)});
}

size_t kv_bytes_per_token(const ModelSizes& s, Compute compute) {
    return static_cast<size_t>(s.layers * 2 * s.kv_dim) * (compute == Compute::bf16 ? 2 : 4);
}

MemoryEstimate estimate_memory(const ModelSizes& s, const PageLoad& page) {
    MemoryEstimate e;
    const PictureLoad picture = s.picture ? s.picture(page.pixels) : PictureLoad{};
    e.tokens = picture.tokens + kPromptText;
    e.program = kProgram;
    e.weights = s.weight_bytes + (page.tables ? s.table_bytes : 0);
    // Drawn with 4 bytes a pixel, kept with 3 while a copy is scaled; patches here and on the device.
    e.pictures =
        static_cast<size_t>(page.pixels.width * page.pixels.height) * 10 + 2 * floats(picture.patches * s.patch_values);
    e.vision = tower_bytes(s, picture.patches);
    e.text = decoder_bytes(s, std::min(e.tokens, kForwardRows), picture.tokens);
    int64_t keys = e.tokens + page.answer;
    if (s.context > 0) keys = std::min(keys, s.context);
    e.keys_and_values = kv_bytes_per_token(s, page.compute) * static_cast<size_t>(keys);
    return e;
}

PixelSize letter_page(double dpi) {
    return {std::llround(11 * dpi), std::llround(8.5 * dpi)};
}

}  // namespace lectern
