// golden.safetensors: what a public implementation computes (tests/reference), and how a run of ours is compared with
// it.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/image/image.h"
#include "core/model/model.h"

namespace lectern::test {

// One tensor. Of a tall one only some rows are kept, and the mean of every row.
struct GoldenTensor {
    std::vector<int64_t> shape;
    std::vector<float> values;  // of all rows, or of `rows`
    std::vector<int64_t> rows;  // empty: all
    std::vector<float> means;   // [product of all dimensions but the last], empty when all rows are kept
};

struct Golden {
    std::map<std::string, GoldenTensor> steps;                    // by the names of DESIGN's trace table
    std::vector<float> margins;                                   // between the two best of each greedy token
    std::map<std::string, GoldenTensor> routers;                  // by layer, "text.layers.1": scores [S, experts]
    std::map<std::string, std::pair<double, double>> bf16_error;  // of the reference's own bf16 run: mean, largest
    std::vector<Image> images;                                    // empty: the fixture's
    std::string mode, prompt;
    std::vector<int32_t> ids() const;
    std::vector<int32_t> tokens() const;  // generated_ids
};

Golden read_golden(const std::filesystem::path& file);

// Traces the prompt and compares every tensor: a name on one side only fails. F32 arithmetic: mean absolute error at
// most 1e-3, relative error at most 1e-4, the same tokens. BF16: a step's mean error at most 1.5 times the reference's
// own; fed the reference's tokens, another one may be best only where the reference's margin is below that error, and
// another expert chosen only where the reference's router put the two closer than its own BF16 error there.
void expect_parity(Backend& be, const VisionLanguageModel& model, const Prompt& prompt, const Golden& golden,
                   const std::string& title);

}  // namespace lectern::test
