// quant_bench: what int8 and int4 cost in accuracy, on the reader in the box, whose weights are real. For each form of
// the weights: how far the first logits of every text line lie from those in F32, and the error rates of whole pages.
//   build/release/bench/quant_bench      from the repository root
#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/engine.h"
#include "app/page_source.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "core/layout/ink_layout.h"
#include "core/model/trace.h"
#include "core/pipeline/crop.h"
#include "tests/read/accuracy.h"
#include "tests/read/pages.h"

namespace lectern {
namespace {

using namespace lectern::test;

const char* const kModel = "resources/models/reader-tiny";

struct Form {
    const char* name;
    Compute compute;
    Quant quant;
};
constexpr Form kForms[] = {{"f32", Compute::f32, Quant::none},
                           {"bf16", Compute::bf16, Quant::none},
                           {"int8", Compute::bf16, Quant::int8},
                           {"int4", Compute::bf16, Quant::int4}};

PageInput rendered(const KnownPage& known, double dpi) {
    const auto source = open_page_source(known.file);
    const PageInfo info = source->page_info(known.index);
    PageInput input{.dpi = reading_dpi(info, dpi), .number = 1, .width = info.width, .height = info.height};
    input.image = source->render(known.index, input.dpi);
    return input;
}

std::vector<Image> line_crops(const PageInput& page) {
    const LayoutPage found = make_ink_layout()->detect(page.image, page.dpi, {});
    std::vector<Image> crops;
    for (const LayoutRegion& region : found.regions)
        for (const LayoutLine& line : region.lines) crops.push_back(crop(found.image, line.box, line_margin(line.box)));
    return crops;
}

std::vector<float> first_logits(Backend& be, const VisionLanguageModel& model, const Image& line) {
    std::vector<float> logits;
    trace(be, model, model.make_prompt("", std::span(&line, 1), {.line = true}), 1,
          [&](const std::string& name, std::span<const int64_t>, std::span<const float> values) {
              if (name == "logits") logits.assign(values.begin(), values.end());
          });
    return logits;
}

std::vector<std::vector<float>> all_logits(const Form& form, const std::vector<Image>& lines) {
    const auto be = make_cpu_backend({.compute = form.compute});
    const auto model = load_model(*be, kModel, {.quant = form.quant});
    std::vector<std::vector<float>> all;
    for (const Image& line : lines) all.push_back(first_logits(*be, *model, line));
    return all;
}

struct LogitError {
    double mean = 0, root_mean_square = 0, largest = 0;
    size_t changed = 0;  // lines whose best first token is another
};

LogitError logit_error(const std::vector<std::vector<float>>& truth, const std::vector<std::vector<float>>& got) {
    LogitError e;
    double count = 0;
    for (size_t line = 0; line < truth.size(); ++line) {
        for (size_t i = 0; i < truth[line].size(); ++i, ++count) {
            const double d = std::abs(static_cast<double>(truth[line][i]) - got[line][i]);
            e.mean += d;
            e.root_mean_square += d * d;
            e.largest = std::max(e.largest, d);
        }
        const auto best = [](const std::vector<float>& v) { return std::max_element(v.begin(), v.end()) - v.begin(); };
        e.changed += best(truth[line]) != best(got[line]);
    }
    e.mean /= count;
    e.root_mean_square = std::sqrt(e.root_mean_square / count);
    return e;
}

// One character per word, so that compare() counts words. A hyphen that may be left out is left out.
std::u32string words_as_characters(const std::u32string& text, std::vector<std::u32string>& dictionary) {
    std::u32string out, word;
    const auto take = [&] {
        if (word.empty()) return;
        const auto found = std::find(dictionary.begin(), dictionary.end(), word);
        out.push_back(static_cast<char32_t>(0x1000 + (found - dictionary.begin())));
        if (found == dictionary.end()) dictionary.push_back(word);
        word.clear();
    };
    for (char32_t c : text) {
        if (c == U' ')
            take();
        else if (c != U'\u00AD')
            word.push_back(c);
    }
    take();
    return out;
}

struct PageErrors {
    Errors characters, words;
};

PageErrors read_pages(const Form& form, const std::vector<KnownPage>& pages, const std::vector<PageInput>& inputs) {
    const auto engine = make_engine({.model = kModel, .compute = form.compute, .load = {.quant = form.quant}});
    PageErrors sum;
    PageEvents silent;
    for (size_t i = 0; i < pages.size(); ++i) {
        const std::u32string truth = strict_text(pages[i].truth);
        const std::u32string got = strict_text(page_text(engine->read(inputs[i], {}, silent, {})));
        sum.characters += compare(truth, got);
        std::vector<std::u32string> dictionary;
        const std::u32string true_words = words_as_characters(truth, dictionary);
        sum.words += compare(true_words, words_as_characters(got, dictionary));
    }
    return sum;
}

void run() {
    std::vector<std::string> missing;
    std::vector<KnownPage> pages = sample_pages();
    for (KnownPage& page : debian_pages(LECTERN_READ_CACHE, missing)) pages.push_back(std::move(page));
    for (const std::string& sentence : missing) std::printf("note: %s\n", sentence.c_str());
    const double dpi = inspect_model(kModel).card.dpi;
    std::vector<PageInput> inputs;
    std::vector<Image> lines;
    for (const KnownPage& page : pages) {
        inputs.push_back(rendered(page, dpi));
        for (Image& line : line_crops(inputs.back())) lines.push_back(std::move(line));
    }
    const std::vector<std::vector<float>> truth = all_logits(kForms[0], lines);
    std::printf("%zu pages, %zu lines; logits against F32 arithmetic on the same lines\n\n", pages.size(),
                lines.size());
    std::printf(
        "| weights | mean error | RMS | largest | first token differs | CER | WER |\n|---|---|---|---|---|---|---|\n");
    for (const Form& form : kForms) {
        const LogitError e = logit_error(truth, all_logits(form, lines));
        const PageErrors p = read_pages(form, pages, inputs);
        std::printf("| %s | %.4f | %.4f | %.3f | %zu of %zu | %.3f %% | %.2f %% |\n", form.name, e.mean,
                    e.root_mean_square, e.largest, e.changed, lines.size(), p.characters.rate() * 100,
                    p.words.rate() * 100);
    }
}

}  // namespace
}  // namespace lectern

int main(int argc, char** argv) {
    QCoreApplication app(argc, argv);  // image formats are plugins
    lectern::run();
}
