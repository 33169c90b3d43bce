// One model's steps at real size: vision encode, prefill, decode, with each op's share of the time and % of the limits
// measured in the same run. The model may be any folder; bench/random_checkpoint.py writes full-size ones. Quantised weights: a folder made by `lectern-cli models quantize`.
//   step_bench MODEL [--phase vision,prefill,decode] [--page WxH] [--tokens N] [--context N] [--steps N] [--repeat N]
//              [--threads N] [--level scalar|avx2|avx512|avx512_bf16|amx] [--serve]
// --serve: commands come on standard input (`vision W H`, `prefill N`, `decode CONTEXT STEPS`, `limits`), one JSON line
// answers each; bench/peers/run.py takes turns with other engines that way. With "-" for a model: `limits` and `probe`.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>

#include "bench/peak.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "core/model/model.h"

namespace lectern::bench {

using Clock = std::chrono::steady_clock;

struct Options {
    std::string model, phases = "vision,prefill,decode";
    int64_t width = 700, height = 1400, tokens = 1300, context = 512, steps = 32, repeat = 5;
    CpuOptions cpu;
    bool serve = false;
};

static double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// VmHWM, the most since start_peak(), or VmRSS, what is resident now; in MB.
static double memory_mb(const std::string& key) {
    std::ifstream file("/proc/self/status");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with(key + ":")) return std::stod(line.substr(key.size() + 1)) / 1024;
    return 0;
}
static double peak_memory_mb() { return memory_mb("VmHWM"); }
static void start_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }

// Stripes and noise: what is in it does not matter.
static Image test_page(int64_t width, int64_t height) {
    Image image(width, height);
    for (size_t i = 0; i < image.rgb.size(); ++i) image.rgb[i] = static_cast<uint8_t>((i * 2654435761u >> 13) % 251);
    return image;
}

class Bench {
   public:
    explicit Bench(const Options& o)
        : be_((times_.enabled = !o.serve, with_times(o.cpu, times_))), model_(load_model(*be_, o.model)) {}

    // Seconds of one encode; preprocessing is not in it, on either side.
    double vision(int64_t width, int64_t height) {
        if (!page_ || page_width_ != width || page_height_ != height) {
            const std::vector<Image> images{test_page(width, height)};
            page_ = model_->make_prompt("", images, {});
            page_width_ = width, page_height_ = height;
        }
        std::vector<const ImagePatches*> patches;
        for (const ImagePatches& p : page_->images) patches.push_back(&p);
        const auto start = Clock::now();
        const Tensor rows = model_->encode(*be_, patches);
        (void)be_->read_floats(rows.slice_rows(0, 1));
        return since(start);
    }

    int64_t patches() const { return page_->images.empty() ? 0 : page_->images[0].patches(); }

    // Seconds to the last row's logits.
    double prefill(int64_t tokens) {
        start_sequence(tokens);
        return step(prompt_of(tokens), tokens);
    }

    // Seconds of a token, each chosen by the one before it.
    std::vector<double> decode(int64_t context, int64_t steps) {
        start_sequence(context + steps);
        const auto so_far = times_.ops;
        step(prompt_of(context), context);
        times_.ops = so_far;  // the prompt's are not this phase's
        std::vector<double> seconds;
        for (int64_t i = 0; i < steps; ++i) {
            const auto start = Clock::now();
            TokenBatch batch;
            append_token(batch, sequence_, next_);
            forward(batch);
            seconds.push_back(since(start));
        }
        return seconds;
    }

    CpuOpTimes& times() { return times_; }
    const VisionLanguageModel& model() const { return *model_; }
    std::string device() const { return be_->name(); }

   private:
    static std::unique_ptr<Backend> with_times(CpuOptions options, CpuOpTimes& times) {
        options.times = &times;
        return make_cpu_backend(options);
    }

    void start_sequence(int64_t keys) {
        if (!cache_ || pages_ < KvCache::pages_for(keys)) {
            cache_.reset();
            pages_ = KvCache::pages_for(keys);
            cache_.emplace(*be_, model_->cache_geometry(), pages_);
        } else {
            cache_->release(sequence_);
        }
        sequence_ = {};
        if (!cache_->reserve(sequence_, keys)) throw Error({.fault = Fault::memory, .attempted = "hold the keys of the run"});
    }

