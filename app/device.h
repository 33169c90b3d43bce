// What --device means on this machine, and the backend it leads to.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "core/compute/backend.h"
#include "core/model/model.h"

namespace lectern {

struct DeviceChoice {
    int gpu = -1;      // index of list_devices(), -1: the CPU
    std::string name;  // of the processor or the GPU
    std::string note;  // why a GPU there is was left alone; a sentence, often empty
};

// Throws Error{argument} unless it is auto, cpu, vulkan or vulkan:N. Asks no driver.
void check_device_name(const std::string& device);
// What reading a letter page at the model's own resolution takes (estimate_memory), there or on a GPU.
size_t memory_needed(const ModelReport& report, Compute compute, bool on_gpu);
// auto: the first discrete GPU whose memory is more than memory_needed() on a GPU, else the CPU; never a software driver.
// vulkan: the best device there is, a software driver included. Throws Error{device} when there is none.
DeviceChoice choose_device(const std::string& device, size_t needed);
// Before anything is loaded. Throws Error{memory} when not even the weights fit into what is free now, with what would; a
// sentence when they do and a page may not, else nothing.
std::string check_memory(const DeviceChoice& choice, const ModelReport& report, double dpi, Compute compute);
std::unique_ptr<Backend> open_device(const DeviceChoice& choice, int threads, Compute compute);

}  // namespace lectern
