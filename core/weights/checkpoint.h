// Checkpoint: the weights of a model folder, one safetensors file or shards with an index.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/compute/tensor.h"
#include "core/weights/safetensors.h"

namespace lectern {

// One weight a family wants, stated once: its name (after renaming), its shape, and our field for `models mapping`.
struct ExpectedTensor {
    std::string name;
    std::vector<int64_t> shape;
    std::string field = {};
};

class Checkpoint {
 public:
    struct Entry {
        std::string name;       // after renaming
        std::string file_name;  // in the file
        std::string dtype_name;
        std::vector<int64_t> shape;
        size_t shard = 0;
        const SafetensorsEntry* source = nullptr;
    };
    // Maps a spelling found in files to the one the family asks for; names it does not know come back unchanged.
    // It must be safe to run twice: rename(rename(x)) == rename(x).
    using Rename = std::function<std::string(std::string_view)>;

    // Opens model.safetensors, or the shards of model.safetensors.index.json. Throws Error{Fault::model} listing what
    // is damaged, missing or contradictory, each with the tensor's or file's name. No weight is read.
    explicit Checkpoint(const std::filesystem::path& folder, const Rename& rename = {});

    const std::filesystem::path& folder() const { return folder_; }
    const std::vector<Entry>& entries() const { return entries_; }  // by name
    const Entry* find(std::string_view name) const;
    const std::map<std::string, std::string>& metadata() const {
        return shards_.front().metadata();
    }  // of the first file
    int64_t parameters() const;
    size_t bytes() const;

    // Every problem at once, a sentence each: missing, unexpected, wrong shape, wrong dtype.
    // `ignorable`: names with * as wildcard that may be present without being wanted.
    std::vector<std::string> problems(std::span<const ExpectedTensor> expected,
                                      std::span<const std::string> ignorable) const;
    // The same as one Error when there are any.
    void require(std::span<const ExpectedTensor> expected, std::span<const std::string> ignorable) const;

    // View into the mapped file, valid while this lives. Tensors of more than four dimensions come as [first, product
    // of the rest]. Throws when missing, of a dtype we do not compute with, or when the file has been cut meanwhile.
    HostTensor get(std::string_view name) const;

    // Names of tensors that hold NaN or infinity. Reads every byte.
    std::vector<std::string> nonfinite() const;

 private:
    void open_shards(const std::filesystem::path& index);
    void take_entries(const Rename& rename);

    std::filesystem::path folder_;
    std::deque<SafetensorsFile> shards_;
    std::vector<Entry> entries_;
    // Old files may place data at odd addresses; such tensors are handed out from aligned copies.
    mutable std::map<std::string, std::vector<uint64_t>, std::less<>> aligned_;
};

bool matches_pattern(std::string_view name, std::string_view pattern);  // * stands for any run of characters
bool has_nonfinite(const HostTensor& t);

}  // namespace lectern
