// page_bench: whole pages, the in-box reader beside Tesseract, in one run on the same rendered pages.
//
// Both start from the same PPM files and are timed from program start or model load to the last page's text. Tesseract:
// one process per core with OMP_THREAD_LIMIT=1, each with its share of the pages in one go, so that its start is paid
// once. Rounds alternate; medians are compared. Run it from the repository root on a quiet machine.
#include <QCoreApplication>
#include <QImage>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <thread>

#include "app/convert.h"
#include "app/engine.h"
#include "app/page_source.h"
#include "app/reading.h"
#include "core/base/json.h"
#include "tests/read/accuracy.h"
#include "tests/read/degrade.h"
#include "tests/read/pages.h"

namespace lectern {
namespace {

using Clock = std::chrono::steady_clock;

struct BenchPage {
    std::string name;
    QString ppm;
    double width = 0, height = 0, dpi = 200;  // points, points, of the file
    std::u32string truth;
};

// Pages that lie rendered on disk, as a document of their own.
class RenderedPages : public PageSource {
 public:
    explicit RenderedPages(const std::vector<BenchPage>& pages) : pages_(pages) {}
    size_t page_count() const override { return pages_.size(); }
    PageInfo page_info(size_t i) const override { return {pages_[i].width, pages_[i].height, 0, pages_[i].dpi}; }
    Image render(size_t i, double, std::stop_token) const override { return image_from_qimage(QImage(pages_[i].ppm)); }
    Image thumbnail(size_t, int) const override { return {}; }
    std::map<std::string, std::string> metadata() const override { return {}; }
    bool is_picture() const override { return true; }
    std::unique_ptr<PageSource> clone() const override { return std::make_unique<RenderedPages>(pages_); }

