// Counts what a test program allocates. Include in one .cpp of the program only: it replaces operator new.
#pragma once

#include <malloc.h>

#include <cstddef>
#include <cstdlib>
#include <new>

namespace lectern::testing {

inline size_t live_bytes = 0, peak_bytes = 0;

// Most bytes alive at a time since construction, beyond those alive then. Single-threaded tests only.
class PeakMemory {
 public:
    PeakMemory() : before_(live_bytes) { peak_bytes = live_bytes; }
    size_t bytes() const { return peak_bytes - before_; }

 private:
    size_t before_;
};

}  // namespace lectern::testing

void* operator new(size_t n) {
    void* p = std::malloc(n);
    if (!p) throw std::bad_alloc();
    lectern::testing::live_bytes += malloc_usable_size(p);
    if (lectern::testing::live_bytes > lectern::testing::peak_bytes)
        lectern::testing::peak_bytes = lectern::testing::live_bytes;
    return p;
}
void operator delete(void* p) noexcept {
    lectern::testing::live_bytes -= malloc_usable_size(p);
    std::free(p);
}
void operator delete(void* p, size_t) noexcept {
    operator delete(p);
}
