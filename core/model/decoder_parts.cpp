#include "core/model/decoder_parts.h"

#include <cmath>
#include <numeric>
#include <vector>

namespace lectern {

Tensor embed_tokens(Backend& be, const Tensor& table, const TokenBatch& batch, const Tensor& image_rows) {
    Tensor x = be.gather_rows(table, batch.device_ids ? batch.device_ids : be.upload_ids(batch.ids));  // [rows, hidden_size]
    std::vector<int32_t> from, to;
    for (size_t r = 0; r < batch.image_row.size(); ++r) {
        if (batch.image_row[r] < 0) continue;
        from.push_back(batch.image_row[r]);
        to.push_back(static_cast<int32_t>(r));
    }
    if (!to.empty()) be.scatter_rows(x, be.gather_rows(image_rows, be.upload_ids(from)), be.upload_ids(to));
    return x;
}

Tensor upload_places(Backend& be, const TokenBatch& batch, std::span<const int32_t> positions) {
    std::vector<int32_t> places(positions.begin(), positions.end());
    if (positions.empty()) {
        places.resize(batch.slots.size());
        std::iota(places.begin(), places.end(), 0);
    }
    places.insert(places.end(), batch.slots.begin(), batch.slots.end());
    return be.upload_ids(places);
}

Tensor cached_attention(Backend& be, const Tensor& q, const Tensor& k, const Tensor& v, const CachedRows& rows,
                        const HeadShape& shape, Tensor& keys, Tensor& values) {
    const int64_t d = shape.head_dim;
    const Tensor turned = be.rope_to_cache(q, k, v, rows.rope, rows.places, d, keys, values);
    const auto scale = static_cast<float>(1 / std::sqrt(static_cast<double>(d)));
    return be.attention(turned, keys, values, rows.spans, {shape.heads, shape.kv_heads, d, scale});
}

}  // namespace lectern
