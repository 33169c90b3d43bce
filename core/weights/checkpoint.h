// Checkpoint: the weights of a model folder, one safetensors file or shards with an index.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/compute/quant.h"
#include "core/compute/row_source.h"
#include "core/compute/tensor.h"
#include "core/weights/safetensors.h"

namespace lectern {

// One weight a family wants, stated once: its name (after renaming), its shape, and our field for `models mapping`.
struct ExpectedTensor {
    std::string name;  // in the checkpoint
    std::vector<int64_t> shape;  // outermost first
    std::string field = {};  // of ours that it fills, for reports
    bool quantisable = false;  // <name>.codes and <name>.scales will do as well
};

// A quantised matrix <name> [N, K] is stored as two tensors. <name>.codes: int8 as I8 [N, K], int4 as U8 [N, ⌈K/2⌉], the value
// of even k in the low half as code + 8. <name>.scales: F16 [N, ⌈K/64⌉]. value = code · scale. The file's metadata say
// quantisation = int8 or int4 and group_size = 64.
inline constexpr const char* kCodesSuffix = ".codes";
inline constexpr const char* kScalesSuffix = ".scales";  // see kCodesSuffix

class Checkpoint {
 public:
    struct Entry {  // one tensor of the files
        std::string name;       // after renaming
        std::string file_name;  // in the file
        std::string dtype_name;  // as the file has it
        std::vector<int64_t> shape;  // outermost first
        size_t shard = 0;  // which file
        const SafetensorsEntry* source = nullptr;  // its bytes
    };
    // Maps a spelling found in files to the one the family asks for; names it does not know come back unchanged.
    // It must be safe to run twice: rename(rename(x)) == rename(x).
    using Rename = std::function<std::string(std::string_view)>;

    // Opens model.safetensors, or the shards of model.safetensors.index.json. Throws Error{Fault::model} listing what
    // is damaged, missing or contradictory, each with the tensor's or file's name. No weight is read.
    explicit Checkpoint(const std::filesystem::path& folder, const Rename& rename = {});

    const std::filesystem::path& folder() const { return folder_; }  // as given
    const std::vector<Entry>& entries() const { return entries_; }  // by name
    const Entry* find(std::string_view name) const;  // nullptr when there is none
    const std::map<std::string, std::string>& metadata() const {
        return shards_.front()->metadata();
    }  // of the first file
    int64_t parameters() const;  // values of all tensors
    size_t bytes() const;  // of all tensors

    // Every problem at once, a sentence each: missing, unexpected, wrong shape, wrong dtype.
    // `ignorable`: names with * as wildcard that may be present without being wanted.
    std::vector<std::string> problems(std::span<const ExpectedTensor> expected,
                                      std::span<const std::string> ignorable) const;
    // The same as one Error when there are any.
    void require(std::span<const ExpectedTensor> expected, std::span<const std::string> ignorable) const;

    // View into the mapped file, valid while this lives. Tensors of more than four dimensions come as [first, product
    // of the rest]. Throws when missing, of a dtype we do not compute with, or when the file has been cut meanwhile.
    HostTensor get(std::string_view name) const;

    // `name` as quantised codes, when the file has it so. `shape`: [N, K] as checked against before.
    std::optional<QuantisedTensor> get_quantised(std::string_view name, const Shape& shape) const;
    Quant quant() const;  // what the files say of themselves
    // "BF16", "int4", or "missing".
    std::string dtype_name_of(std::string_view name) const;
    std::span<const std::byte> bytes_of(const Entry& entry) const;
    // A table's rows, read one by one from the file; outlives this.
    std::shared_ptr<const RowSource> rows(std::string_view name) const;
    // Memory that reading this weight took goes back to the system; it can be read again.
    void release(std::string_view name) const;

    // Names of tensors that hold NaN or infinity. Reads every byte.
    std::vector<std::string> nonfinite() const;

 private:
    void open_shards(const std::filesystem::path& index);
    void take_entries(const Rename& rename);
    void check_quantised(const ExpectedTensor& want, const Entry& codes, std::vector<std::string>& problems) const;

    std::filesystem::path folder_;
    std::deque<std::shared_ptr<SafetensorsFile>> shards_;
    std::vector<Entry> entries_;
    // Old files may place data at odd addresses; such tensors are handed out from aligned copies.
    mutable std::map<std::string, std::vector<uint64_t>, std::less<>> aligned_;
};

bool matches_pattern(std::string_view name, std::string_view pattern);  // * stands for any run of characters
bool has_nonfinite(const HostTensor& t);  // an infinity or NaN among its values

}  // namespace lectern
