#include <algorithm>

#include "gpu/gpu.h"

namespace lectern {

const char* device_kind_name(DeviceKind kind) {
    switch (kind) {
        case DeviceKind::discrete:
            return "discrete GPU";
        case DeviceKind::integrated:
            return "integrated GPU";
        case DeviceKind::virtual_gpu:
            return "virtual GPU";
        case DeviceKind::software:
            return "software driver";
        case DeviceKind::other:
            break;
    }
    return "other device";
}

int automatic_device(const std::vector<DeviceInfo>& devices) {
    const auto fits = [](const DeviceInfo& d) { return d.kind == DeviceKind::discrete && d.unusable.empty(); };
    const auto first = std::find_if(devices.begin(), devices.end(), fits);
    return first == devices.end() ? -1 : first->index;
}

}  // namespace lectern
