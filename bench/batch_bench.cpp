// Pictures of mixed sizes through a model's vision tower under --max-tokens-per-batch from 512 to 32,768 patches: the same
// bits each time, and what each bound costs in memory and time.
//
//   batch_bench --model DIR [--pictures N] [--patches P]      N pictures of P / 8 … P patches each
//
// "beyond weights" is the most the process held at a time above what it held before the run.
#include <malloc.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <random>
#include <thread>

#include "core/compute/cpu/cpu_backend_api.h"
#include "core/model/encode.h"

using namespace lectern;

static double resident_megabytes() {
    std::ifstream file("/proc/self/statm");
    double all = 0, resident = 0;
    file >> all >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

// Looks every two milliseconds while it lives.
class PeakResident {
   public:
    PeakResident() : before_(resident_megabytes()), peak_(before_) {
        watcher_ = std::jthread([this](std::stop_token stop) {
            while (!stop.stop_requested()) {
                peak_ = std::max(peak_.load(), resident_megabytes());
                std::this_thread::sleep_for(std::chrono::milliseconds(2));
            }
        });
    }
    double beyond() const { return peak_ - before_; }

   private:
    double before_;
    std::atomic<double> peak_;
    std::jthread watcher_;
};

// A picture that gives about so many patches, of another shape each time, noise all over.
static Image picture_of(int64_t patches, std::mt19937& rng) {
    const double aspect = 0.4 + 0.01 * static_cast<double>(rng() % 200), side = 14 * std::sqrt(static_cast<double>(patches));
    Image image(static_cast<int64_t>(side * std::sqrt(aspect)), static_cast<int64_t>(side / std::sqrt(aspect)));
    for (uint8_t& v : image.rgb) v = static_cast<uint8_t>(rng());
    return image;
}

int main(int argc, char** argv) {
    CLI::App app("Micro-batches of the vision tower");
    std::string model_folder;
    int pictures = 12;
    int64_t patches = 2000;
    app.add_option("--model", model_folder)->required();
    app.add_option("--pictures", pictures)->check(CLI::Range(1, 1000));
    app.add_option("--patches", patches)->check(CLI::Range(int64_t{32}, int64_t{20000}));
    CLI11_PARSE(app, argc, argv);

    const auto be = make_cpu_backend();
    const auto model = load_model(*be, model_folder);
    std::mt19937 rng(1);
    std::vector<ImagePatches> cut;
    for (int i = 0; i < pictures; ++i) {
        const Image image = picture_of(patches / 8 + static_cast<int64_t>(rng() % static_cast<uint64_t>(patches * 7 / 8 + 1)), rng);
        cut.push_back(model->make_prompt("", {&image, 1}, {}).images.at(0));
    }
    std::vector<const ImagePatches*> images;
    std::vector<int64_t> sizes;
    int64_t all = 0;
    for (const ImagePatches& p : cut) {
        images.push_back(&p);
        sizes.push_back(p.patches());
        all += p.patches();
    }
    std::printf("%s, %s: %d pictures, %lld patches\n", model->card().name.c_str(), be->name().c_str(), pictures, static_cast<long long>(all));
    std::printf("max tokens per batch  batches  seconds  beyond weights MB  result\n");
    std::vector<float> first;
    bool same = true;
    for (int64_t bound = 512; bound <= 32768; bound *= 2) {
        ::malloc_trim(0);
        const PeakResident peak;
        const auto start = std::chrono::steady_clock::now();
        int64_t most = bound;
        const std::vector<float> rows = be->read_floats(encode_packed(*be, *model, images, most));
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        if (first.empty()) first = rows;
        const bool equal = rows.size() == first.size() && std::memcmp(rows.data(), first.data(), rows.size() * sizeof(float)) == 0;
        same = same && equal;
        std::printf("%20lld  %7zu  %7.2f  %17.0f  %s\n", static_cast<long long>(bound), pack_pictures(sizes, bound).size(), seconds,
                    peak.beyond(), equal ? "the same bits" : "DIFFERENT");
    }
    return same ? 0 : 1;
}
