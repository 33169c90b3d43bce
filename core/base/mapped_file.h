// MappedFile: a read-only memory-mapped file.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "core/base/error.h"

namespace lectern {

class MappedFile {
 public:
    // Throws Error{fault} saying why `path` cannot be read: missing, a folder, unreadable, empty.
    MappedFile(const std::filesystem::path& path, std::string attempted, Fault fault);
    ~MappedFile();
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    std::span<const std::byte> bytes() const { return {data_, size_}; }  // all of the file; valid while this lives
    const std::filesystem::path& path() const { return path_; }  // as given

    // Reading a page that a shortened file no longer has kills the program; ask before long reads.
    // Throws when the file is now shorter than the mapping.
    void require_unchanged_size() const;

    // These bytes are not needed for now: what memory their pages take is given back. Reading them again is fine.
    void release(std::span<const std::byte> part) const;
    // Reads from the file itself into `out`. A file that has become shorter is an Error here, not the program's end.
    void read(size_t offset, std::span<std::byte> out) const;

 private:
    std::filesystem::path path_;
    std::string attempted_;
    Fault fault_ = Fault::input;
    int fd_ = -1;
    const std::byte* data_ = nullptr;
    size_t size_ = 0;
};

}  // namespace lectern
