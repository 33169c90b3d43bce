// DeviceNotice: that pages are read on another device than was thought, or with less memory, and why. The command line
// says it in English, the window in the user's language (problem.h).
#pragma once

#include <cstdint>
#include <string>

namespace lectern {

struct DeviceNotice {
    enum class Kind {
        gpu_too_small,  // auto: the model needs more than the GPU has free
        gpu_unusable,   // auto: there is a GPU, and `reason` it cannot be used
        gpu_fell_out,   // it could not be opened or loaded; `reason` is the error's sentence
        gpu_lost,       // it stopped working in the middle of a page, which the processor reads again, and all after it
        page_too_large,  // it had no room for a page, which the processor reads again, and all after it
        tight_memory,    // the model fits, a large page perhaps not
    };
    Kind kind = Kind::gpu_unusable;
    std::string gpu;               // its name; empty: the processor
    std::string reason;            // in English
    int64_t needed = 0, free = 0;  // bytes
    double dpi = 0;                // of the page that `needed` is about
};

std::string sentence(const DeviceNotice& notice);  // one or two, in English
std::string gigabytes(int64_t bytes);              // "3.1 GB"; "0.3 MB" below a tenth of one

}  // namespace lectern
