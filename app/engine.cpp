#include "app/engine.h"

#include <algorithm>
#include <optional>

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
    void notice(const std::string& sentence) const {
        if (options_.notice) options_.notice(sentence);
    }

    EngineOptions options_;
    std::filesystem::path folder_;
    std::optional<ModelReport> report_;
    std::optional<DeviceChoice> choice_;
    std::unique_ptr<Backend> backend_;  // before the model, which holds its tensors
    std::unique_ptr<VisionLanguageModel> model_;
    std::unique_ptr<LayoutDetector>
        layout_;  // with the card unchanged from the first load on: find_layout() reads them
    ModelCard card_;
};

const ModelReport& RealEngine::report() {
    if (!report_) report_ = inspect_model(folder_, options_.load);
    return *report_;
}

const DeviceChoice& RealEngine::choice() {
    if (!choice_) choice_ = choose_device(options_.device, memory_needed(report(), options_.compute, true));
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
    backend_ = options_.open(device, options_.threads, options_.compute);
    backend_->set_stop(options_.stop);
    model_ = load_model(*backend_, folder_, options_.load);
    backend_->set_stop({});
}

void RealEngine::load() {
    if (model_) return;
    const DeviceChoice device = choice();
    if (!device.note.empty()) notice(device.note);
    if (const std::string tight = check_memory(device, report(), options_.dpi, options_.compute); !tight.empty())
        notice(tight);
    try {
        load_on(device);
    } catch (const Error& e) {
        const bool gpu_trouble = e.fault() == Fault::device || e.fault() == Fault::memory;
        if (device.gpu < 0 || options_.device != "auto" || !gpu_trouble) throw;
        notice(std::string(e.what()) + " The processor is used instead.");
        choice_ = choose_device("cpu", 0);
        load_on(*choice_);
    }
    if (layout_) return;
    card_ = model_->card();
    layout_ = make_layout(card_);
}

// A GPU that is lost takes its backend with it: the page is read again on the processor, and so are those after it.
Page RealEngine::read(const PageInput& input, const ReadOptions& options, PageEvents& events, std::stop_token stop) {
    load();
    try {
        return read_page(*backend_, *model_, *layout_, input, options, events, stop);
    } catch (const Error& e) {
        if (choice().gpu < 0 || e.fault() != Fault::device) throw;
        notice(std::string(e.what()) + " The page is read again on the processor.");
    }
    choice_ = choose_device("cpu", 0);
    load_on(*choice_);
    return read_page(*backend_, *model_, *layout_, input, options, events, stop);
}

}  // namespace

std::unique_ptr<Engine> make_engine(const EngineOptions& options) {
    check_device_name(options.device);
    return std::make_unique<RealEngine>(options);
}

}  // namespace lectern
