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

using Why = AutomaticDevice::Why;

// Why auto passes over the GPU; Why::none when it takes it.
static Why against(const DeviceInfo& d, const AutomaticNeeds& needs) {
    if (!d.unusable.empty()) return Why::unusable;
    if (needs.memory > d.free) return Why::memory;
    const bool pays = !needs.fast_processor && needs.weights >= kIntegratedPays;
    return d.kind == DeviceKind::integrated && !pays ? Why::slower : Why::none;
}

AutomaticDevice automatic_device(const std::vector<DeviceInfo>& devices, const AutomaticNeeds& needs) {
    AutomaticDevice answer;
    for (const DeviceKind kind : {DeviceKind::discrete, DeviceKind::integrated})
        for (const DeviceInfo& d : devices) {
            if (d.kind != kind) continue;
            const Why why = against(d, needs);
            if (why == Why::none) {
                answer.device = d.index;
                return answer;
            }
            if (answer.left_alone >= 0) continue;
            answer.left_alone = d.index;
            answer.why = why;
        }
    return answer;
}

}  // namespace lectern
