#include "core/model/deepseek_ocr/ngram_rule.h"

#include <algorithm>
#include <cmath>

namespace lectern::deepseek_ocr {

NgramRule::NgramRule(int64_t n, int64_t window, std::vector<int32_t> passed)
    : n_(n), window_(window), passed_(std::move(passed)) {}

// With the last n − 1 tokens as prefix, whatever followed the same n − 1 within the window is banned. A run that starts
// at the window's edge still counts, one that starts before it does not.
void NgramRule::add(int32_t id) {
    said_.push_back(id);
    const auto most = static_cast<size_t>(std::max(window_, n_));
    if (said_.size() > most) said_.erase(said_.begin());
    banned_.clear();
    const auto length = static_cast<int64_t>(said_.size());
    if (length < n_) return;
    const int32_t* prefix = said_.data() + length - (n_ - 1);
    for (int64_t s = std::max<int64_t>(0, length - window_); s <= length - n_; ++s) {
        if (!std::equal(prefix, prefix + n_ - 1, said_.data() + s)) continue;
        const int32_t next = said_[static_cast<size_t>(s + n_ - 1)];
        if (std::find(passed_.begin(), passed_.end(), next) == passed_.end()) banned_.push_back(next);
    }
    std::sort(banned_.begin(), banned_.end());
    banned_.erase(std::unique(banned_.begin(), banned_.end()), banned_.end());
}

void NgramRule::lower(std::span<const int32_t> ids, std::span<float> scores) const {
    for (size_t i = 0; i < ids.size(); ++i)
        if (std::binary_search(banned_.begin(), banned_.end(), ids[i])) scores[i] = -HUGE_VALF;
}

}  // namespace lectern::deepseek_ocr
