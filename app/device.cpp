#include "app/device.h"

#include <charconv>
#include <cstdint>

#include "core/base/error.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "gpu/gpu.h"

namespace lectern {

constexpr double kRoomToWork = 1.25;              // of the weights: activations, keys and values grow with the model
constexpr int64_t kLeastRoom = int64_t{1} << 30;  // bytes beside the weights

// N of "vulkan:N", -1 for "vulkan"; false when it is neither.
static bool parse_gpu(const std::string& device, int& index) {
    constexpr std::string_view kName = "vulkan";
    index = -1;
    if (device == kName) return true;
    if (!device.starts_with("vulkan:")) return false;
    const char* end = device.data() + device.size();
    const auto [last, problem] = std::from_chars(device.data() + kName.size() + 1, end, index);
    return problem == std::errc() && last == end && index >= 0;
}

void check_device_name(const std::string& device) {
    int index = 0;
    if (device == "auto" || device == "cpu" || parse_gpu(device, index)) return;
    throw Error({.fault = Fault::argument,
                 .attempted = "use the device \"" + device + "\"",
                 .found = "there is no such device",
                 .advice = "choose auto, cpu, vulkan or vulkan:N (lectern-cli devices lists them)"});
}

static std::string gigabytes(double bytes) {
    const auto tenths = static_cast<int64_t>(bytes / 1e8 + 0.5);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " GB";
}

size_t memory_needed(size_t weight_bytes) {
    return static_cast<size_t>(static_cast<double>(weight_bytes) * kRoomToWork + static_cast<double>(kLeastRoom));
}

static DeviceChoice choose_automatically(size_t weight_bytes) {
    DeviceChoice choice{.name = cpu_info().model};
    const std::vector<DeviceInfo> devices = list_devices();
    const int index = automatic_device(devices);
    if (index < 0) return choice;
    const DeviceInfo& gpu = devices[static_cast<size_t>(index)];
    const auto needed = static_cast<double>(memory_needed(weight_bytes));
    if (needed > static_cast<double>(gpu.memory)) {
        choice.note = "The model needs " + gigabytes(needed) + " of GPU memory and " + gpu.name + " has " +
                      gigabytes(static_cast<double>(gpu.memory)) + ", so the processor is used.";
        return choice;
    }
    return {.gpu = index, .name = gpu.name};
}

DeviceChoice choose_device(const std::string& device, size_t weight_bytes) {
    check_device_name(device);
    if (device == "cpu") return {.name = cpu_info().model};
    if (device == "auto") return choose_automatically(weight_bytes);
    int index = -1;
    parse_gpu(device, index);
    for (const DeviceInfo& d : list_devices())
        if (index < 0 ? d.unusable.empty() : d.index == index) return {.gpu = d.index, .name = d.name};
    make_vulkan_backend({.device = index});  // says what is missing
    throw Error({.fault = Fault::device, .attempted = "use a GPU", .found = "none", .advice = "use --device cpu"});
}

std::unique_ptr<Backend> open_device(const DeviceChoice& choice, int threads, Compute compute) {
    if (choice.gpu < 0) return make_cpu_backend({.threads = threads, .compute = compute});
    return make_vulkan_backend({.device = choice.gpu, .compute = compute});
}

}  // namespace lectern
