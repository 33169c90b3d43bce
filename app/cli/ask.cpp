// lectern-cli ask: a question about pictures; the answer streams to standard output.
#include <cstdio>
#include <optional>

#include "app/cli/commands.h"
#include "app/cli/generation_options.h"
#include "app/cli/interrupt.h"
#include "app/cli/pictures.h"
#include "app/cli/read_arguments.h"
#include "app/device_load.h"
#include "app/model_store.h"
#include "core/base/caps.h"
#include "core/model/image_marks.h"
#include "core/model/task_prompt.h"
#include "core/pipeline/pipeline.h"

namespace lectern {

// When nobody says how long an answer may be.
static constexpr int64_t kLongestAnswer = 16'384;

namespace {

struct AskArguments {
    std::vector<std::string> images;
    std::string model, task, box, mode, quant = "none", device = "auto";
    std::optional<std::string> prompt;
    GenerationArguments generation;
    double dpi = 0;
    int threads = 0;
};

// What is said goes out at once, in whole characters.
class SpokenAnswer {
   public:
    void say(std::string_view text) {
        if (text.empty()) return;
        last_ = text.back();
        if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) return;
        throw Error({.fault = Fault::output,
                     .attempted = "write to standard output",
                     .found = "it was closed or is full",
                     .advice = "let something read it, or send it to a file"});
    }
    void finish() {
        if (last_ != '\n') say("\n");
    }

   private:
    char last_ = '\n';
};

}  // namespace

// Why an answer ends where it does, when the reader cannot see it.
static const char* remark_on(StopReason reason) {
    switch (reason) {
        case StopReason::token_budget:
            return "The answer reached the token limit and was cut here. Raise it with --max-new-tokens.";
        case StopReason::context_full:
            return "The answer filled the model's context and was cut here.";
        case StopReason::repetition:
            return "The model began to repeat itself and was stopped here.";
        default:
            return nullptr;
    }
}

static Rect parse_box(const std::string& text) {
    return parse_region(text, "--box", "write left,top,width,height in pixels of the first picture");
}

// The user's own, or a task's as the model's publisher words it.
static std::string words(const VisionLanguageModel& model, const AskArguments& args, const std::vector<Image>& images, PromptOptions& options) {
    const ModelCard& card = model.card();
    if (args.task.empty()) {
        options.system = card.style_of(Task::question).system;
        return *args.prompt;
    }
    const Task task = parse_task(args.task);
    const std::string* prompt = card.prompt_for(task);
    if (prompt == nullptr) check_task(card, {.task = task, .region = Rect{}});
    const TaskStyle style = card.style_of(task);
    options.text_first = style.text_first;
    options.system = style.system;
    const PixelSize size = images.empty() ? PixelSize{1, 1} : PixelSize{images[0].height, images[0].width};
    return fill_prompt(prompt != nullptr ? *prompt : std::string(), model, size, args.box.empty() ? std::nullopt : std::optional(parse_box(args.box)));
}

static void check_words(const AskArguments& args) {
    ErrorParts parts{.fault = Fault::argument, .attempted = "ask"};
    if (args.prompt.has_value() == !args.task.empty()) {
        parts.found = "exactly one of --prompt and --task is needed";
        parts.advice = "give the question, or name a task of the model (lectern-cli models show lists them)";
        throw Error(parts);
    }
    if (!args.task.empty()) parse_task(args.task);
    if (!args.box.empty() && args.task.empty()) {
        parts.found = "--box goes with a task that asks about a part of a picture";
        parts.advice = "add --task grounding";
        throw Error(parts);
    }
    if (!args.box.empty()) parse_box(args.box);
    if (args.task.empty()) split_prompt(*args.prompt, args.images.size());
}

static GenerateRequest make_request(const VisionLanguageModel& model, const AskArguments& args) {
    const std::vector<Image> images = load_pictures(args.images, args.dpi > 0 ? args.dpi : model.card().dpi);
    check_mode(model, args.mode);
    PromptOptions options{.line = model.card().reads == Reads::line, .mode = args.mode};
    const std::string text = words(model, args, images, options);
    GenerateRequest request{.prompt = model.make_prompt(text, images, options)};
    const int64_t wanted = args.generation.max_new_tokens > 0 ? args.generation.max_new_tokens : kLongestAnswer;
    const int64_t context = model.stats().context;
    const int64_t room = context > 0 ? context - static_cast<int64_t>(request.prompt.ids.size()) : wanted;
    request.max_new_tokens = std::max<int64_t>(1, std::min(wanted, room));
    request.sampler = args.generation.sampler();
    return request;
}

