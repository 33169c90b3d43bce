#include "tests/support/random.h"

#include <cstring>

namespace lectern::test {

RandomTensor make_tensor(DType dtype, Shape shape, std::vector<float> values) {
    RandomTensor t{.dtype = dtype, .shape = shape, .values = std::move(values), .bytes = {}};
    t.bytes.resize(t.values.size() * dtype_size(dtype));
    for (size_t i = 0; i < t.values.size(); ++i) {
        float& v = t.values[i];
        if (dtype == DType::F32) {
            std::memcpy(t.bytes.data() + i * 4, &v, 4);
            continue;
        }
        const uint16_t bits = dtype == DType::BF16 ? f32_to_bf16(v) : f32_to_f16(v);
        v = dtype == DType::BF16 ? bf16_to_f32(bits) : f16_to_f32(bits);
        std::memcpy(t.bytes.data() + i * 2, &bits, 2);
    }
    return t;
}

RandomTensor random_tensor(DType dtype, Shape shape, uint32_t seed, float deviation) {
    std::mt19937 engine(seed);
    std::normal_distribution<float> normal(0, deviation);
    std::vector<float> values(static_cast<size_t>(shape.elements()));
    for (float& v : values) v = normal(engine);
    return make_tensor(dtype, shape, std::move(values));
}

std::vector<int32_t> random_ids(int64_t count, int32_t below, uint32_t seed) {
    std::mt19937 engine(seed);
    std::uniform_int_distribution<int32_t> uniform(0, below - 1);
    std::vector<int32_t> ids(static_cast<size_t>(count));
    for (int32_t& id : ids) id = uniform(engine);
    return ids;
}

}  // namespace lectern::test
