#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "core/base/json.h"
#include "core/weights/safetensors.h"

namespace lectern {

SafetensorsWriter::SafetensorsWriter(const std::filesystem::path& path, size_t most_tensors)
    : path_(path), header_room_((4096 + most_tensors * 200 + 63) / 64 * 64) {
    std::string name = path_.filename().string();
    name.resize(std::min<size_t>(name.size(), 200));
    name.insert(name.begin(), '.');
    name += '.';
    name += std::to_string(::getpid());
    name += ".part";
    temporary_ = path_;
    temporary_.replace_filename(name);
    ::unlink(temporary_.c_str());  // left by a killed process with our number
    fd_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd_ < 0) fail(std::strerror(errno));
    if (::lseek(fd_, static_cast<off_t>(8 + header_room_), SEEK_SET) < 0) fail(std::strerror(errno));
}

SafetensorsWriter::~SafetensorsWriter() {
    if (fd_ < 0) return;
    ::close(fd_);
    ::unlink(temporary_.c_str());
}

void SafetensorsWriter::fail(const std::string& found) const {
    throw Error({.fault = Fault::output,
                 .attempted = "write the tensors",
                 .subject = path_.string(),
                 .expected = "",
                 .found = found,
                 .advice = "choose a folder that exists, may be written and has room"});
}

void SafetensorsWriter::write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) fail(n == 0 ? "nothing could be written" : std::strerror(errno));
        bytes = bytes.subspan(static_cast<size_t>(n));
    }
}

void SafetensorsWriter::add_raw(const std::string& name, const std::string& dtype, std::span<const int64_t> shape,
                                std::span<const std::byte> data) {
    write(data);
    entries_.push_back({.name = name, .dtype_name = dtype, .shape = {shape.begin(), shape.end()}, .begin = written_, .end = written_ + data.size()});
    written_ += data.size();
}

void SafetensorsWriter::add(const std::string& name, DType dtype, std::span<const int64_t> shape,
                            std::span<const std::byte> data) {
    [[maybe_unused]] uint64_t bytes = dtype_size(dtype);
    for (const int64_t d : shape) bytes *= static_cast<uint64_t>(d);
    assert(bytes == data.size());
    add_raw(name, dtype_name(dtype), shape, data);
}

void SafetensorsWriter::add_f32(const std::string& name, std::span<const int64_t> shape,
                                std::span<const float> values) {
    add(name, DType::F32, shape, std::as_bytes(values));
}

void SafetensorsWriter::add_as_f32(const std::string& name, std::span<const int64_t> shape,
                                   std::span<const int32_t> values) {
    const std::vector<float> floats(values.begin(), values.end());
    add_f32(name, shape, floats);
}

void SafetensorsWriter::add_metadata(const std::string& key, const std::string& value) {
    metadata_[key] = value;
}

void SafetensorsWriter::finish() {
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!metadata_.empty()) header["__metadata__"] = metadata_;
    for (const SafetensorsEntry& e : entries_) {
        if (header.contains(e.name)) fail("two tensors of the name " + e.name);
        header[e.name] = {{"dtype", e.dtype_name}, {"shape", e.shape}, {"data_offsets", {e.begin, e.end}}};
    }
    // Blanks after the JSON are part of the format: they fill the room set aside.
    std::string text = header.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    if (text.size() > header_room_)
        fail("a header of " + std::to_string(text.size()) + " bytes, more than was set aside");
    text.resize(header_room_, ' ');
    if (::lseek(fd_, 0, SEEK_SET) < 0) fail(std::strerror(errno));
    write(std::as_bytes(std::span(&header_room_, 1)));
    write(std::as_bytes(std::span(text)));
    if (::fsync(fd_) != 0) fail(std::strerror(errno));
    if (::rename(temporary_.c_str(), path_.c_str()) != 0) fail(std::strerror(errno));
    ::close(fd_);
    fd_ = -1;
    const std::filesystem::path folder = path_.has_parent_path() ? path_.parent_path() : std::filesystem::path(".");
    const int dir = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir >= 0) {
        ::fsync(dir);
        ::close(dir);
    }
}

}  // namespace lectern
