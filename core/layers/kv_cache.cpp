#include "core/layers/kv_cache.h"

#include <cassert>

#include "core/model/sequence.h"

namespace lectern {

KvCache::KvCache(Backend& be, Geometry geometry, int64_t pages) {
    const DType dtype = be.compute() == Compute::bf16 ? DType::BF16 : DType::F32;
    const Shape pool{pages * kPageRows, geometry.kv_dim};
    for (int64_t layer = 0; layer < geometry.layers; ++layer) {
        keys_.push_back(be.allocate(dtype, pool));
        values_.push_back(be.allocate(dtype, pool));
    }
    free_.reserve(static_cast<size_t>(pages));
    for (int64_t page = pages - 1; page >= 0; --page) free_.push_back(static_cast<int32_t>(page));  // lowest given first
}

bool KvCache::reserve(Sequence& s, int64_t tokens) {
    const int64_t missing = pages_for(tokens) - static_cast<int64_t>(s.pages.size());
    if (missing > free_pages()) return false;
    for (int64_t i = 0; i < missing; ++i) {
        s.pages.push_back(free_.back());
        free_.pop_back();
    }
    return true;
}

void KvCache::truncate(Sequence& s, int64_t keys) {
    assert(keys >= 0 && keys <= s.keys);
    const auto kept = static_cast<size_t>(pages_for(keys));
    while (s.pages.size() > kept) {
        free_.push_back(s.pages.back());
        s.pages.pop_back();
    }
    s.keys = keys;
}

void KvCache::release(Sequence& s) {
    truncate(s, 0);
}

}  // namespace lectern
