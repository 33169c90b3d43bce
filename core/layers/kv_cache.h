// KvCache: keys and values of all sequences of one loaded model, one pool per layer, cut into pages of kPageRows tokens.
#pragma once

#include <cstdint>
#include <vector>

#include "core/compute/backend.h"

namespace lectern {

struct Sequence;

class KvCache {
   public:
    struct Geometry {  // of the model it serves
        int64_t layers = 0;  // each with keys and values
        int64_t kv_dim = 0;  // kv_heads · head_dim
    };
    // Pools hold `pages` pages; BF16 when the backend computes in bf16, else F32.
    KvCache(Backend& be, Geometry geometry, int64_t pages);

    Tensor& keys(int64_t layer) { return keys_[static_cast<size_t>(layer)]; }      // [pages·32, kv_dim]
    Tensor& values(int64_t layer) { return values_[static_cast<size_t>(layer)]; }  // [pages·32, kv_dim]

    int64_t free_pages() const { return static_cast<int64_t>(free_.size()); }  // pages no sequence holds
    static int64_t pages_for(int64_t tokens) { return (tokens + kPageRows - 1) / kPageRows; }  // that hold them

    // Makes room for `tokens` keys in all; false (and nothing changed) when too few pages are free.
    bool reserve(Sequence& s, int64_t tokens);
    void truncate(Sequence& s, int64_t keys);  // forgets keys from there on, gives whole pages back
    void release(Sequence& s);                 // gives all pages back

   private:
    std::vector<Tensor> keys_, values_;
    std::vector<int32_t> free_;
};

}  // namespace lectern
