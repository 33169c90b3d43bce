#include "tests/support/fixture.h"

#include <fstream>

#include "core/compute/convert.h"
#include "core/weights/safetensors.h"
#include "tests/support/generated.h"

namespace lectern::test {

// The specifications' picture k with its values rounded down to multiples of `step`.
static Image synthetic_image(int64_t k, int64_t width, int64_t height, int64_t step) {
    Image image(width, height);
    for (int64_t y = 0; y < height; ++y)
        for (int64_t x = 0; x < width; ++x)
            for (int64_t c = 0; c < 3; ++c)
                image.row(y)[x * 3 + c] =
                    static_cast<uint8_t>((7 * x + 13 * y + 29 * c + (x * y) % 31 + 11 * k) % 256 / step * step);
    return image;
}

Fixture read_fixture(const std::filesystem::path& file) {
    const Json json = Json::parse(std::ifstream(file));
    Fixture f;
    f.family = json.at("family");
    f.mode = json.at("mode");
    f.seed = json.at("seed");
    f.ids = json.at("ids").get<std::vector<int32_t>>();
    for (const auto& [name, content] : json.at("files").items()) f.files[name] = content;
    for (const Json& t : json.at("tensors"))
        f.tensors.push_back({t[0], t[1].get<std::vector<int64_t>>(), t[2], t[3], {}});
    for (const Json& size : json.at("images"))
        f.images.push_back(synthetic_image(static_cast<int64_t>(f.images.size()), size[0], size[1], json.at("step")));
    return f;
}

void write_model(const Fixture& fixture, const std::filesystem::path& folder) {
    for (const auto& [name, content] : fixture.files) std::ofstream(folder / name) << content.dump();
    SafetensorsWriter writer(folder / "model.safetensors");
    for (const Fixture::Tensor& t : fixture.tensors) {
        const uint64_t start = fnv1a(t.name) + fixture.seed * 0xD1B54A32D192ED03ull;
        size_t count = 1;
        for (const int64_t n : t.shape) count *= static_cast<size_t>(n);
        std::vector<uint16_t> values(count);
        for (size_t i = 0; i < count; ++i)
            values[i] = f32_to_bf16(t.values.empty() ? static_cast<float>(t.base + t.scale * signed_unit(start, i))
                                                     : t.values[i]);
        writer.add(t.name, DType::BF16, t.shape, std::as_bytes(std::span(values)));
    }
    writer.finish();
}

}  // namespace lectern::test
