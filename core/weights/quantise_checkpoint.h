// A checkpoint's matrices quantised ahead of time: the file `models quantize` writes.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>

#include "core/weights/weight_table.h"

namespace lectern {

// Called before each tensor; what it throws ends the work.
using QuantiseProgress = std::function<void(size_t done, size_t of, const std::string& name)>;

// Bytes that write_quantised will write, header aside.
size_t quantised_bytes(const Checkpoint& checkpoint, const WeightTable& table, const LoadOptions& options);

// Writes every tensor of the checkpoint to the one file `path` (checkpoint.h says how quantised ones are stored): matrices
// as quant_of() has them, all others as they are. Appears only whole. The checkpoint has been checked and is not quantised.
void write_quantised(const Checkpoint& checkpoint, const WeightTable& table, const LoadOptions& options,
                     const std::filesystem::path& path, const QuantiseProgress& progress);

}  // namespace lectern
