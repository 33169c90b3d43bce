// What --device means on this machine, and the backend it leads to.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "core/compute/backend.h"

namespace lectern {

struct DeviceChoice {
    int gpu = -1;      // index of list_devices(), -1: the CPU
    std::string name;  // of the processor or the GPU
    std::string note;  // why a GPU there is was left alone; a sentence, often empty
};

// Throws Error{argument} unless it is auto, cpu, vulkan or vulkan:N. Asks no driver.
void check_device_name(const std::string& device);
// Bytes that reading takes with a model of so many bytes of weights.
size_t memory_needed(size_t weight_bytes);
// auto: the first discrete GPU whose memory holds the weights and room to work, else the CPU; never a software driver.
// vulkan: the best device there is, a software driver included. Throws Error{device} when there is none.
DeviceChoice choose_device(const std::string& device, size_t weight_bytes);
std::unique_ptr<Backend> open_device(const DeviceChoice& choice, int threads, Compute compute);

}  // namespace lectern
