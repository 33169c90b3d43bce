// Engine: what reads pages behind the window and the command line. The real one owns backend, model and layout.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "app/device.h"
#include "core/pipeline/events.h"
#include "core/pipeline/pipeline.h"

namespace lectern {

// Told, on the reading thread, when another device is used than was thought, or memory is short.
using NoticeTaker = std::function<void(const DeviceNotice&)>;

struct EngineOptions {
    std::string model;            // name or folder; empty: the in-box reader
    std::string device = "auto";  // auto, cpu, vulkan, vulkan:N
    int threads = 0;
    Compute compute = Compute::bf16;
    NoticeTaker notice = {};
    // How a device is opened; tests give one that breaks.
    std::function<std::unique_ptr<Backend>(const DeviceChoice&, int threads, Compute)> open = open_device;
    std::stop_token stop = {};  // ends loading, which takes seconds for large models, with Error{Fault::cancelled}
    LoadOptions load = {};
    double dpi = 0;  // pages will be drawn at, for the estimate of memory; 0: as the model wants
};

// Lives on one thread. Construction is cheap; the model is loaded by the first call that needs it.
class Engine {
 public:
    virtual ~Engine() = default;
    virtual std::string model_name() const = 0;
    virtual std::string device_name() = 0;  // the processor's from the moment a GPU fell out
    virtual void set_notice(NoticeTaker taker) { (void)taker; }
    virtual bool lost_gpu() const { return false; }  // one stopped working: this process leaves GPUs alone from now on
    virtual double wanted_dpi() = 0;        // ModelCard::dpi; loads nothing
    virtual std::vector<Task> tasks() = 0;  // that it can be asked for; likewise
    virtual void load() = 0;                // now rather than at the first page; throws Error
    // Fills input.layout where the model wants it, so that read() need not. Optional; for another thread than read()'s,
    // after load().
    virtual void find_layout(PageInput& input, const ReadOptions& options, std::stop_token stop) const {
        (void)input, (void)options, (void)stop;
    }
    // Never throws for a page's own trouble: that ends in Page::state failed. Throws Error for model and device faults.
    virtual Page read(const PageInput& input, const ReadOptions& options, PageEvents& events, std::stop_token stop) = 0;
};

std::unique_ptr<Engine> make_engine(const EngineOptions& options);
// Replays a stored document (lectern-document JSON), page by number, with the pace of a fast reader.
std::unique_ptr<Engine> make_fake_engine(const std::filesystem::path& document_json);

}  // namespace lectern
