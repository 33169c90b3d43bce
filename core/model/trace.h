// trace: every named step of one prefill and the greedy tokens after it, for comparison with a reference (DESIGN §3).
#pragma once

#include <functional>
#include <span>
#include <string>

#include "core/model/model.h"

namespace lectern {

// Called once for each tensor, in the order they are made; everything as F32, ids and positions too.
using TraceTensors = std::function<void(const std::string& name, std::span<const int64_t> shape, std::span<const float> values)>;

// The whole prompt goes through in one forward; then at most max_new_tokens greedy ones, the end token included.
void trace(Backend& be, const VisionLanguageModel& model, const Prompt& prompt, int64_t max_new_tokens, const TraceTensors& out);

}  // namespace lectern
