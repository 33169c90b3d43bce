// lectern-cli trace: the parity tool. Every named step of one prefill and the greedy tokens, as one safetensors file.
#include <charconv>
#include <cstdio>
#include <optional>

#include "app/cli/commands.h"
#include "app/cli/pictures.h"
#include "app/cli/read_arguments.h"
#include "app/device_load.h"
#include "app/model_store.h"
#include "core/base/error.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "core/model/trace.h"
#include "core/weights/safetensors.h"

namespace lectern {

namespace {

struct TraceArguments {
    std::optional<std::string> prompt, input_ids;
    std::string model, device = "auto", compute = "bf16", quant = "none", mode, output;
    std::vector<std::string> images;
    int64_t max_new_tokens = 32;
    int threads = 0;
};

}  // namespace

static std::vector<int32_t> parse_ids(const std::string& text) {
    std::vector<int32_t> ids;
    for (const std::string& part : split_list(text)) {
        int32_t id = 0;
        const auto [end, problem] = std::from_chars(part.data(), part.data() + part.size(), id);
        if (problem != std::errc() || end != part.data() + part.size() || id < 0) {
            throw Error({.fault = Fault::argument,
                         .attempted = "use --input-ids",
                         .subject = part,
                         .found = "it is not a token id",
                         .advice = "write ids as 1,2,3"});
        }
        ids.push_back(id);
    }
    return ids;
}

static void check_arguments(const TraceArguments& args) {
    ErrorParts parts{.fault = Fault::argument, .attempted = "trace"};
    if (args.prompt.has_value() == args.input_ids.has_value()) {
        parts.found = "exactly one of --prompt and --input-ids is needed";
        parts.advice = "give the text, or the token ids with their placeholders";
        throw Error(parts);
    }
    check_device_name(args.device);
}

static void run_trace(const TraceArguments& args) {
    check_arguments(args);
    const Compute compute = args.compute == "f32" ? Compute::f32 : Compute::bf16;
    const std::filesystem::path folder = find_model(args.model);
    const LoadOptions load{.quant = parse_quant(args.quant)};
    const ModelReport report = inspect_model(folder, load);
    const DeviceChoice device = choose_device(args.device, automatic_needs(report, compute));
    check_memory(device, report, 0, compute);
    const auto say = [](const DeviceNotice& notice) {
        std::fprintf(stderr, "lectern-cli: %s\n", sentence(notice).c_str());
    };
    if (device.note) say(*device.note);
    bool lost_gpu = false;
    const auto [where, backend, model] = load_on_device(device,
                                                        {.folder = folder,
                                                         .report = report,
                                                         .load = load,
                                                         .compute = compute,
                                                         .threads = args.threads,
                                                         .automatic = args.device == "auto",
                                                         .nowhere_else = true,  // what is compared is the device
                                                         .notice = say},
                                                        lost_gpu);
    check_mode(*model, args.mode);
    const std::vector<Image> images = load_pictures(args.images, model->card().dpi);
    const PromptOptions options{.line = model->card().reads == Reads::line, .mode = args.mode};
    const Prompt prompt = !args.input_ids ? model->make_prompt(*args.prompt, images, options)
                                          : model->make_prompt(parse_ids(*args.input_ids), images, options);
    SafetensorsWriter file(args.output);
    file.add_metadata("format", "lectern-trace");
    file.add_metadata("model", model->card().name);
    file.add_metadata("compute", args.compute);
    file.add_metadata("quant", args.quant);
    trace(*backend, *model, prompt, args.max_new_tokens,
          [&](const std::string& name, std::span<const int64_t> shape, std::span<const float> values) {
              file.add_f32(name, shape, values);
          });
    file.finish();
}

void add_trace_command(CLI::App& app, int& exit) {
    CLI::App* command =
        app.add_subcommand("trace", "Write every step of one prefill to a file, for comparison with a reference");
    const auto args = std::make_shared<TraceArguments>();
    command->add_option("--model", args->model, "Model's name or folder")->required();
    command->add_option("--image", args->images, "Pictures, in the order of their placeholders");
    command->add_option("--prompt", args->prompt, "The user's text, put through the family's template");
    command->add_option("--input-ids", args->input_ids,
                        "Token ids with placeholders, instead of template and tokenizer: 1,2,3");
    command->add_option("--mode", args->mode, "How pictures are put in, of families with image modes: tiny, small, base, …");
    command->add_option("--device", args->device, "auto, cpu, vulkan or vulkan:N")->default_str("auto");
    command->add_option("--compute", args->compute, "bf16, or f32 for every product and sum")
        ->check(CLI::IsMember({"f32", "bf16"}));
    add_quant_option(*command, args->quant);
    command->add_option("--max-new-tokens", args->max_new_tokens, "Greedy tokens after the prefill")
        ->check(CLI::Range(int64_t{0}, int64_t{1} << 20));
    command->add_option("--threads", args->threads, "Threads to compute with")->check(CLI::Range(1, 1024));
    command->add_option("-o,--output", args->output, "The file to write")->required();
    command->callback([args, &exit] {
        run_trace(*args);
        exit = 0;
    });
}

}  // namespace lectern
