// lectern-cli models quantize: a model's folder once more, its matrices in 8 or 4 bits.
#include <unistd.h>

#include <cstdio>

#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "app/cli/read_arguments.h"
#include "app/model_store.h"
#include "core/base/error.h"
#include "core/model/model.h"
#include "core/weights/quantise_checkpoint.h"

namespace lectern {

namespace fs = std::filesystem;

static Error output_error(const fs::path& folder, const std::string& found, const std::string& advice) {
    return Error({.fault = Fault::output, .attempted = "write the quantised model", .subject = folder.string(), .found = found, .advice = advice});
}

// A folder beside the wanted one that goes away again unless it is given the wanted name.
class FolderInWork {
 public:
    explicit FolderInWork(const fs::path& wanted) : wanted_(fs::absolute(wanted).lexically_normal()) {
        if (!wanted_.has_filename()) wanted_ = wanted_.parent_path();
        std::error_code ec;
        if (fs::exists(wanted_, ec) && !(fs::is_directory(wanted_, ec) && fs::is_empty(wanted_, ec)))
            throw output_error(wanted_, "it is there already", "choose a folder that does not exist");
        path_ = wanted_.parent_path() / ("." + wanted_.filename().string() + "." + std::to_string(::getpid()) + ".part");
        fs::remove_all(path_, ec);  // left by a killed process with our number
        fs::create_directories(path_, ec);
        if (ec) throw output_error(wanted_, ec.message(), "choose a folder that may be written");
    }
    ~FolderInWork() {
        std::error_code ignored;
        if (!done_) fs::remove_all(path_, ignored);
    }
    FolderInWork(const FolderInWork&) = delete;
    FolderInWork& operator=(const FolderInWork&) = delete;

    const fs::path& path() const { return path_; }
    const fs::path& wanted() const { return wanted_; }
    void finish() {
        std::error_code ec;
        fs::rename(path_, wanted_, ec);
        if (ec) throw output_error(wanted_, ec.message(), "choose a folder that does not exist");
        done_ = true;
    }

 private:
    fs::path wanted_, path_;
    bool done_ = false;
};

// Everything beside the weights: configuration, tokenizer, card. Links are followed, as downloaded models consist of them.
static void copy_small_files(const fs::path& from, const fs::path& to) {
    for (const auto& entry : fs::directory_iterator(from)) {
        const std::string name = entry.path().filename().string();
        if (!entry.is_regular_file() || name.starts_with('.') || name.ends_with(".safetensors") || name == "model.safetensors.index.json" ||
            name.ends_with(".bin") || name.ends_with(".pt") || name.ends_with(".pth") || name.ends_with(".gguf"))
            continue;
        std::error_code ec;
        fs::copy_file(entry.path(), to / name, ec);
        if (ec) throw output_error(to / name, ec.message(), "make room, or choose another folder");
    }
}

static void require_room(const fs::path& folder, size_t bytes) {
    std::error_code ec;
    const fs::space_info space = fs::space(folder, ec);
    if (ec || space.available >= bytes + (size_t{64} << 20)) return;
    throw output_error(folder, megabytes(space.available) + " free, " + megabytes(bytes) + " needed", "make room, or choose a folder on another disk");
}

int quantize_model(const QuantizeArguments& args) {
    const LoadOptions options{.quant = parse_quant(args.quant), .vision = args.vision};
    const fs::path source = find_model(args.model);
    const Interrupt interrupt;
    if (args.vision)
        std::fprintf(stderr, "lectern-cli: --vision rounds the vision tower too: small print and thin strokes are read less well. Compare before you "
                             "keep it.\n");
    size_t before = 0, after = 0;
    FolderInWork folder(args.output);
    visit_weights(source, [&](const Checkpoint& checkpoint, const WeightTable& table) {
        if (checkpoint.quant() != Quant::none)
            throw Error({.fault = Fault::argument, .attempted = "quantise the model", .subject = source.string(),
                         .expected = "a model with its published weights",
                         .found = std::string("one that is quantised to ") + quant_name(checkpoint.quant()) + " already",
                         .advice = "quantise the published model"});
        before = checkpoint.bytes();
        after = quantised_bytes(checkpoint, table, options);
        require_room(folder.path(), after);
        copy_small_files(source, folder.path());
        write_quantised(checkpoint, table, options, folder.path() / "model.safetensors", [&](size_t done, size_t of, const std::string&) {
            if (interrupt.requested()) throw Error({.fault = Fault::cancelled, .attempted = "quantise the model", .found = "it was stopped"});
            if (::isatty(2)) std::fprintf(stderr, "\r%3zu %%", 100 * done / of);
        });
        if (::isatty(2)) std::fprintf(stderr, "\r     \r");
    });
    folder.finish();
    std::printf("%s: %s instead of %s.\n", folder.wanted().c_str(), megabytes(after).c_str(), megabytes(before).c_str());
    return 0;
}

}  // namespace lectern
