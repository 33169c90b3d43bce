// One safetensors file: the header parsed and validated once, views of the tensors afterwards; and a writer.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/mapped_file.h"
#include "core/compute/tensor.h"

namespace lectern {

// What the header says of one tensor. Files may hold dtypes we do not compute with; those stay readable as a table.
struct SafetensorsEntry {
    std::string name = {};  // 1 to 512 bytes
    std::string dtype_name = {};      // as written: "BF16", "F8_E4M3"
    std::optional<DType> dtype = {};  // F32, F16, BF16, I32; empty for the others
    std::vector<int64_t> shape = {};  // outermost first; empty: one value
    uint64_t begin = 0, end = 0;  // bytes, from the end of the header
};

std::string shape_text(std::span<const int64_t> shape);  // "[19, 64]"

class SafetensorsFile {  // a file open for reading
 public:
    // Throws Error{Fault::model} on any damage; the tensors tile the data exactly afterwards.
    explicit SafetensorsFile(const std::filesystem::path& path);

    const std::filesystem::path& path() const { return file_.path(); }  // as given
    const std::vector<SafetensorsEntry>& entries() const { return entries_; }  // by name
    const std::map<std::string, std::string>& metadata() const { return metadata_; }  // the file's remarks about itself

    // The bytes of one of entries(). Throws when the file has been cut short since it was opened.
    std::span<const std::byte> data(const SafetensorsEntry& entry) const;
    // Gives back the memory that reading data() has taken; it may be read again.
    void release(const SafetensorsEntry& entry) const;
    // Bytes [offset, offset + out.size()) of an entry, read from the file rather than its mapping.
    void read(const SafetensorsEntry& entry, size_t offset, std::span<std::byte> out) const;

 private:
    MappedFile file_;
    uint64_t data_start_ = 0;
    std::vector<SafetensorsEntry> entries_;
    std::map<std::string, std::string> metadata_;
};

// Writes a file that appears only whole: a temporary beside `path`, fsync, rename. Tensors are on disk as soon as they
// are added, so a trace may be larger than memory.
class SafetensorsWriter {
 public:
    // Room for the header is set aside first: about 200 bytes for each of `most_tensors`.
    explicit SafetensorsWriter(const std::filesystem::path& path, size_t most_tensors = 4096);
    ~SafetensorsWriter();  // without finish(): the temporary is removed, `path` is as before
    SafetensorsWriter(const SafetensorsWriter&) = delete;
    SafetensorsWriter& operator=(const SafetensorsWriter&) = delete;

    // Names must differ. `data` is copied before this returns.
    void add(const std::string& name, DType dtype, std::span<const int64_t> shape, std::span<const std::byte> data);
    // Any dtype of the format, by its name.
    void add_raw(const std::string& name, const std::string& dtype, std::span<const int64_t> shape, std::span<const std::byte> data);
    void add_f32(const std::string& name, std::span<const int64_t> shape, std::span<const float> values);
    void add_as_f32(const std::string& name, std::span<const int64_t> shape, std::span<const int32_t> values);
    void add_metadata(const std::string& key, const std::string& value);
    void finish();

 private:
    void write(std::span<const std::byte> bytes);
    [[noreturn]] void fail(const std::string& found) const;

    std::filesystem::path path_, temporary_;
    int fd_ = -1;
    uint64_t header_room_ = 0;
    uint64_t written_ = 0;  // bytes of data so far
    std::vector<SafetensorsEntry> entries_;
    std::map<std::string, std::string> metadata_;
};

}  // namespace lectern
