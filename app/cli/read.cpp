// lectern-cli read: documents → files. All inputs are tried; the exit code says how it went (DESIGN §3).
#include <cstdio>
#include <iostream>
#include <optional>
#include <set>
#include <sstream>

#include "app/cli/commands.h"
#include "app/cli/generation_options.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "app/cli/read_arguments.h"
#include "app/export_files.h"
#include "app/model_store.h"
#include "app/page_source.h"
#include "app/reading.h"
#include "app/save_file.h"
#include "core/base/caps.h"

namespace lectern {

namespace fs = std::filesystem;

namespace {

struct ReadArguments {
    std::vector<std::string> inputs;
    std::string output = ".", formats, model, device = "auto", pages, task = "page", prompt, region, schema, mode,
                password_file, quant = "none";
    GenerationArguments generation;
    double dpi = 0;
    int threads = 0;
    bool overwrite = false, quiet = false;
};

// One input and what became of it.
struct InputJob {
    std::string input;
    ExportPlan plan;
    int exit = 0;        // of this input alone
    bool wrote = false;  // something of it is on disk, or on its way through the pipe
};

class ReadCommand {
 public:
    explicit ReadCommand(const ReadArguments& arguments) : args_(arguments), progress_(arguments.quiet) {}
    int run();

 private:
    bool to_pipe() const { return args_.output == "-"; }
    ReadOptions read_options() const;
    void plan_outputs();
    void read_one(InputJob& job);
    void write(InputJob& job, const Document& document, const PageSource& source);
    void complain(InputJob& job, const std::string& sentence, int code);
    int overall() const;

    ReadArguments args_;
    Interrupt interrupt_;
    ReadingProgress progress_;
    ReadOptions options_;
    std::string password_;
    std::vector<InputJob> jobs_;
    std::unique_ptr<Engine> engine_;
};

}  // namespace

void ReadCommand::complain(InputJob& job, const std::string& sentence, int code) {
    progress_.end_document();
    std::fprintf(stderr, "lectern-cli: %s: %s\n", fs::path(job.input).filename().c_str(), sentence.c_str());
    if (job.exit == 0) job.exit = code;
}

// A form goes with its task, and the task needs one or a prompt of the user's own.
static void check_schema(const ReadOptions& options) {
    const bool extract = options.task == Task::extract;
    if (!options.form.empty() && !extract)
        throw Error({.fault = Fault::argument,
                     .attempted = "use --schema",
                     .found = "only the task extract fills in a form",
                     .advice = "add --task extract"});
    if (!options.form.empty() && !options.prompt.empty())
        throw Error({.fault = Fault::argument,
                     .attempted = "use --schema",
                     .found = "--prompt replaces the prompt it belongs to",
                     .advice = "leave one of them out"});
    if (extract && options.form.empty() && options.prompt.empty())
        throw Error({.fault = Fault::argument,
                     .attempted = "use the task extract",
                     .found = "it needs a form to fill in",
                     .advice = "name a JSON file with --schema: {\"name\": \"\", \"date\": \"\"}"});
}

ReadOptions ReadCommand::read_options() const {
    ReadOptions options;
    options.task = parse_task(args_.task);
    options.prompt = args_.prompt;
    options.mode = args_.mode;
    if (!args_.schema.empty()) options.form = read_form(args_.schema);
    check_schema(options);
    if (!args_.region.empty()) options.region = parse_region(args_.region);
    options.max_new_tokens = args_.generation.max_new_tokens;
    options.sampler = args_.generation.sampler();
    options.generate = args_.generation.generate();
    return options;
}

// "report", and for the second input of that name "report-2".
static std::string free_stem(const std::string& stem, std::set<std::string>& used) {
    std::string name = stem;
    for (int n = 2; !used.insert(name).second; ++n) name = stem + "-" + std::to_string(n);
    return name;
}

void ReadCommand::plan_outputs() {
    const bool extract = options_.task == Task::extract;
    const std::string usual = to_pipe() ? (extract ? "fields" : "md") : extract ? "json,fields" : "md,json";
    const std::string names = !args_.formats.empty() ? args_.formats : usual;
    const std::vector<const Exporter*> formats = parse_formats(names);
    if (to_pipe() && (formats.size() != 1 || args_.inputs.size() != 1)) {
        throw Error({.fault = Fault::argument,
                     .attempted = "use -o -",
                     .found = "standard output takes one format of one input",
                     .advice = "name a folder, or one input and one --format"});
    }
    std::set<std::string> used;
    for (const std::string& input : args_.inputs) {
        const std::string stem = free_stem(fs::path(input).stem().string(), used);
        jobs_.push_back({input, {args_.output, stem, formats, args_.overwrite}, 0, false});
    }
    if (to_pipe() || args_.overwrite) return;
    for (InputJob& job : jobs_) {
        const std::vector<fs::path> there = existing_outputs(job.plan);
        if (there.empty()) continue;
        complain(
            job,
            there[0].string() + " is already there. Choose another folder with -o, or replace it with --overwrite.",
            exit_code(Fault::output));
    }
}

void ReadCommand::write(InputJob& job, const Document& document, const PageSource& source) {
    const PageImages images = [&](size_t i) {
        const Page& page = document.pages.at(i);
        return source.render(static_cast<size_t>(page.number - 1), page.dpi, {});
    };
    job.wrote = true;
    if (!to_pipe()) {
        write_outputs(document, images, job.plan);
        return;
    }
    std::ostringstream text;
    job.plan.formats[0]->write(document, images, {text, job.plan.stem, {}});
    const std::string_view bytes = text.view();
    if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size() && std::fflush(stdout) == 0) return;
    throw Error({.fault = Fault::output,
                 .attempted = "write to standard output",
                 .found = "it was closed or is full",
                 .advice = "write to a folder with -o"});
}