static int ask(const AskArguments& args) {
    const Interrupt interrupt;
    args.generation.check();
    refuse_nan(args.dpi);
    check_device_name(args.device);
    check_words(args);  // before a model of some gigabytes is loaded
    const std::filesystem::path folder = find_model(args.model);
    const LoadOptions load{.quant = parse_quant(args.quant)};
    const ModelReport report = inspect_model(folder, load);
    const DeviceChoice device = choose_device(args.device, automatic_needs(report, Compute::bf16));
    const auto say = [](const DeviceNotice& notice) {
        std::fprintf(stderr, "lectern-cli: %s\n", sentence(notice).c_str());
    };
    for (const auto& notice : {device.note, check_memory(device, report, args.dpi, Compute::bf16)})
        if (notice) say(*notice);
    bool lost_gpu = false;
    const LoadedModel loaded = load_on_device(device,
                                              {.folder = folder,
                                               .report = report,
                                               .load = load,
                                               .threads = args.threads,
                                               .dpi = args.dpi,
                                               .stop = interrupt.token(),  // loading takes seconds, too
                                               .automatic = args.device == "auto",
                                               .notice = say},
                                              lost_gpu);
    std::vector<GenerateRequest> requests;
    requests.push_back(make_request(*loaded.model, args));
    SpokenAnswer answer;
    GenerateEvents events;
    events.token = [&](size_t, std::string_view text, const GeneratedToken&) { answer.say(text); };
    const Generated result =
        generate(*loaded.backend, *loaded.model, std::move(requests), args.generation.generate(), events, interrupt.token())[0];
    answer.finish();
    if (result.reason == StopReason::cancelled) return exit_code(Fault::cancelled);
    if (result.reason == StopReason::failed) {
        std::fprintf(stderr, "lectern-cli: %s\n", result.failure.c_str());
        return exit_code(result.fault);
    }
    if (result.drafted_tokens > 0)
        std::fprintf(stderr, "lectern-cli: %lld of %lld tokens guessed ahead were right; %.2f tokens a step\n",
                     static_cast<long long>(result.accepted_drafts), static_cast<long long>(result.drafted_tokens),
                     tokens_per_step(result));
    if (const char* remark = remark_on(result.reason)) std::fprintf(stderr, "lectern-cli: %s\n", remark);
    return 0;
}

void add_ask_command(CLI::App& app, int& exit) {
    CLI::App* command = app.add_subcommand("ask", "Ask a model about pictures; the answer goes to standard output");
    const auto args = std::make_shared<AskArguments>();
    command->add_option("--model", args->model, "Model's name or folder")->required();
    command->add_option("--image", args->images, "Pictures, in the order of their places; of a PDF the first page");
    command->add_option("--prompt", args->prompt,
                        "The question. <image> stands where a picture belongs; without any, pictures come first");
    command->add_option("--task", args->task, "Instead of a question: one of the model's own tasks, in its publisher's words");
    command->add_option("--box", args->box, "The part --task grounding asks about: X,Y,W,H in pixels of the first picture");
    command->add_option("--dpi", args->dpi, "Resolution PDF pages are drawn at; what the model wants if not given")
        ->check(CLI::Range(caps::kMinDpi, caps::kMaxDpi));
    command->add_option("--device", args->device, "auto, cpu, vulkan or vulkan:N")->default_str("auto");
    command->add_option("--threads", args->threads, "Threads to compute with; one per core if not given")
        ->check(CLI::Range(1, 1024));
    command->add_option("--mode", args->mode, "How pictures are given to families with image modes: tiny, small, base, …");
    add_quant_option(*command, args->quant);
    add_generation_options(*command, args->generation);
    command->callback([args, &exit] { exit = ask(*args); });
}

}  // namespace lectern
