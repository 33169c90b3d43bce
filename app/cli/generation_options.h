// The options of every command that lets a model speak.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>

#include "core/model/generate.h"

namespace lectern {

struct GenerationArguments {
    int64_t patches_per_batch = 0, max_new_tokens = 0;  // 0: not given
    double temperature = 0, top_p = 1;
    double repetition_penalty = 0;  // 0: not given
    uint64_t seed = 0;

    SamplerOptions sampler() const { return {temperature, top_p, seed, repetition_penalty}; }
    GenerateOptions generate() const;
    void check() const;  // Error{Fault::argument}: what a range check lets pass
};

void add_generation_options(CLI::App& command, GenerationArguments& arguments);

// NaN passes every range check.
void refuse_nan(double value);

}  // namespace lectern
