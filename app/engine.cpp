#include "app/engine.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "app/device_load.h"
#include "app/model_store.h"
#include "core/base/error.h"
#include "core/layout/ink_layout.h"
#include "core/layout/whole_page.h"

namespace lectern {

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
    std::string device_name() override { return choice().name; }
    void set_notice(NoticeTaker taker) override { options_.notice = std::move(taker); }
    bool lost_gpu() const override { return lost_gpu_; }
    double wanted_dpi() override { return model_ ? model_->card().dpi : report().card.dpi; }
    std::vector<Task> tasks() override;
    void load() override;
    void find_layout(PageInput& input, const ReadOptions& options, std::stop_token stop) const override {
        if (layout_) lectern::find_layout(input, *layout_, card_, options, stop);
    }
    Page read(const PageInput& input, const ReadOptions& options, PageEvents& events, std::stop_token stop) override;

 private:
    const ModelReport& report();  // of the folder, looked into once
    const DeviceChoice& choice();
    void load_on(const DeviceChoice& device);
    bool note_loss();
    void notice(const std::optional<DeviceNotice>& what) const {
        if (what && options_.notice) options_.notice(*what);
    }
    Page read_on_processor(DeviceNotice::Kind why, const std::string& reason, const PageInput& input,
                           const ReadOptions& options, PageEvents& events, std::stop_token stop);

    EngineOptions options_;
    std::filesystem::path folder_;
    std::optional<ModelReport> report_;
    std::optional<DeviceChoice> choice_;
    std::unique_ptr<Backend> backend_;  // before the model, which holds its tensors
    std::unique_ptr<VisionLanguageModel> model_;
    std::unique_ptr<LayoutDetector>
        layout_;  // with the card unchanged from the first load on: find_layout() reads them
    ModelCard card_;
    bool lost_gpu_ = false;
};

const ModelReport& RealEngine::report() {
    if (!report_) report_ = inspect_model(folder_, options_.load);
    return *report_;
}

const DeviceChoice& RealEngine::choice() {
    if (!choice_) choice_ = choose_device(options_.device, automatic_needs(report(), options_.compute));
    if (lost_gpu_ && choice_->gpu >= 0) choice_ = processor();
    return *choice_;
}

std::vector<Task> RealEngine::tasks() {
    const ModelCard card = model_ ? model_->card() : report().card;
    std::vector<Task> out;
    for (const auto& [task, prompt] : card.tasks) out.push_back(task);
    const bool has_page = std::find(out.begin(), out.end(), Task::page) != out.end();
    if (!has_page && card.reads != Reads::page) out.insert(out.begin(), Task::page);  // layout makes one of any reader
    return out;
}

// The old model goes before its backend, and both before new memory is asked for.
void RealEngine::load_on(const DeviceChoice& device) {
    model_.reset();
    backend_.reset();
    notice(device.note);
    notice(check_memory(device, report(), options_.dpi, options_.compute));
    LoadedModel made = load_on_device(device,
                                      {.folder = folder_,
                                       .report = report(),
                                       .load = options_.load,
                                       .compute = options_.compute,
                                       .threads = options_.threads,
                                       .dpi = options_.dpi,
                                       .stop = options_.stop,
                                       .automatic = options_.device == "auto",
                                       .notice = options_.notice,
                                       .open = options_.open},
                                      lost_gpu_);
    choice_ = std::move(made.device);
    backend_ = std::move(made.backend);
    model_ = std::move(made.model);
}

// Whether it is the loss of the device that ended what was going on.
bool RealEngine::note_loss() {
    const auto* gpu = dynamic_cast<const GpuBackend*>(backend_.get());
    if (gpu && gpu->lost()) lost_gpu_ = true;
    return lost_gpu_;
}

void RealEngine::load() {
    if (model_) return;
    load_on(DeviceChoice(choice()));
    if (layout_) return;
    card_ = model_->card();
    layout_ = make_layout(card_);
}

// The GPU's backend is given up: the page and all after it are read on the processor.
Page RealEngine::read_on_processor(DeviceNotice::Kind why, const std::string& reason, const PageInput& input,
                                   const ReadOptions& options, PageEvents& events, std::stop_token stop) {
    const DeviceNotice what{.kind = why, .gpu = choice().name, .reason = reason};
    notice(what);
    load_on(processor());
    Page page = read_page(*backend_, *model_, *layout_, input, options, events, stop);
    page.warnings.push_back(what.gpu + " failed, so this page was read again on the processor.");
    if (page.state == PageState::read) page.state = PageState::warnings;
    return page;
}

// A generator that notes when an answer ended for want of memory.
static Generator watched(Generator generator, bool& no_room) {
    return [generator = std::move(generator), &no_room](std::vector<GenerateRequest> requests,
                                                        const GenerateEvents& heard, std::stop_token stop) {
        std::vector<Generated> made = generator(std::move(requests), heard, stop);
        for (const Generated& one : made)
            no_room = no_room || (one.reason == StopReason::failed && one.fault == Fault::memory);
        return made;
    };
}

Page RealEngine::read(const PageInput& input, const ReadOptions& options, PageEvents& events, std::stop_token stop) {
    using Kind = DeviceNotice::Kind;
    load();
    Kind why = Kind::gpu_fell_out;
    std::string reason;
    try {
        bool no_room = false;
        const Generator generator = watched(generator_on(*backend_, *model_, options, events), no_room);
        Page page = read_page(generator, *model_, *layout_, input, options, events, stop);
        const bool failed = page.state == PageState::failed;
        // Parts that found no memory, but not those that were then read with fewer pixels.
        no_room = (no_room && page.dpi == input.dpi) || (failed && page.fault == Fault::memory);
        if (choice().gpu < 0 || page.state == PageState::stopped || !(no_room || (failed && note_loss()))) return page;
        why = Kind::page_too_large;
        reason = page.failure;
    } catch (const Error& e) {
        if (choice().gpu < 0 || e.fault() != Fault::device) throw;
        reason = Error({.fault = e.fault(), .attempted = e.parts().attempted, .found = e.parts().found}).what();
    }
    if (note_loss()) why = Kind::gpu_lost;
    return read_on_processor(why, reason, input, options, events, stop);
}

}  // namespace

std::unique_ptr<Engine> make_engine(const EngineOptions& options) {
    check_device_name(options.device);
    return std::make_unique<RealEngine>(options);
}

}  // namespace lectern
