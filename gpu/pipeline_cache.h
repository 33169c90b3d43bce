// PipelineCache: the driver's compiled programs, kept on disk between runs.
#pragma once

#include <vulkan/vulkan.h>

#include <atomic>
#include <filesystem>
#include <string>

#include "gpu/device.h"

namespace lectern {

class PipelineCache {
 public:
    // A missing, foreign or damaged file is ignored. Without `on_disk` it lasts as long as the object.
    PipelineCache(const Device& device, bool on_disk);
    ~PipelineCache();  // writes it if programs were added; a failure to write only costs time at the next start
    PipelineCache(const PipelineCache&) = delete;
    PipelineCache& operator=(const PipelineCache&) = delete;

    VkPipelineCache handle() const { return handle_; }
    void note_new() { grown_ = true; }
    const std::string& note() const { return note_; }  // why the file could not be used; empty when it could

 private:
    void save() const;

    const Device& device_;
    std::filesystem::path path_;  // empty: not on disk
    VkPipelineCache handle_ = VK_NULL_HANDLE;
    std::string note_;
    std::atomic<bool> grown_ = false;
};

}  // namespace lectern
