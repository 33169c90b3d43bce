// lectern-cli devices: what this machine computes with.
#include <cstdio>

#include "app/cli/commands.h"
#include "app/device_notice.h"
#include "core/base/json.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "gpu/gpu.h"

namespace lectern {

static const char* level_name(CpuLevel level) {
    switch (level) {
        case CpuLevel::scalar:
            return "scalar";
        case CpuLevel::avx2:
            return "avx2";
        case CpuLevel::avx512:
            return "avx512";
        case CpuLevel::avx512_bf16:
            return "avx512_bf16";
        case CpuLevel::amx:
        case CpuLevel::best:
            return "amx";
    }
    return "";
}

// Whether --device auto may take a device of this kind.
static const char* taken_by_auto(const DeviceInfo& d) {
    if (!d.unusable.empty() || (d.kind != DeviceKind::discrete && d.kind != DeviceKind::integrated)) return "leaves it alone";
    return d.kind == DeviceKind::discrete ? "takes it if the model fits" : "takes it if the model fits and it pays";
}

static Json gpu_json(const DeviceInfo& d) {
    Json gpu{{"id", "vulkan:" + std::to_string(d.index)},
             {"kind", device_kind_name(d.kind)},
             {"name", d.name},
             {"driver", d.driver},
             {"api", d.api_version},
             {"memory", d.memory},
             {"free", d.free},
             {"unified", d.unified},
             {"features", d.features},
             {"auto", taken_by_auto(d)}};
    if (!d.unusable.empty()) gpu["unusable"] = d.unusable;
    return gpu;
}

static void print_gpu(const DeviceInfo& d) {
    std::printf("vulkan:%d  %s, %s, %s%s, %s free\n", d.index, d.name.c_str(), device_kind_name(d.kind),
                gigabytes(d.memory).c_str(), d.unified ? " shared with the processor" : "", gigabytes(d.free).c_str());
    std::printf("          %s, Vulkan %s; %s\n", d.driver.c_str(), d.api_version.c_str(), d.features.c_str());
    if (d.unusable.empty())
        std::printf("          --device auto %s\n", taken_by_auto(d));
    else
        std::printf("          cannot be used: %s\n", d.unusable.c_str());
}

static void print_devices(bool as_json) {
    const CpuInfo cpu = cpu_info();
    const std::vector<DeviceInfo> gpus = list_devices();
    if (as_json) {
        Json list = {{{"id", "cpu"},
                      {"kind", "cpu"},
                      {"name", cpu.model},
                      {"level", level_name(cpu.level)},
                      {"features", cpu.features},
                      {"threads", cpu.threads}}};
        for (const DeviceInfo& d : gpus) list.push_back(gpu_json(d));
        Json all{{"devices", list}};
        if (gpus.empty()) all["no_gpu"] = why_no_gpu();
        std::printf("%s\n", all.dump(2).c_str());
        return;
    }
    std::printf("cpu       %s, %d %s, %s\n", cpu.model.c_str(), cpu.threads, cpu.threads == 1 ? "thread" : "threads",
                cpu.features.c_str());
    for (const DeviceInfo& d : gpus) print_gpu(d);
    if (gpus.empty()) std::printf("vulkan    none: %s\n", why_no_gpu().c_str());
}

void add_devices_command(CLI::App& app, int& exit) {
    CLI::App* devices = app.add_subcommand("devices", "List what this machine computes with");
    const auto as_json = std::make_shared<bool>(false);
    devices->add_flag("--json", *as_json, "As JSON");
    devices->callback([as_json, &exit] {
        print_devices(*as_json);
        exit = 0;
    });
}

}  // namespace lectern
