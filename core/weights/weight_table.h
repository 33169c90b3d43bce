// WeightTable: every weight a family wants from a checkpoint, its name and shape once, and where it goes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/compute/backend.h"
#include "core/weights/checkpoint.h"

namespace lectern {

enum class WeightUse {  // what a weight becomes in memory
    matmul,  // packed (and quantised, see quant_of) for Backend::matmul; several targets: parts of the rows, in order
    matmul_channel_last,  // a convolution kernel [out, …, channel], turned into [out, channel, …] and packed
    matmul_rows_last,     // a convolution kernel [out, channel, y, x], turned into [out, y, x, channel] and packed: its
                          // inputs then are whole rows of a picture, one after the other
    matmul_f32,           // packed, widened to F32: products that decide (which experts)
    experts,  // one of a stack (quantised, see quant_of): neighbouring entries with the same target, in order
    vector,   // widened to F32: norms, biases; several targets: parts, in order
    table,    // rows to gather, dtype kept: embeddings
};

struct WeightEntry {  // one weight that is wanted
    std::string name;  // in the checkpoint, after renaming
    std::vector<int64_t> shape;  // in the checkpoint
    std::string field;  // ours, "text.layers[0].q_proj.weight"
    WeightUse use = WeightUse::matmul;  // decides its layout in memory
    std::vector<Tensor*> into;  // the fields it fills; several when it is shared
    std::vector<int32_t> row_order = {};  // not empty: row i of what is packed is row row_order[i] of the file, and so
                                          // on for every further block of so many rows
    std::vector<int64_t> parts = {};      // rows of each target; empty: equal ones
    int64_t taps = 0;                     // of matmul_rows_last with two dimensions, [out, channel · taps]
};

using WeightTable = std::vector<WeightEntry>;  // every weight of a model

struct LoadOptions {  // how weights are taken in
    Quant quant = Quant::none;  // of the text decoder's matrices, when the files have them unquantised
    bool vision = false;        // … and of the vision tower's
};

// How the options have a weight quantised: matrices of the decoder are those whose field begins with "text.", of the
// vision tower "vision."; with int4 the output head, "text.lm_head.weight", is int8.
Quant quant_of(const WeightEntry& entry, const LoadOptions& options);

// Whether a weight is a large table of rows to gather, which a backend may leave in its file (upload_table). `bytes`: all of it.
bool stays_in_file(const WeightEntry& entry, size_t bytes);

// Whether the matrix is the table once more, unquantised and in rows that need no padding: a GPU then holds it once.
bool has_rows_of(const WeightEntry& matrix, const WeightEntry& table, const Checkpoint& checkpoint,
                 const LoadOptions& options);

std::vector<ExpectedTensor> expected_tensors(const WeightTable& table);  // what Checkpoint::require is to look for

// Fills every target. The checkpoint has been checked (Checkpoint::require). Returns the names of weights that hold
// NaN or infinity. One weight at a time is in memory twice; tables of two dimensions stay in their file (upload_table).
std::vector<std::string> load_weights(Backend& be, const Checkpoint& checkpoint, const WeightTable& table,
                                      const LoadOptions& options = {});

}  // namespace lectern
