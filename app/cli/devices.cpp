// lectern-cli devices: what this machine computes with.
#include <cstdio>

#include "app/cli/commands.h"
#include "core/base/json.h"
#include "core/compute/cpu/cpu_backend_api.h"

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

static void list_devices(bool as_json) {
    const CpuInfo cpu = cpu_info();
    if (as_json) {
        const Json list = {{{"id", "cpu"},
                            {"kind", "cpu"},
                            {"name", cpu.model},
                            {"level", level_name(cpu.level)},
                            {"features", cpu.features},
                            {"threads", cpu.threads}}};
        std::printf("%s\n", Json{{"devices", list}}.dump(2).c_str());
        return;
    }
    std::printf("cpu  %s, %d %s, %s\n", cpu.model.c_str(), cpu.threads, cpu.threads == 1 ? "thread" : "threads",
                cpu.features.c_str());
}

void add_devices_command(CLI::App& app, int& exit) {
    CLI::App* devices = app.add_subcommand("devices", "List what this machine computes with");
    const auto as_json = std::make_shared<bool>(false);
    devices->add_flag("--json", *as_json, "As JSON");
    devices->callback([as_json, &exit] {
        list_devices(*as_json);
        exit = 0;
    });
}

}  // namespace lectern
