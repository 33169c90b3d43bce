#include "app/device.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "core/base/error.h"
#include "core/compute/cpu/cpu_backend_api.h"

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

DeviceChoice processor() {
    return {.name = cpu_info().model};
}

// An integrated GPU's memory is the machine's: no more is free than the machine has.
static int64_t free_on(const DeviceInfo& d) {
    const size_t machine = d.unified ? available_memory() : 0;
    return machine > 0 ? std::min(d.free, static_cast<int64_t>(machine)) : d.free;
}

static std::optional<DeviceNotice> note_about(const DeviceInfo& d, AutomaticDevice::Why why, int64_t needed) {
    using Kind = DeviceNotice::Kind;
    if (why == AutomaticDevice::Why::memory)
        return DeviceNotice{.kind = Kind::gpu_too_small, .gpu = d.name, .reason = {}, .needed = needed, .free = d.free};
    if (why == AutomaticDevice::Why::unusable)
        return DeviceNotice{.kind = Kind::gpu_unusable, .gpu = d.name, .reason = d.unusable};
    return std::nullopt;  // a GPU that would not pay is no loss
}

static const DeviceInfo& at(const std::vector<DeviceInfo>& devices, int index) {
    return *std::find_if(devices.begin(), devices.end(), [&](const DeviceInfo& d) { return d.index == index; });
}

static DeviceChoice choose_automatically(const std::vector<DeviceInfo>& devices, const AutomaticNeeds& needs) {
    const AutomaticDevice found = automatic_device(devices, needs);
    if (found.device >= 0) {
        const DeviceInfo& gpu = at(devices, found.device);
        return {.gpu = gpu.index, .name = gpu.name, .free = gpu.free};
    }
    DeviceChoice choice = processor();
    if (found.left_alone >= 0) choice.note = note_about(at(devices, found.left_alone), found.why, needs.memory);
    return choice;
}

DeviceChoice choose_device(const std::string& device, const AutomaticNeeds& needs, std::vector<DeviceInfo> devices) {
    check_device_name(device);
    if (device == "cpu") return processor();
    for (DeviceInfo& d : devices) d.free = free_on(d);
    if (device == "auto") return choose_automatically(devices, needs);
    int index = -1;
    parse_gpu(device, index);
    for (const DeviceInfo& d : devices)
        if (d.unusable.empty() && (index < 0 || d.index == index)) return {.gpu = d.index, .name = d.name, .free = d.free};
    make_vulkan_backend({.device = index});  // says what is missing
    throw Error({.fault = Fault::device, .attempted = "use a GPU", .found = "none", .advice = "use --device cpu"});
}

DeviceChoice choose_device(const std::string& device, const AutomaticNeeds& needs) {
    check_device_name(device);
    return choose_device(device, needs, device == "cpu" ? std::vector<DeviceInfo>{} : list_devices());
}

size_t memory_needed(const ModelReport& report, Compute compute, bool on_gpu) {
    return estimate_memory(report.sizes, {.pixels = letter_page(report.card.dpi), .compute = compute, .tables = on_gpu}).total();
}

AutomaticNeeds automatic_needs(const ModelReport& report, Compute compute) {
    return {.memory = static_cast<int64_t>(memory_needed(report, compute, true)),
            .weights = static_cast<int64_t>(report.sizes.weight_bytes + report.sizes.table_bytes),
            .fast_processor = cpu_info().level >= CpuLevel::avx512_bf16};
}

// What to do about weights that do not fit.
static std::string smaller_weights(const ModelReport& report, bool on_gpu) {
    const bool can_quantise = report.quant == Quant::none && report.options.quant == Quant::none;
    return std::string("close other programs, ") + (can_quantise ? "load it with --quant int4, " : "") +
           (on_gpu ? "use --device cpu, " : "") + "or choose a smaller model";
}

std::optional<DeviceNotice> check_memory(const DeviceChoice& choice, const ModelReport& report, double dpi,
                                         Compute compute) {
    const bool on_gpu = choice.gpu >= 0;
    const auto free = static_cast<size_t>(on_gpu ? choice.free : static_cast<int64_t>(available_memory()));
    const double drawn_at = dpi > 0 ? dpi : report.card.dpi;
    const PageLoad page{.pixels = letter_page(drawn_at), .answer = 1024, .compute = compute, .tables = on_gpu};
    MemoryEstimate e = estimate_memory(report.sizes, page);
    if (on_gpu) e.program = 0;  // that is in the machine's memory
    if ((free == 0 && !on_gpu) || e.total() <= free) return std::nullopt;
    const auto has = static_cast<int64_t>(free), weights = static_cast<int64_t>(e.weights + e.program);
    if (e.weights + e.program > free)
        throw Error({.fault = Fault::memory, .attempted = "load the model", .subject = report.card.name,
                     .expected = gigabytes(weights) + " of memory for its weights",
                     .found = gigabytes(has) + " are free" + (on_gpu ? " on " + choice.name : ""),
                     .advice = smaller_weights(report, on_gpu)});
    return DeviceNotice{.kind = DeviceNotice::Kind::tight_memory, .gpu = on_gpu ? choice.name : std::string(), .reason = {},
                        .needed = static_cast<int64_t>(e.total()), .free = has, .dpi = drawn_at};
}

std::unique_ptr<Backend> open_device(const DeviceChoice& choice, int threads, Compute compute) {
    if (choice.gpu < 0) return make_cpu_backend({.threads = threads, .compute = compute});
    return make_vulkan_backend({.device = choice.gpu, .compute = compute});
}

}  // namespace lectern
