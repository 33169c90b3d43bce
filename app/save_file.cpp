#include "app/save_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "core/base/error.h"

namespace lectern {

namespace fs = std::filesystem;

static Error output_error(const fs::path& file, int code) {
    const bool full = code == ENOSPC || code == EDQUOT;
    return Error({.fault = Fault::output,
                  .attempted = "write the file",
                  .subject = file.string(),
                  .found = code == EEXIST ? "a file of this name is already there" : std::strerror(code),
                  .advice = code == EEXIST
                                ? "choose another folder, or say that it may be replaced (lectern-cli: --overwrite)"
                            : full ? "make room, or choose another place"
                                   : "choose a folder you may write to"});
}

namespace {

// Removes itself unless it was renamed.
class Temporary {
 public:
    explicit Temporary(const fs::path& file) : file_(file), name_((file.parent_path() / ".lectern-XXXXXX").string()) {
        fd_ = ::mkostemp(name_.data(), O_CLOEXEC);
        if (fd_ < 0) throw output_error(file_, errno);
    }
    ~Temporary() {
        if (fd_ >= 0) ::close(fd_);
        if (!name_.empty()) ::unlink(name_.c_str());
    }
    Temporary(const Temporary&) = delete;
    Temporary& operator=(const Temporary&) = delete;

    void write(std::string_view bytes);
    void publish(bool replace);

 private:
    fs::path file_;
    std::string name_;
    int fd_ = -1;
};

void Temporary::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) throw output_error(file_, errno);
        bytes.remove_prefix(static_cast<size_t>(n));
    }
    const mode_t mask = ::umask(0);  // mkostemp makes private files; ours get what the user's mask allows
    ::umask(mask);
    ::fchmod(fd_, 0666 & ~mask);
    if (::fsync(fd_) != 0) throw output_error(file_, errno);
    const int fd = fd_;
    fd_ = -1;
    if (::close(fd) != 0) throw output_error(file_, errno);
}

void Temporary::publish(bool replace) {
    int code =
        ::renameat2(AT_FDCWD, name_.c_str(), AT_FDCWD, file_.c_str(), replace ? 0 : RENAME_NOREPLACE) == 0 ? 0 : errno;
    if (code == EINVAL && !replace) {  // a file system without RENAME_NOREPLACE
        std::error_code ignored;
        if (fs::exists(fs::symlink_status(file_, ignored))) throw output_error(file_, EEXIST);
        code = ::rename(name_.c_str(), file_.c_str()) == 0 ? 0 : errno;
    }
    if (code != 0) throw output_error(file_, code);
    name_.clear();
}

}  // namespace

static void sync_folder(const fs::path& folder) {
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;  // a folder that may be written but not read: the file is there all the same
    ::fsync(fd);
    ::close(fd);
}

void save_whole(const fs::path& file, std::string_view bytes, bool replace) {
    const fs::path whole = fs::absolute(file);
    Temporary temporary(whole);
    temporary.write(bytes);
    temporary.publish(replace);
    sync_folder(whole.parent_path());
}

void make_output_folder(const fs::path& folder) {
    std::error_code problem;
    fs::create_directories(folder, problem);
    int code = problem ? problem.value() : 0;
    if (code == 0 && !fs::is_directory(folder, problem)) code = ENOTDIR;
    if (code == 0 && ::access(folder.c_str(), W_OK | X_OK) != 0) code = errno;
    if (code != 0) throw output_error(folder, code);
}

// Innermost first; only folders without anything in them go.
static void remove_empty(const std::vector<fs::path>& folders) {
    for (const fs::path& folder : folders) ::rmdir(folder.c_str());
}

OutputFolder::OutputFolder(const fs::path& folder) {
    std::error_code ignored;
    for (fs::path p = fs::absolute(folder).lexically_normal();
         !p.empty() && !fs::exists(fs::symlink_status(p, ignored)); p = p.parent_path())
        made_.push_back(p);
    try {
        make_output_folder(folder);
    } catch (...) {
        remove_empty(made_);
        throw;
    }
}

OutputFolder::~OutputFolder() {
    remove_empty(made_);
}

}  // namespace lectern
