// fixture.json: a small checkpoint, its pictures and its prompt, described completely (tests/reference/common.py).
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/compute/dtype.h"
#include "core/image/image.h"

namespace lectern::test {

struct Fixture {
    struct Tensor {
        std::string name;
        std::vector<int64_t> shape;
        double base = 0, scale = 0;      // values are base + scale · signed_unit
        std::vector<float> values = {};  // not empty: these instead
    };
    std::string family, mode;
    uint64_t seed = 0;
    std::map<std::string, Json> files;  // "config.json" and its neighbours
    std::vector<Tensor> tensors;
    std::vector<Image> images;
    std::vector<int32_t> ids;  // placeholders expanded
};

Fixture read_fixture(const std::filesystem::path& file);
// The model folder it describes, weights rounded to BF16 as published.
void write_model(const Fixture& fixture, const std::filesystem::path& folder);

}  // namespace lectern::test
