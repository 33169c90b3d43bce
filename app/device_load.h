// A model on the device that was chosen, or on the processor where that fails.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>

#include "app/device.h"

namespace lectern {

struct LoadPlan {
    const std::filesystem::path& folder;
    const ModelReport& report;  // of the folder
    LoadOptions load = {};
    Compute compute = Compute::bf16;
    int threads = 0;  // of the processor
    double dpi = 0;   // pages will be drawn at; 0: as the model wants
    std::stop_token stop = {};
    bool automatic = true;      // the device was not asked for by name
    bool nowhere_else = false;  // fail rather than go to the processor, when asked for by name
    std::function<void(const DeviceNotice&)> notice = {};
    std::function<std::unique_ptr<Backend>(const DeviceChoice&, int threads, Compute)> open = open_device;
};

struct LoadedModel {
    DeviceChoice device;               // where it is
    std::unique_ptr<Backend> backend;  // before the model, which holds its tensors
    std::unique_ptr<VisionLanguageModel> model;
};

// A GPU that does not open, and was asked for by name, is an error. One that fails after that, or was not asked for, is
// given up with a notice, and the processor is used; `lost_gpu` then says whether it stopped working. Throws Error.
LoadedModel load_on_device(const DeviceChoice& choice, const LoadPlan& plan, bool& lost_gpu);

}  // namespace lectern