 private:
    const std::vector<BenchPage>& pages_;
};

struct Round {
    double seconds = 0;
    std::vector<std::u32string> texts;  // one per page
};

struct Options {
    int rounds = 5;
    int threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    std::string json;
};

}  // namespace

static double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

static double median(std::vector<double> v) {
    std::ranges::sort(v);
    const size_t n = v.size();
    return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

// English pages only: Tesseract's Debian package comes with English. Scans are made from three of them.
static std::vector<BenchPage> make_pages(const QString& folder, double dpi) {
    std::vector<std::string> missing;
    std::vector<test::KnownPage> known = test::sample_pages();
    for (test::KnownPage& page : test::debian_pages((folder + "/manuals").toStdString(), missing)) known.push_back(std::move(page));
    for (const std::string& sentence : missing) std::printf("note: %s\n", sentence.c_str());
    std::vector<BenchPage> pages;
    const auto add = [&](const std::string& name, const Image& image, const PageInfo& info, const std::string& truth) {
        const QString file = folder + QString("/page-%1.ppm").arg(pages.size());
        qimage_from_image(image).save(file);
        pages.push_back({name, file, info.width, info.height, dpi, test::strict_text(truth)});
    };
    for (const test::KnownPage& page : known) {
        if (page.name.starts_with("debian-reference-fr") || page.name == "reading-room-rules") continue;
        const auto source = open_page_source(page.file);
        const Image image = source->render(page.index, dpi);
        add(page.name, image, source->page_info(page.index), page.truth);
        if (page.name != "tide-clocks" && page.name != "harbour-library" && page.name != "debian-faq 20") continue;
        const test::Damage& damage = test::scan_damages()[pages.size() % test::scan_damages().size()];
        add(page.name + ", " + damage.name, test::degrade(image, damage), source->page_info(page.index), page.truth);
    }
    return pages;
}

static Round read_ours(const std::vector<BenchPage>& pages, const Options& options) {
    const auto start = Clock::now();
    const auto engine = make_engine({.model = "resources/models/reader-tiny", .threads = options.threads});
    const RenderedPages source(pages);
    ReadingJob job{.name = "pages", .sha256 = {}, .dpi = pages[0].dpi};
    for (size_t i = 0; i < pages.size(); ++i) job.pages.push_back(i);
    ReadingEvents silent;
    const ReadingResult result = read_document(*engine, source, job, silent, {});
    Round round{.seconds = seconds_since(start), .texts = {}};
    for (const Page& page : result.document.pages) round.texts.push_back(test::strict_text(test::page_text(page)));
    return round;
}

static std::vector<std::string> split_pages(const QByteArray& text) {
    std::vector<std::string> pages;
    for (const QByteArray& part : text.split('\f')) pages.push_back(part.toStdString());
    return pages;
}

// Pages i, i + n, i + 2n … go to process i.
static Round read_tesseract(const std::vector<BenchPage>& pages, const QString& folder, const Options& options) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("OMP_THREAD_LIMIT", "1");
    const size_t n = std::min(static_cast<size_t>(options.threads), pages.size());
    for (size_t p = 0; p < n; ++p) {
        std::ofstream list((folder + QString("/list-%1.txt").arg(p)).toStdString());
        for (size_t i = p; i < pages.size(); i += n) list << pages[i].ppm.toStdString() << "\n";
    }
    const auto start = Clock::now();
    std::vector<std::unique_ptr<QProcess>> running;
    for (size_t p = 0; p < n; ++p) {
        running.push_back(std::make_unique<QProcess>());
        running.back()->setProcessEnvironment(environment);
        running.back()->setStandardErrorFile(QProcess::nullDevice());
        running.back()->start("tesseract", {folder + QString("/list-%1.txt").arg(p), "stdout", "-l", "eng", "--dpi", QString::number(pages[0].dpi)});
    }
    for (const auto& process : running) process->waitForFinished(-1);
    Round round{.seconds = seconds_since(start), .texts = std::vector<std::u32string>(pages.size())};
    for (size_t p = 0; p < n; ++p) {
        const std::vector<std::string> texts = split_pages(running[p]->readAllStandardOutput());
        for (size_t i = p, k = 0; i < pages.size() && k < texts.size(); i += n, ++k) round.texts[i] = test::strict_text(texts[k]);
    }
    return round;
}

// Where our seconds go, one page after the other, nothing overlapped.
static void print_stages(const std::vector<BenchPage>& pages, const Options& options) {
    const auto engine = make_engine({.model = "resources/models/reader-tiny", .threads = options.threads});
    auto start = Clock::now();
    engine->load();
    const double load = seconds_since(start);
    double open = 0, layout = 0, read = 0;
    const RenderedPages source(pages);
    PageEvents silent;
    for (size_t i = 0; i < pages.size(); ++i) {
        start = Clock::now();
        PageInput input{.image = source.render(i, 0, {}), .dpi = pages[i].dpi, .width = pages[i].width, .height = pages[i].height};
        open += seconds_since(start);
        start = Clock::now();
        engine->find_layout(input, {}, {});
        layout += seconds_since(start);
        start = Clock::now();
        engine->read(input, {}, silent, {});
        read += seconds_since(start);
    }
    const double n = static_cast<double>(pages.size());
    std::printf("\nours, by stage (alone, s a page): open %.3f, layout %.3f, read %.3f; model loaded once in %.2f s\n", open / n, layout / n, read / n, load);
}

static Json round_json(const std::vector<double>& seconds, double cer) { return {{"seconds", seconds}, {"cer", cer}}; }

static int bench(const Options& options) {
    QTemporaryDir folder;
    if (QProcess::execute("sh", {"-c", "command -v tesseract >/dev/null"}) != 0) {
        std::printf("page_bench needs tesseract for the comparison. Install it: apt-get install tesseract-ocr\n");
        return 0;
    }
    const std::vector<BenchPage> pages = make_pages(folder.path(), 200);
    std::printf("%zu pages at 200 dpi, %d threads or processes, %d rounds\n", pages.size(), options.threads, options.rounds);
    std::vector<double> ours, theirs;
    Round a, b;
    for (int round = -1; round < options.rounds; ++round) {  // the first warms up
        a = read_ours(pages, options);
        b = read_tesseract(pages, folder.path(), options);
        if (round < 0) continue;
        ours.push_back(a.seconds);
        theirs.push_back(b.seconds);
        std::printf("round %d: ours %.2f s, tesseract %.2f s\n", round + 1, a.seconds, b.seconds);
        std::fflush(stdout);
    }
    std::printf("\n%-52s %6s %9s %7s %9s %7s\n", "page", "chars", "our CER", "words", "tess. CER", "words");
    test::Errors all_a, all_b;
    for (size_t i = 0; i < pages.size(); ++i) {
        const test::Errors ea = test::compare(pages[i].truth, a.texts[i]), eb = test::compare(pages[i].truth, b.texts[i]);
        all_a += ea;
        all_b += eb;
        std::printf("%-52s %6zu %8.2f%% %6.1f%% %8.2f%% %6.1f%%\n", pages[i].name.substr(0, 52).c_str(), ea.reference, ea.rate() * 100,
                    test::word_f1(pages[i].truth, a.texts[i]) * 100, eb.rate() * 100, test::word_f1(pages[i].truth, b.texts[i]) * 100);
    }
    std::printf("%-52s %6zu %8.2f%% %7s %8.2f%%\n", "all", all_a.reference, all_a.rate() * 100, "", all_b.rate() * 100);
    const double n = static_cast<double>(pages.size());
    std::printf("\nours      %.2f pages/s (median %.2f s, best %.2f, worst %.2f)\n", n / median(ours), median(ours), std::ranges::min(ours), std::ranges::max(ours));
    std::printf("tesseract %.2f pages/s (median %.2f s, best %.2f, worst %.2f)\n", n / median(theirs), median(theirs), std::ranges::min(theirs), std::ranges::max(theirs));
    std::printf("ratio     %.2f\n", median(theirs) / median(ours));
    print_stages(pages, options);
    if (!options.json.empty()) {
        const Json json = {{"pages", pages.size()}, {"threads", options.threads}, {"ours", round_json(ours, all_a.rate())}, {"tesseract", round_json(theirs, all_b.rate())}};
        std::ofstream(options.json) << json.dump(1) << "\n";
    }
    return 0;
}

}  // namespace lectern

int main(int argc, char** argv) {
    QCoreApplication app(argc, argv);
    lectern::Options options;
    const QStringList arguments = app.arguments();
    for (qsizetype i = 1; i + 1 < arguments.size(); i += 2) {
        if (arguments[i] == "--rounds") options.rounds = std::max(1, arguments[i + 1].toInt());
        if (arguments[i] == "--threads") options.threads = std::max(1, arguments[i + 1].toInt());
        if (arguments[i] == "--json") options.json = arguments[i + 1].toStdString();
    }
    if (arguments.size() % 2 == 0) {
        std::printf("use: page_bench [--rounds N] [--threads N] [--json FILE]\n");
        return 2;
    }
    try {
        return lectern::bench(options);
    } catch (const lectern::Error& e) {
        std::fprintf(stderr, "page_bench: %s\n", e.what());
        return lectern::exit_code(e.fault());
    }
}