void ReadCommand::read_one(InputJob& job) {
    const std::unique_ptr<PageSource> source = open_page_source(job.input, password_);
    std::optional<OutputFolder> folder;  // noticed before any reading; gone again when nothing came of it
    if (!to_pipe()) folder.emplace(job.plan.folder);
    ReadingJob reading;
    reading.name = fs::path(job.input).filename().string();
    reading.pages = parse_pages(args_.pages, source->page_count());
    reading.sha256 = file_sha256(job.input);
    reading.dpi = args_.dpi;
    reading.options = options_;
    progress_.start_document(reading.name, reading.pages.size());
    const ReadingResult result = read_document(*engine_, *source, reading, progress_, interrupt_.token());
    progress_.end_document();
    for (const PageFault& fault : result.faults) {
        complain(job, "page " + std::to_string(fault.number) + ": " + fault.sentence, exit_code(fault.fault));
    }
    for (const Page& page : result.document.pages) {
        for (const std::string& warning : page.warnings)
            complain(job, "page " + std::to_string(page.number) + ": " + warning, 0);
    }
    const size_t finished = result.document.pages.size() - result.faults.size();
    if (finished > 0) write(job, result.document, *source);
    if (finished > 0 && !result.faults.empty()) job.exit = 1;
    if (result.stopped) job.exit = exit_code(Fault::cancelled);
}

// 130 when interrupted; 0 when everything was read; 1 when something was written and something failed; else the first
// failure's own code.
int ReadCommand::overall() const {
    if (interrupt_.requested()) return exit_code(Fault::cancelled);
    int first = 0;
    bool wrote = false;
    for (const InputJob& job : jobs_) {
        wrote = wrote || job.wrote;
        if (first == 0) first = job.exit;
    }
    return first != 0 && wrote ? 1 : first;
}

int ReadCommand::run() {
    refuse_nan(args_.dpi);
    args_.generation.check();
    options_ = read_options();
    if (!args_.pages.empty()) parse_page_ranges(args_.pages);
    if (!args_.password_file.empty()) password_ = read_password(args_.password_file);
    const auto notice = [this](const DeviceNotice& what) {
        progress_.end_document();
        std::fprintf(stderr, "lectern-cli: %s\n", sentence(what).c_str());
    };
    engine_ = make_engine({.model = args_.model,
                           .device = args_.device,
                           .threads = args_.threads,
                           .notice = notice,
                           .stop = interrupt_.token(),
                           .load = {.quant = parse_quant(args_.quant)},
                           .dpi = args_.dpi});
    plan_outputs();
    for (InputJob& job : jobs_) {
        if (job.exit != 0) continue;
        if (interrupt_.requested()) break;
        try {
            read_one(job);
        } catch (const Error& e) {
            if (e.fault() == Fault::model || e.fault() == Fault::device) throw;  // no other input would fare better
            if (e.fault() == Fault::cancelled) break;
            if (e.fault() == Fault::output) job.wrote = false;
            complain(job, e.what(), exit_code(e.fault()));
        } catch (const std::bad_alloc&) {
            complain(job, "There is not enough memory to read it. Close other programs or choose a lower resolution.",
                     exit_code(Fault::memory));
        }
    }
    return overall();
}

static void add_options(CLI::App& read, ReadArguments& args) {
    read.add_option("INPUT", args.inputs, "PDF, PNG, JPEG, TIFF or WebP files")->required();
    read.add_option("-o,--output", args.output, "Folder for the results (made if missing), or - for standard output")
        ->default_str("the current folder");
    read.add_option("--format", args.formats, "Formats, separated by commas")
        ->default_str("md,json; json,fields of --task extract");
    read.add_option("--model", args.model, "Model's name or folder")->default_str(default_model_name());
    read.add_option("--device", args.device, "auto, cpu, vulkan or vulkan:N")->default_str("auto");
    read.add_option("--pages", args.pages, "Pages: 1-3,7")->default_str("all");
    read.add_option("--dpi", args.dpi, "Resolution pages are drawn at; what the model wants if not given")
        ->check(CLI::Range(caps::kMinDpi, caps::kMaxDpi));
    read.add_option("--task", args.task,
                    "page, text, table, formula, picture, layout, extract, grounding (--region, in sight of the page), web, "
                    "scene or question")
        ->default_str("page");
    read.add_option("--schema", args.schema,
                    "JSON form that --task extract fills in: an example with empty values, or a JSON Schema");
    read.add_option("--prompt", args.prompt, "Text given to the model instead of the task's own");
    read.add_option("--region", args.region, "Read only X,Y,W,H (points from the top left)");
    read.add_option("--mode", args.mode,
                    "How a picture is given to families with image modes: tiny, small, base, large, gundam, gundam-m");
    add_quant_option(read, args.quant);
    add_generation_options(read, args.generation);
    read.add_option("--password-file", args.password_file, "File whose first line is the PDF's password");
    read.add_option("--threads", args.threads, "Threads to compute with; one per core if not given")
        ->check(CLI::Range(1, 1024));
    read.add_flag("--overwrite", args.overwrite, "Replace results that are already there");
    read.add_flag("--quiet", args.quiet, "No progress");
}

void add_read_command(CLI::App& app, int& exit) {
    CLI::App* read = app.add_subcommand("read", "Read documents");
    const auto args = std::make_shared<ReadArguments>();
    add_options(*read, *args);
    read->callback([args, &exit] { exit = ReadCommand(*args).run(); });
}

}  // namespace lectern