    Prompt prompt_of(int64_t tokens) const {
        std::vector<int32_t> ids(static_cast<size_t>(tokens));
        const bool small = model_->tokenizer() != nullptr && model_->tokenizer()->size() < 50300;  // a test's: bytes only
        for (size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<int32_t>(small ? i * 37 % 200 : 300 + i * 37 % 50000);
        return model_->make_prompt(ids, {}, {});
    }

    double step(const Prompt& prompt, int64_t tokens) {
        const auto start = Clock::now();
        TokenBatch batch;
        append_prompt(batch, sequence_, prompt, tokens, 0, true);
        forward(batch);
        return since(start);
    }

    void forward(const TokenBatch& batch) {
        const Tensor logits = model_->forward(*be_, batch, {}, *cache_);
        next_ = be_->read_ids(be_->top_tokens(logits, 2).ids)[0];
    }

    CpuOpTimes times_;
    std::unique_ptr<Backend> be_;
    std::unique_ptr<VisionLanguageModel> model_;
    std::optional<Prompt> page_;
    int64_t page_width_ = 0, page_height_ = 0, pages_ = 0;
    std::optional<KvCache> cache_;
    Sequence sequence_;
    int32_t next_ = 0;
};

static double median(std::vector<double> v) {
    std::sort(v.begin(), v.end());
    return v[v.size() / 2];
}

static void print_ops(const CpuOpTimes& times, double wall, const Peak& peak) {
    std::printf("  %-16s %7s %9s %7s %10s %7s %8s %7s\n", "op", "calls", "seconds", "share", "GFLOP/s", "% peak", "GB/s", "% read");
    double rest = wall;
    std::vector<std::pair<std::string, CpuOpTimes::Op>> ops(times.ops.begin(), times.ops.end());
    std::ranges::sort(ops, [](const auto& a, const auto& b) { return a.second.seconds > b.second.seconds; });
    for (const auto& [name, op] : ops) {
        const double flops = op.flops / op.seconds * 1e-9, bytes = op.bytes / op.seconds * 1e-9;
        std::printf("  %-16s %7lld %9.4f %6.1f%% %10.0f %6.1f%% %8.1f %6.1f%%\n", name.c_str(), static_cast<long long>(op.calls), op.seconds,
                    100 * op.seconds / wall, flops, 100 * flops / std::max(peak.bf16_gflops, peak.f32_gflops), bytes, 100 * bytes / peak.read_gbs);
        rest -= op.seconds;
    }
    std::printf("  %-16s %7s %9.4f %6.1f%%\n", "between", "", rest, 100 * rest / wall);
}

static Json limits(int threads) {
    const Peak peak = measure_peak(threads);
    return {{"f32_gflops", peak.f32_gflops}, {"bf16_gflops", peak.bf16_gflops}, {"read_gbs", measure_read(threads)}};
}

// `bench` is nullptr with "-" for a model, which only measures the machine.
static void serve(Bench* bench, const Options& o) {
    std::cout << Json{{"ready", bench ? bench->device() : cpu_info().model}} << std::endl;
    for (std::string line; std::getline(std::cin, line);) {
        std::istringstream words(line);
        std::string command;
        int64_t a = 0, b = 0;
        words >> command >> a >> b;
        Json answer;
        if (command == "limits")
            answer = limits(o.cpu.threads);
        else if (command == "probe")
            answer = {{"gflops", probe_gflops(o.cpu.threads)}, {"gbs", probe_read(o.cpu.threads)}};
        else if (bench && command == "vision")
            answer = {{"seconds", std::vector<double>{bench->vision(a, b)}}, {"patches", bench->patches()}};
        else if (bench && command == "prefill")
            answer = {{"seconds", std::vector<double>{bench->prefill(a)}}};
        else if (bench && command == "decode")
            answer = {{"seconds", bench->decode(a, b)}};
        answer["peak_mb"] = peak_memory_mb();
        std::cout << answer << std::endl;
    }
}

static void run(const Options& o) {
    const Peak peak = measure_peak(o.cpu.threads);
    std::printf("%s; limits measured: %.0f GFLOP/s bf16, %.0f f32, %.1f GB/s read\n", cpu_info().model.c_str(), peak.bf16_gflops, peak.f32_gflops,
                peak.read_gbs);
    Bench bench(o);
    const double loading = peak_memory_mb(), loaded = memory_mb("VmRSS");
    std::printf("%s, %s; %.0f MB resident after loading, at most %.0f MB before\n", bench.model().card().name.c_str(), bench.device().c_str(), loaded, loading);
    const auto measure = [&](const std::string& what, auto&& once, double items, const char* unit) {
        start_peak();
        once();
        bench.times().ops.clear();
        std::vector<double> seconds;
        double wall = 0;
        for (int64_t i = 0; i < o.repeat; ++i) {
            for (const double s : once()) {
                seconds.push_back(s);
                wall += s;
            }
        }
        const double s = median(seconds);
        std::printf("\n%s: median %.4f s of %zu (best %.4f): %.1f %s; peak memory %.0f MB, %.0f beyond loading\n", what.c_str(), s, seconds.size(),
                    std::ranges::min(seconds), items / s, unit, peak_memory_mb(), peak_memory_mb() - loaded);
        print_ops(bench.times(), wall, peak);
        std::fflush(stdout);
    };
    if (o.phases.find("vision") != std::string::npos) {
        bench.vision(o.width, o.height);
        measure("vision encode of " + std::to_string(bench.patches()) + " patches",
                [&] { return std::vector<double>{bench.vision(o.width, o.height)}; }, static_cast<double>(bench.patches()), "patches/s");
    }
    if (o.phases.find("prefill") != std::string::npos)
        measure("prefill of " + std::to_string(o.tokens) + " tokens", [&] { return std::vector<double>{bench.prefill(o.tokens)}; },
                static_cast<double>(o.tokens), "tokens/s");
    if (o.phases.find("decode") != std::string::npos) {
        bench.decode(o.context, 1);
        bench.times().ops.clear();
        measure("decode at " + std::to_string(o.context) + " tokens", [&] { return bench.decode(o.context, o.steps); }, 1, "tokens/s");
    }
}

static CpuLevel parse_level(const std::string& s) {
    for (const auto& [name, level] : {std::pair{"scalar", CpuLevel::scalar}, {"avx2", CpuLevel::avx2}, {"avx512", CpuLevel::avx512},
                                      {"avx512_bf16", CpuLevel::avx512_bf16}, {"amx", CpuLevel::amx}})
        if (s == name) return level;
    return CpuLevel::best;
}

static bool parse(int argc, char** argv, Options& o) {
    for (int i = 1; i < argc; ++i) {
        const std::string a = argv[i];
        if (a == "--serve") {
            o.serve = true;
        } else if (!a.starts_with("--")) {
            o.model = a;
        } else {
            if (++i >= argc) return false;
            const std::string v = argv[i];
            if (a == "--phase") o.phases = v;
            else if (a == "--page") { if (std::sscanf(v.c_str(), "%ldx%ld", &o.width, &o.height) != 2) return false; }
            else if (a == "--tokens") o.tokens = std::stol(v);
            else if (a == "--context") o.context = std::stol(v);
            else if (a == "--steps") o.steps = std::stol(v);
            else if (a == "--repeat") o.repeat = std::stol(v);
            else if (a == "--threads") o.cpu.threads = std::stoi(v);
            else if (a == "--level") o.cpu.level = parse_level(v);
            else return false;
        }
    }
    if (o.cpu.threads <= 0) o.cpu.threads = cpu_info().threads;
    return !o.model.empty();
}

}  // namespace lectern::bench

int main(int argc, char** argv) {
    using namespace lectern::bench;
    Options options;
    if (!parse(argc, argv, options)) {
        std::fprintf(stderr, "use: step_bench MODEL [--phase vision,prefill,decode] [--page WxH] [--tokens N] [--context N] [--steps N]\n"
                             "       [--repeat N] [--threads N] [--level NAME] [--serve]\n");
        return 2;
    }
    try {
        if (options.serve) {
            std::optional<Bench> bench;
            if (options.model != "-") bench.emplace(options);
            serve(bench ? &*bench : nullptr, options);
        } else {
            run(options);
        }
    } catch (const lectern::Error& e) {
        std::fprintf(stderr, "step_bench: %s\n", e.what());
        return lectern::exit_code(e.fault());
    }
    return 0;
}
