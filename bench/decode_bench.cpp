// What a decoded token costs on any device, at a model's real width: milliseconds, bytes moved beside the limit measured in
// the same run, each op's share, and what was asked of the device.
//   decode_bench MODEL [SHALLOW] [--device cpu|vulkan|vulkan:N] [--quant none|int8|int4] [--f32] [--context N] [--steps N]
//                [--layers N] [--wait] [--memory GB] [--cold]
// bench/random_checkpoint.py FAMILY DIR --text-layers N --vision-layers 1 writes models of full width and few layers. With
// two that differ in nothing but their number the time of --layers N follows from their difference; it is printed as what it
// is, an extrapolation. The context's keys are whatever memory holds: speed does not depend on values.
// --wait: each token is read before the next step is begun, rather than after it.
// --memory: of a GPU, more than its driver says is free (a software driver has the machine's).
// --cold: how long a process needs to its first token, the first time on a machine and the second.
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "bench/peak.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "core/model/model.h"
#include "gpu/gpu.h"

namespace lectern::bench {

using Clock = std::chrono::steady_clock;
static double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

struct Options {
    std::string model, shallow, device = "cpu";
    Quant quant = Quant::none;
    Compute compute = Compute::bf16;
    int64_t context = 512, steps = 8, layers = 0, memory = 0;  // memory: GB, 0: what is free
    bool cold = false, wait = false;
    bool vulkan() const { return device != "cpu"; }
    int index() const { return device.starts_with("vulkan:") ? std::stoi(device.substr(7)) : -1; }
};

static std::unique_ptr<GpuBackend> open(const Options& o, bool timestamps = false) {
    return make_vulkan_backend({.device = o.index(), .compute = o.compute, .memory_budget = o.memory * 1'000'000'000, .timestamps = timestamps});
}

struct Limits {
    double flops = 0, bytes = 0;  // in a second
};

struct Result {
    double seconds = 0;  // of a token, the median
    int64_t layers = 0;
    std::vector<OpTime> ops;  // of a token
    GpuCounts counts;         // likewise
};

// A model and one sequence that has read `context` tokens.
class Decoder {
 public:
    Decoder(Backend& be, const std::string& folder, const Options& o)
        : be_(be), wait_(o.wait), model_(load_model(be, folder, {.quant = o.quant})) {
        const int64_t keys = o.context + 2 * o.steps + 4;
        cache_.emplace(be, model_->cache_geometry(), KvCache::pages_for(keys));
        if (!cache_->reserve(sequence_, keys)) throw Error({.fault = Fault::memory, .attempted = "hold the run's keys"});
        // Families with M-RoPE have three positions for a token: their prompts say so.
        const std::vector<int32_t> ids{300, 301, 302, 303};
        prompt_ = model_->make_prompt(ids, {}, {});
    }

    void prefill() {
        TokenBatch batch;
        append_prompt(batch, sequence_, prompt_, static_cast<int64_t>(prompt_.ids.size()), 0, true);
        step_ = begin(batch);
        step_.best->wait();
    }
    void skip_to(int64_t keys) {
        sequence_.keys = keys;
        sequence_.next_position = static_cast<int32_t>(keys);
    }
    // Reads a token; where the device runs behind the host, the next one's step is begun before.
    double token() {
        const auto start = Clock::now();
        TokenBatch batch;
        if (wait_ || !be_.runs_behind()) {
            append_token(batch, sequence_, step_.best->ids(0)[0]);
            step_ = begin(batch);
            step_.best->wait();
            return since(start);
        }
        append_token(batch, sequence_, 0);
        batch.device_ids = be_.slice_cols(step_.top.ids, 0, 1);
        const Step now = std::exchange(step_, begin(batch));
        now.best->wait();
        return since(start);
    }
    int64_t layers() const { return model_->cache_geometry().layers; }
    std::string name() const { return model_->card().family; }

 private:
    struct Step {
        TopTokens top;
        std::unique_ptr<Fetch> best;
    };
    Step begin(const TokenBatch& batch) {
        Step s{be_.top_tokens(model_->forward(be_, batch, {}, *cache_), 2), nullptr};
        const Tensor wanted[] = {s.top.ids, s.top.values, s.top.log_sum_exp};
        s.best = be_.fetch(wanted);
        return s;
    }

    Backend& be_;
    const bool wait_;
    std::unique_ptr<VisionLanguageModel> model_;
    std::optional<KvCache> cache_;
    Sequence sequence_;
    Prompt prompt_;
    Step step_;  // the last one begun
};

static std::vector<double> decode(Decoder& d, const Options& o) {
    d.prefill();
    d.skip_to(o.context);
    d.token();
    std::vector<double> seconds;
    for (int64_t i = 0; i < o.steps; ++i) seconds.push_back(d.token());
    std::sort(seconds.begin(), seconds.end());
    return seconds;
}

static void per_token(std::vector<OpTime>& ops, int64_t tokens) {
    for (OpTime& t : ops) {
        const auto n = static_cast<double>(tokens);
        t.dispatches /= tokens;
        t.seconds /= n, t.flops /= n, t.bytes /= n;
    }
    std::ranges::sort(ops, [](const OpTime& a, const OpTime& b) { return a.seconds > b.seconds; });
}

static Result run_gpu(const std::string& folder, const Options& o, Limits& limits, std::string& device) {
    Result r;
    {
        const auto be = open(o);
        const DeviceInfo info = be->device_info();
        device = info.name + ", " + device_kind_name(info.kind) + ", " + info.driver;
        if (info.kind == DeviceKind::software)
            device += "\nThese are the rates of a software driver on the processor; they say nothing about a card.";
        if (limits.bytes == 0) {
            const DeviceLimits measured = be->measure_limits();
            limits = {measured.flops, measured.bytes_per_second};
        }
        Decoder d(*be, folder, o);
        const std::vector<double> seconds = decode(d, o);
        r.seconds = seconds[seconds.size() / 2];
        r.layers = d.layers();
        const GpuCounts before = be->counts();
        d.token();
        const GpuCounts after = be->counts();
        r.counts = {.dispatches = after.dispatches - before.dispatches, .copies = after.copies - before.copies,
                    .barriers = after.barriers - before.barriers, .submissions = after.submissions - before.submissions,
                    .waits = after.waits - before.waits};
    }
    // Each op alone and measured: slower than the run above, which is what a token costs.
    const auto be = open(o, true);
    Decoder d(*be, folder, o);
    d.prefill();
    d.skip_to(o.context);
    d.token();
    be->op_times();
    for (int64_t i = 0; i < o.steps; ++i) d.token();
    r.ops = be->op_times();
    per_token(r.ops, o.steps);
    return r;
}

static Result run_cpu(const std::string& folder, const Options& o, Limits& limits, std::string& device) {
    Result r;
    CpuOpTimes times;
    const auto be = make_cpu_backend({.compute = o.compute, .times = &times});
    device = cpu_info().model + ", " + be->name();
    if (limits.bytes == 0) {
        const Peak peak = measure_peak(cpu_info().threads);
        limits = {1e9 * std::max(peak.f32_gflops, peak.bf16_gflops), 1e9 * peak.read_gbs};
    }
    Decoder d(*be, folder, o);
    d.prefill();
    d.skip_to(o.context);
    d.token();
    times.ops.clear();
    std::vector<double> seconds;
    for (int64_t i = 0; i < o.steps; ++i) seconds.push_back(d.token());
    std::sort(seconds.begin(), seconds.end());
    r.seconds = seconds[seconds.size() / 2];
    r.layers = d.layers();
    for (const auto& [name, t] : times.ops) r.ops.push_back({name, t.calls, t.seconds, t.flops, t.bytes});
    per_token(r.ops, o.steps);
    return r;
}

static void print(const Result& r, const Options& o, const Limits& limits) {
    double bytes = 0, measured = 0;
    for (const OpTime& t : r.ops) bytes += t.bytes, measured += t.seconds;
    std::printf("%lld layers, %lld keys: %.2f ms a token, %.2f GB moved, %.1f GB/s, %.0f %% of the limit\n",
                static_cast<long long>(r.layers), static_cast<long long>(o.context), 1e3 * r.seconds, 1e-9 * bytes,
                1e-9 * bytes / r.seconds, 100 * bytes / r.seconds / limits.bytes);
    if (o.vulkan())
        std::printf("a token: %lld dispatches, %lld copies, %lld barriers, %lld submissions, %lld waits; it is read %s\n",
                    static_cast<long long>(r.counts.dispatches), static_cast<long long>(r.counts.copies),
                    static_cast<long long>(r.counts.barriers), static_cast<long long>(r.counts.submissions),
                    static_cast<long long>(r.counts.waits),
                    o.wait ? "before the next step is begun" : "while the device is at the next step");
    std::printf("  %-24s %6s %9s %7s %9s %7s %8s %7s\n", "op", "calls", "ms", "share", "GFLOP/s", "% limit", "GB/s", "% limit");
    for (const OpTime& t : r.ops) {
        if (t.seconds <= 0) continue;
        std::printf("  %-24s %6lld %9.3f %6.1f%% %9.1f %6.1f%% %8.1f %6.1f%%\n", t.op.c_str(), static_cast<long long>(t.dispatches),
                    1e3 * t.seconds, 100 * t.seconds / measured, 1e-9 * t.flops / t.seconds, 100 * t.flops / t.seconds / limits.flops,
                    1e-9 * t.bytes / t.seconds, 100 * t.bytes / t.seconds / limits.bytes);
    }
}

static void run(const Options& o) {
    Limits limits;
    std::string device;
    const auto one = [&](const std::string& folder) {
        return o.vulkan() ? run_gpu(folder, o, limits, device) : run_cpu(folder, o, limits, device);
    };
    const Result r = one(o.model);
    std::printf("%s\nmeasured limits: %.1f GFLOP/s, %.1f GB/s\n%s, weights %s\n", device.c_str(), 1e-9 * limits.flops, 1e-9 * limits.bytes,
                std::filesystem::path(o.model).filename().c_str(), o.quant == Quant::none ? "as they are" : o.quant == Quant::int8 ? "int8" : "int4");
    print(r, o, limits);
    if (o.shallow.empty()) return;
    const Result less = one(o.shallow);
    std::printf("\n");
    print(less, o, limits);
    if (less.layers >= r.layers) throw Error({.fault = Fault::argument, .attempted = "extrapolate", .expected = "a second model of fewer layers"});
    const double layer = (r.seconds - less.seconds) / static_cast<double>(r.layers - less.layers);
    std::printf("\nextrapolated, not measured: %.2f ms a layer, %.2f ms beside the layers; %.1f ms a token with %lld layers\n", 1e3 * layer,
                1e3 * (less.seconds - layer * static_cast<double>(less.layers)),
                1e3 * (r.seconds + layer * static_cast<double>(o.layers - r.layers)), static_cast<long long>(o.layers));
}

// -- from the start of a process to its first token

static int first_token(const Options& o, const char* which) {
    const auto start = Clock::now();
    std::unique_ptr<Backend> be;
    GpuBackend* gpu = nullptr;
    if (o.vulkan()) {
        auto made = open(o);
        gpu = made.get();
        be = std::move(made);
    } else {
        be = make_cpu_backend({.compute = o.compute});
    }
    const double open = since(start);
    Decoder d(*be, o.model, o);
    const double loaded = since(start);
    d.prefill();
    const double first = since(start);
    d.token();
    std::printf("%s: device open after %.0f ms, weights loaded after %.0f ms, first token after %.0f ms, the next %.0f ms later\n", which,
                1e3 * open, 1e3 * loaded, 1e3 * first, 1e3 * (since(start) - first));
    if (gpu) {
        const ProgramCounts p = gpu->programs();
        std::printf("  programs: %lld built, %lld of them ahead by the thread; %lld times one was waited for\n", static_cast<long long>(p.built),
                    static_cast<long long>(p.built_ahead), static_cast<long long>(p.waited_for));
        if (!gpu->cache_note().empty()) std::printf("  %s\n", gpu->cache_note().c_str());
    }
    std::fflush(stdout);
    return 0;
}

// Two processes, with caches of their own: ours and Mesa's.
static void run_cold(const Options& o) {
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("decode_bench-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder / "mesa");
    ::setenv("XDG_CACHE_HOME", folder.c_str(), 1);
    ::setenv("MESA_SHADER_CACHE_DIR", (folder / "mesa").c_str(), 1);
    for (const char* which : {"first start", "second start"}) {
        std::fflush(stdout);
        const pid_t child = ::fork();
        if (child == 0) {
            int code = 1;
            try {
                code = first_token(o, which);
            } catch (const Error& e) {
                std::fprintf(stderr, "decode_bench: %s\n", e.what());
            }
            std::_Exit(code);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
    }
    std::filesystem::remove_all(folder);
}

}  // namespace lectern::bench

int main(int argc, char** argv) {
    using namespace lectern;
    bench::Options o;
    CLI::App app("What a decoded token costs");
    app.add_option("model", o.model, "a model's folder")->required();
    app.add_option("shallow", o.shallow, "the same model with fewer layers");
    app.add_option("--device", o.device, "cpu, vulkan or vulkan:N");
    app.add_option("--quant", o.quant)->transform(CLI::CheckedTransformer(std::map<std::string, Quant>{
        {"none", Quant::none}, {"int8", Quant::int8}, {"int4", Quant::int4}}));
    app.add_flag_callback("--f32", [&] { o.compute = Compute::f32; });
    app.add_option("--context", o.context, "keys in the cache")->check(CLI::Range(4, 1000000));
    app.add_option("--steps", o.steps, "tokens measured")->check(CLI::Range(1, 10000));
    app.add_option("--layers", o.layers, "to extrapolate to, with two models");
    app.add_flag("--wait", o.wait, "read each token before the next step is begun");
    app.add_option("--memory", o.memory, "GB of a GPU to use, whatever its driver says is free")->check(CLI::Range(1, 1000));
    app.add_flag("--cold", o.cold, "time from a process's start to its first token");
    CLI11_PARSE(app, argc, argv);
    if (o.cold) o.wait = true;  // a token's time is until it is read
    try {
        o.cold ? bench::run_cold(o) : bench::run(o);
    } catch (const Error& e) {
        std::fprintf(stderr, "decode_bench: %s\n", e.what());
        return exit_code(e.fault());
    }
    return 0;
}
