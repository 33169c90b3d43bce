#include "core/base/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace lectern {

// errno → what was found and what to do about it.
static Error open_error(const std::filesystem::path& path, const std::string& attempted, Fault fault, int error) {
    ErrorParts parts{.fault = fault, .attempted = attempted, .subject = path.string(), .expected = "a readable file"};
    switch (error) {
        case ENOENT:
        case ENOTDIR:
            parts.found = "no such file";
            parts.advice = "check the name, or fetch the missing file again";
            break;
        case EACCES:
        case EPERM:
            parts.found = "a file this user may not read";
            parts.advice = "change its permissions";
            break;
        default:
            parts.found = std::strerror(error);
            break;
    }
    return Error(std::move(parts));
}

MappedFile::MappedFile(const std::filesystem::path& path, std::string attempted, Fault fault)
    : path_(path), attempted_(std::move(attempted)), fault_(fault) {
    // O_NONBLOCK: a FIFO in the place of the file must not make us wait for a writer.
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) throw open_error(path_, attempted_, fault_, errno);
    struct stat st {};
    const int failed = ::fstat(fd, &st) == 0 ? 0 : errno;
    const auto refuse = [&](const char* found, const char* advice) {
        ::close(fd);
        throw Error({.fault = fault_,
                     .attempted = attempted_,
                     .subject = path_.string(),
                     .expected = "a readable file",
                     .found = found,
                     .advice = advice});
    };
    if (failed) refuse(std::strerror(failed), "");
    if (S_ISDIR(st.st_mode)) refuse("a folder", "name the file inside it");
    if (!S_ISREG(st.st_mode)) refuse("a device, pipe or socket", "name an ordinary file");
    if (st.st_size == 0) refuse("an empty file", "fetch the file again");
    void* p = ::mmap(nullptr, static_cast<size_t>(st.st_size), PROT_READ, MAP_PRIVATE, fd, 0);
    if (p == MAP_FAILED) {
        const int error = errno;
        ::close(fd);
        throw open_error(path_, attempted_, fault_, error);
    }
    fd_ = fd;
    data_ = static_cast<const std::byte*>(p);
    size_ = static_cast<size_t>(st.st_size);
}

MappedFile::~MappedFile() {
    if (data_) ::munmap(const_cast<std::byte*>(data_), size_);
    if (fd_ >= 0) ::close(fd_);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : path_(std::move(other.path_)),
      attempted_(std::move(other.attempted_)),
      fault_(other.fault_),
      fd_(std::exchange(other.fd_, -1)),
      data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(attempted_, other.attempted_);
    std::swap(fault_, other.fault_);
    std::swap(fd_, other.fd_);
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
}

void MappedFile::release(std::span<const std::byte> part) const {
    const auto page = static_cast<size_t>(::sysconf(_SC_PAGESIZE));
    const size_t begin = (static_cast<size_t>(part.data() - data_) + page - 1) / page * page;
    const size_t end = static_cast<size_t>(part.data() - data_) + part.size();
    // Only whole pages: the neighbours at both ends may be in use. It is a hint, whose refusal changes nothing.
    if (end > begin) (void)::madvise(const_cast<std::byte*>(data_) + begin, (end - begin) / page * page, MADV_DONTNEED);
}

void MappedFile::read(size_t offset, std::span<std::byte> out) const {
    while (!out.empty()) {
        const ssize_t n = ::pread(fd_, out.data(), out.size(), static_cast<off_t>(offset));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0)
            throw Error({.fault = fault_,
                         .attempted = attempted_,
                         .subject = path_.string(),
                         .expected = "the file as it was when it was opened",
                         .found = n < 0 ? std::strerror(errno) : "a shorter one",
                         .advice = "let whatever is changing the file finish, then try again"});
        offset += static_cast<size_t>(n);
        out = out.subspan(static_cast<size_t>(n));
    }
}

void MappedFile::require_unchanged_size() const {
    struct stat st {};
    if (::fstat(fd_, &st) == 0 && static_cast<size_t>(st.st_size) >= size_) return;
    throw Error({.fault = fault_,
                 .attempted = attempted_,
                 .subject = path_.string(),
                 .expected = std::to_string(size_) + " bytes as when it was opened",
                 .found = std::to_string(st.st_size) + " bytes",
                 .advice = "let whatever is changing the file finish, then try again"});
}

}  // namespace lectern
