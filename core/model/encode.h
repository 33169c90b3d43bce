// encode_packed: pictures of any sizes through a model's vision tower, in micro-batches.
#pragma once

#include "core/model/model.h"

namespace lectern {

// Which pictures go through the tower together: indices into `patches` (patches of each picture). No batch exceeds
// `most` patches unless it is one larger picture alone. Large ones are placed first, small ones fill the gaps.
std::vector<std::vector<size_t>> pack_pictures(std::span<const int64_t> patches, int64_t most);

// Rows of all pictures, in their order, as VisionLanguageModel::encode gives them; how they were packed cannot be seen.
// When memory runs out a batch is halved, down to one picture, and `most` with it, so that later calls begin there;
// what memory cannot do for one picture alone is thrown.
Tensor encode_packed(Backend& be, const VisionLanguageModel& model, std::span<const ImagePatches* const> images,
                     int64_t& most);

}  // namespace lectern
