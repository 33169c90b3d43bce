#include "app/device.h"

#include <charconv>
#include <cmath>
#include <cstdint>

#include "core/base/error.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "gpu/gpu.h"

namespace lectern {

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

static DeviceChoice choose_automatically(size_t needed) {
    DeviceChoice choice{.name = cpu_info().model};
    const std::vector<DeviceInfo> devices = list_devices();
    const int index = automatic_device(devices);
    if (index < 0) return choice;
    const DeviceInfo& gpu = devices[static_cast<size_t>(index)];
    if (static_cast<double>(needed) > static_cast<double>(gpu.memory)) {
        choice.note = "The model needs " + gigabytes(static_cast<double>(needed)) + " of GPU memory and " + gpu.name + " has " +
                      gigabytes(static_cast<double>(gpu.memory)) + ", so the processor is used.";
        return choice;
    }
    return {.gpu = index, .name = gpu.name};
}

DeviceChoice choose_device(const std::string& device, size_t needed) {
    check_device_name(device);
    if (device == "cpu") return {.name = cpu_info().model};
    if (device == "auto") return choose_automatically(needed);
    int index = -1;
    parse_gpu(device, index);
    for (const DeviceInfo& d : list_devices())
        if (index < 0 ? d.unusable.empty() : d.index == index) return {.gpu = d.index, .name = d.name};
    make_vulkan_backend({.device = index});  // says what is missing
    throw Error({.fault = Fault::device, .attempted = "use a GPU", .found = "none", .advice = "use --device cpu"});
}

size_t memory_needed(const ModelReport& report, Compute compute, bool on_gpu) {
    return estimate_memory(report.sizes, {.pixels = letter_page(report.card.dpi), .compute = compute, .tables = on_gpu}).total();
}

// What to do about weights that do not fit.
static std::string smaller_weights(const ModelReport& report) {
    const bool can_quantise = report.quant == Quant::none && report.options.quant == Quant::none;
    return can_quantise ? "close other programs, load it with --quant int4, or choose a smaller model" : "close other programs, or choose a smaller model";
}

std::string check_memory(const DeviceChoice& choice, const ModelReport& report, double dpi, Compute compute) {
    if (choice.gpu >= 0) return {};  // what a GPU has free is its driver's to say
    const size_t free = available_memory();
    const PageLoad page{.pixels = letter_page(dpi > 0 ? dpi : report.card.dpi), .answer = 1024, .compute = compute};
    const MemoryEstimate e = estimate_memory(report.sizes, page);
    if (free == 0 || e.total() <= free) return {};
    const std::string has = gigabytes(static_cast<double>(free)) + " are free";
    if (e.weights + e.program > free)
        throw Error({.fault = Fault::memory, .attempted = "load the model", .subject = report.card.name,
                     .expected = gigabytes(static_cast<double>(e.weights + e.program)) + " of memory for its weights", .found = has,
                     .advice = smaller_weights(report)});
    return "A page at " + std::to_string(std::lround(dpi > 0 ? dpi : report.card.dpi)) + " dpi takes about " +
           gigabytes(static_cast<double>(e.total())) + " with this model and " + has +
           ": large pages may be read with fewer pixels. A lower --dpi or closed programs help.";
}

std::unique_ptr<Backend> open_device(const DeviceChoice& choice, int threads, Compute compute) {
    if (choice.gpu < 0) return make_cpu_backend({.threads = threads, .compute = compute});
    return make_vulkan_backend({.device = choice.gpu, .compute = compute});
}

}  // namespace lectern
