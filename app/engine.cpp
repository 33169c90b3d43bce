#include "app/engine.h"

#include <algorithm>

#include "app/model_store.h"
#include "core/base/error.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "core/layout/ink_layout.h"
#include "core/layout/whole_page.h"

namespace lectern {

static void check_device(const std::string& device) {
    if (device == "auto" || device == "cpu") return;
    const bool gpu = device.starts_with("vulkan");
    throw Error({.fault = gpu ? Fault::device : Fault::argument,
                 .attempted = "use the device \"" + device + "\"",
                 .found = gpu ? "this build computes on the CPU only" : "there is no such device",
                 .advice = "choose auto or cpu"});
}

static std::unique_ptr<LayoutDetector> make_layout(const ModelCard& card) {
    if (card.reads == Reads::page) return make_whole_page_layout();
    LineLimits limits;
    if (card.line.height > 0) {
        // A crop gets a margin, and some lines are taller than they look: not quite all the reader could take.
        limits.aspect = 0.92 * static_cast<double>(card.line.max_width) / static_cast<double>(card.line.height);
    }
    limits.characters = static_cast<int>(std::clamp<int64_t>(card.line.max_characters - 5, 1, 10'000));
    return make_ink_layout(limits);
}

namespace {

class RealEngine : public Engine {
 public:
    explicit RealEngine(const EngineOptions& options) : options_(options), folder_(find_model(options.model)) {}

    std::string model_name() const override { return model_ ? model_->card().name : folder_.filename().string(); }
    std::string device_name() override { return cpu_info().model; }
    double wanted_dpi() override { return model_ ? model_->card().dpi : inspect_model(folder_).card.dpi; }
    void load() override;
    void find_layout(PageInput& input, const ReadOptions& options, std::stop_token stop) const override {
        if (model_) lectern::find_layout(input, *layout_, model_->card(), options, stop);
    }
    Page read(const PageInput& input, const ReadOptions& options, PageEvents& events, std::stop_token stop) override {
        load();
        return read_page(*backend_, *model_, *layout_, input, options, events, stop);
    }

 private:
    EngineOptions options_;
    std::filesystem::path folder_;
    std::unique_ptr<Backend> backend_;  // before the model, which holds its tensors
    std::unique_ptr<VisionLanguageModel> model_;
    std::unique_ptr<LayoutDetector> layout_;
};

void RealEngine::load() {
    if (model_) return;
    backend_ = make_cpu_backend({.threads = options_.threads, .compute = options_.compute});
    auto model = load_model(*backend_, folder_);
    layout_ = make_layout(model->card());
    model_ = std::move(model);
}

}  // namespace

std::unique_ptr<Engine> make_engine(const EngineOptions& options) {
    check_device(options.device);
    return std::make_unique<RealEngine>(options);
}

}  // namespace lectern
