// The published rule against repetition: a run of n tokens that was said within the last W is not said again.
#pragma once

#include <vector>

#include "core/model/token_rule.h"

namespace lectern::deepseek_ocr {

class NgramRule final : public TokenRule {
 public:
    // `passed`: ids that are never banned (cells of empty table rows repeat rightly).
    NgramRule(int64_t n, int64_t window, std::vector<int32_t> passed);

    void add(int32_t id) override;
    bool active() const override { return !banned_.empty(); }
    void lower(std::span<const int32_t> ids, std::span<float> scores) const override;
    const std::vector<int32_t>& banned() const { return banned_; }  // ascending

 private:
    int64_t n_, window_;
    std::vector<int32_t> passed_;
    std::vector<int32_t> said_;    // the last `window` tokens, oldest first
    std::vector<int32_t> banned_;  // as next token
};

}  // namespace lectern::deepseek_ocr
