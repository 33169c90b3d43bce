// lectern-cli devices: what this machine computes with.
#include <cstdio>

#include "app/cli/commands.h"
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

static Json gpu_json(const DeviceInfo& d) {
    Json gpu{{"id", "vulkan:" + std::to_string(d.index)},
             {"kind", device_kind_name(d.kind)},
             {"name", d.name},
             {"driver", d.driver},
             {"api", d.api_version},
             {"memory", d.memory},
             {"unified", d.unified},
             {"features", d.features}};
    if (!d.unusable.empty()) gpu["unusable"] = d.unusable;
    return gpu;
}

static void print_gpu(const DeviceInfo& d) {
    std::printf("vulkan:%d  %s, %s, %.1f GB%s, %s, Vulkan %s, %s\n", d.index, d.name.c_str(), device_kind_name(d.kind),
                static_cast<double>(d.memory) / 1e9, d.unified ? " shared" : "", d.driver.c_str(),
                d.api_version.c_str(), d.features.c_str());
    if (!d.unusable.empty()) std::printf("          cannot be used: %s\n", d.unusable.c_str());
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
        std::printf("%s\n", Json{{"devices", list}}.dump(2).c_str());
        return;
    }
    std::printf("cpu       %s, %d %s, %s\n", cpu.model.c_str(), cpu.threads, cpu.threads == 1 ? "thread" : "threads",
                cpu.features.c_str());
    for (const DeviceInfo& d : gpus) print_gpu(d);
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
