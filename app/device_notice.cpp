#include "app/device_notice.h"

#include <cmath>

namespace lectern {

std::string gigabytes(int64_t bytes) {
    const bool small = bytes < 100'000'000;
    const auto tenths = static_cast<int64_t>(static_cast<double>(bytes) / (small ? 1e5 : 1e8) + 0.5);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + (small ? " MB" : " GB");
}

std::string sentence(const DeviceNotice& n) {
    using Kind = DeviceNotice::Kind;
    const std::string reason = n.reason.empty() ? "" : n.reason + " ";
    switch (n.kind) {
        case Kind::gpu_too_small:
            return "The model needs " + gigabytes(n.needed) + " of GPU memory and " + gigabytes(n.free) +
                   " are free on " + n.gpu + ", so the processor is used.";
        case Kind::gpu_unusable:
            return n.gpu + " cannot be used: " + n.reason + ". The processor is used instead.";
        case Kind::gpu_fell_out:
            return reason + "The processor is used instead.";
        case Kind::gpu_lost:
            return n.gpu + " stopped working. " + reason +
                   "The page is read again on the processor, and so are all after it.";
        case Kind::page_too_large:
            return n.gpu + " has too little memory for the page. " + reason +
                   "The page is read again on the processor, and so are all after it.";
        case Kind::tight_memory:
            break;
    }
    return "A page at " + std::to_string(std::lround(n.dpi)) + " dpi takes about " + gigabytes(n.needed) +
           " with this model and " + gigabytes(n.free) + " are free" + (n.gpu.empty() ? "" : " on " + n.gpu) +
           ": large pages may be read with fewer pixels. A lower --dpi or closed programs help.";
}

}  // namespace lectern
