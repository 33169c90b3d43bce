// What --device means on this machine, and the backend it leads to.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/device_notice.h"
#include "core/compute/backend.h"
#include "core/model/model.h"
#include "gpu/gpu.h"

namespace lectern {

struct DeviceChoice {
    int gpu = -1;                           // index of list_devices(), -1: the CPU
    std::string name;                       // of the processor or the GPU
    int64_t free = 0;                       // bytes of a GPU's memory
    std::optional<DeviceNotice> note = {};  // why a GPU there is was left alone
};

// Throws Error{argument} unless it is auto, cpu, vulkan or vulkan:N. Asks no driver.
void check_device_name(const std::string& device);
// What reading a letter page at the model's own resolution takes (estimate_memory), there or on a GPU.
size_t memory_needed(const ModelReport& report, Compute compute, bool on_gpu);
AutomaticNeeds automatic_needs(const ModelReport& report, Compute compute);  // of this model, and of this processor
// auto: automatic_device() of the GPUs there are, else the CPU, with a note when a GPU was left alone because of its
// memory or its driver. vulkan: the best device there is, a software driver included. Throws Error{device} when there
// is none.
DeviceChoice choose_device(const std::string& device, const AutomaticNeeds& needs);
DeviceChoice choose_device(const std::string& device, const AutomaticNeeds& needs, std::vector<DeviceInfo> devices);
DeviceChoice processor();  // what "cpu" means
// Before anything is loaded. Throws Error{memory} when not even the weights fit into what is free now, with what would;
// a notice when they do and a page may not, else nothing.
std::optional<DeviceNotice> check_memory(const DeviceChoice& choice, const ModelReport& report, double dpi,
                                         Compute compute);
std::unique_ptr<Backend> open_device(const DeviceChoice& choice, int threads, Compute compute);

}  // namespace lectern
