#include "core/model/vision_input.h"

#include <cassert>
#include <numeric>

namespace lectern {

static void append_positions(std::vector<PatchPosition>& out, const ImagePatches& image, int32_t merge) {
    const auto rows = static_cast<int32_t>(image.grid_h), columns = static_cast<int32_t>(image.grid_w);
    for (int64_t t = 0; t < image.grid_t; ++t)
        for (int32_t block_row = 0; block_row < rows; block_row += merge)
            for (int32_t block_column = 0; block_column < columns; block_column += merge)
                for (int32_t i = 0; i < merge; ++i)
                    for (int32_t j = 0; j < merge; ++j) out.push_back({block_row + i, block_column + j});
}

std::vector<PatchPosition> patch_positions(std::span<const ImagePatches* const> images, int64_t merge) {
    std::vector<PatchPosition> positions;
    for (const ImagePatches* image : images) append_positions(positions, *image, static_cast<int32_t>(merge));
    return positions;
}

std::vector<PatchPlace> patch_places(std::span<const ImagePatches* const> images, int64_t merge) {
    std::vector<PatchPlace> places;
    for (size_t i = 0; i < images.size(); ++i)
        for (const PatchPosition& p : patch_positions(images.subspan(i, 1), merge))
            places.push_back({static_cast<int32_t>(i), 0, p.row, p.column});
    return places;
}

static int64_t count_patches(std::span<const ImagePatches* const> images) {
    int64_t patches = 0;
    for (const ImagePatches* image : images) patches += image->patches();
    return patches;
}

Tensor upload_patches(Backend& be, std::span<const ImagePatches* const> images) {
    const Shape shape{count_patches(images), images[0]->patch_values};
    if (images.size() == 1) return be.upload_floats(images[0]->values, shape);
    std::vector<float> pixels;
    pixels.reserve(static_cast<size_t>(shape.elements()));
    for (const ImagePatches* image : images) pixels.insert(pixels.end(), image->values.begin(), image->values.end());
    return be.upload_floats(pixels, shape);
}

Spans picture_spans(std::span<const ImagePatches* const> images) {
    Spans spans;
    int32_t first = 0;
    for (const ImagePatches* image : images) {
        const auto frame = static_cast<int32_t>(image->grid_h * image->grid_w);
        for (int64_t t = 0; t < image->grid_t; ++t, first += frame)
            spans.spans.push_back({.first_row = first, .rows = frame, .first_key = first, .keys = frame});
    }
    return spans;
}

Tensor run_in_groups(Backend& be, std::span<const ImagePatches* const> images, int64_t most_patches, int64_t merged, int64_t width,
                     const RunPictures& run) {
    const int64_t patches = count_patches(images);
    if (patches <= most_patches) return run(images);
    Tensor out = be.allocate(DType::F32, Shape{patches / merged, width});
    int32_t row = 0;
    for (size_t first = 0, end = 0; first < images.size(); first = end) {
        for (int64_t group = 0; end < images.size() && (end == first || group + images[end]->patches() <= most_patches); ++end)
            group += images[end]->patches();
        const Tensor rows = run(images.subspan(first, end - first));
        assert(rows.cols() == width);
        std::vector<int32_t> index(static_cast<size_t>(rows.rows()));
        std::iota(index.begin(), index.end(), row);
        be.scatter_rows(out, rows, be.upload_ids(index));
        row += static_cast<int32_t>(rows.rows());
    }
    return out;
}

}  // namespace lectern
