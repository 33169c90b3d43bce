#include "app/device_load.h"

#include "core/base/error.h"

namespace lectern {

static void load_there(LoadedModel& made, const DeviceChoice& device, const LoadPlan& plan) {
    made.device = device;
    made.backend = plan.open(device, plan.threads, plan.compute);
    made.backend->set_stop(plan.stop);
    made.model = load_model(*made.backend, plan.folder, plan.load);
    made.backend->set_stop({});
}

LoadedModel load_on_device(const DeviceChoice& choice, const LoadPlan& plan, bool& lost_gpu) {
    LoadedModel made;
    try {
        load_there(made, choice, plan);
        return made;
    } catch (const Error& e) {
        const bool gpu_trouble = choice.gpu >= 0 && (e.fault() == Fault::device || e.fault() == Fault::memory);
        if (!gpu_trouble) throw;
        const auto* gpu = dynamic_cast<const GpuBackend*>(made.backend.get());
        lost_gpu = lost_gpu || (gpu && gpu->lost());
        if (!plan.automatic && (plan.nowhere_else || !made.backend)) throw;  // what was asked for is not to be had
        if (plan.notice)
            plan.notice(DeviceNotice{.kind = DeviceNotice::Kind::gpu_fell_out, .gpu = choice.name, .reason = e.what()});
    }
    made.backend.reset();  // its memory first
    const auto tight = check_memory(processor(), plan.report, plan.dpi, plan.compute);
    if (tight && plan.notice) plan.notice(*tight);
    load_there(made, processor(), plan);
    return made;
}

}  // namespace lectern
