#include "app/cli/generation_options.h"

#include <cmath>

#include "core/base/error.h"

namespace lectern {

void refuse_nan(double value) {
    if (!std::isnan(value)) return;
    throw Error({.fault = Fault::argument, .attempted = "use nan", .found = "it is not a number"});
}

void GenerationArguments::check() const {
    refuse_nan(temperature);
    refuse_nan(top_p);
    refuse_nan(repetition_penalty);
}

GenerateOptions GenerationArguments::generate() const {
    GenerateOptions options;
    if (patches_per_batch > 0) options.max_tokens_per_batch = patches_per_batch;
    return options;
}

void add_generation_options(CLI::App& command, GenerationArguments& arguments) {
    command.add_option("--max-tokens-per-batch", arguments.patches_per_batch,
                       "Picture patches computed at once; fewer take less memory, the result is the same")
        ->check(CLI::Range(int64_t{1}, int64_t{1} << 24))
        ->default_str("8192");
    command.add_option("--max-new-tokens", arguments.max_new_tokens, "Longest answer to one request")
        ->check(CLI::Range(int64_t{1}, int64_t{1} << 24));
    command.add_option("--temperature", arguments.temperature, "0: always the likeliest token")
        ->check(CLI::Range(0.0, 100.0));
    command.add_option("--top-p", arguments.top_p, "Choose among the likeliest tokens of this total probability")
        ->check(CLI::Range(1e-6, 1.0));
    command.add_option("--repetition-penalty", arguments.repetition_penalty,
                       "On tokens of the prompt and of the answer so far; 1: none. As the model's generation_config.json says if not given")
        ->check(CLI::Range(0.01, 100.0));
    command.add_option("--seed", arguments.seed, "Of the random choice");
}

}  // namespace lectern
