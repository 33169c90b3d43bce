// What is wrong with a prompt, found before anything is computed.
#pragma once

#include <string>

#include "core/model/model.h"

namespace lectern {

// A sentence with what to do, or "" when the prompt can be run: something in it, as many places as its pictures have
// rows, pictures whole and of finite numbers, and no longer than `context` tokens (0: unlimited).
std::string problem_of(const Prompt& prompt, const VisionLanguageModel& model, int64_t context);

}  // namespace lectern
