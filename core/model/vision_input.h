// What vision towers over patches share: the rows of many pictures, where they stand, groups that go through together.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/compute/backend.h"
#include "core/image/patches.h"
#include "core/layers/rope.h"
#include "core/model/vision_attention.h"

namespace lectern {

// Places of all patches in the order of the rows, picture after picture: blocks of merge × merge patches in raster order,
// inside each its patches in raster order.
std::vector<PatchPosition> patch_positions(std::span<const ImagePatches* const> images, int64_t merge);

// The same with the number of the picture.
std::vector<PatchPlace> patch_places(std::span<const ImagePatches* const> images, int64_t merge);

// The patches of all pictures.   F32 [Σ patches, patch_values]
Tensor upload_patches(Backend& be, std::span<const ImagePatches* const> images);

// Each frame of each picture for itself.
Spans picture_spans(std::span<const ImagePatches* const> images);

// Runs pictures in groups of at most `most_patches` (a larger picture goes alone) and puts the rows together.
// `run` returns [Σ patches / merged, width].
using RunPictures = std::function<Tensor(std::span<const ImagePatches* const>)>;
Tensor run_in_groups(Backend& be, std::span<const ImagePatches* const> images, int64_t most_patches, int64_t merged, int64_t width,
                     const RunPictures& run);

}  // namespace lectern
