#include "app/reading.h"

#include <QCryptographicHash>
#include <QFile>
#include <future>
#include <optional>

#include "app/convert.h"

namespace lectern {

std::string file_sha256(const std::filesystem::path& file) {
    QFile device(qstring_from_path(file));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!device.open(QIODevice::ReadOnly) || !hash.addData(&device)) return {};
    return hash.result().toHex().toStdString();
}

// A page ready to be read, or the reason why it cannot be.
struct DrawnPage {
    PageInput input;
    std::optional<PageFault> fault;
};

static DrawnPage failed(DrawnPage page, Fault fault, const std::string& sentence) {
    page.fault = PageFault{page.input.number, fault, sentence};
    return page;
}

static DrawnPage draw(const Engine& engine, const PageSource& source, size_t index, const ReadingJob& job,
                      double wanted_dpi, std::stop_token stop) {
    DrawnPage page;
    page.input.number = static_cast<int64_t>(index) + 1;
    try {
        const PageInfo info = source.page_info(index);
        page.input.width = info.width;
        page.input.height = info.height;
        page.input.rotation = info.rotation;
        page.input.dpi = job.dpi > 0 ? job.dpi : reading_dpi(info, wanted_dpi);
        page.input.image = source.render(index, page.input.dpi, stop);
        page.input.warnings = source.flaws(index);
        engine.find_layout(page.input, job.options, stop);
        return page;
    } catch (const Error& e) {
        return failed(std::move(page), e.fault(), e.what());
    } catch (const std::bad_alloc&) {
        return failed(
            std::move(page), Fault::memory,
            "There is not enough memory to draw this page. Close other programs or choose a lower resolution.");
    }
}

static Page failed_page(const DrawnPage& drawn) {
    Page page;
    page.number = drawn.input.number;
    page.width = drawn.input.width;
    page.height = drawn.input.height;
    page.rotation = drawn.input.rotation;
    page.state = PageState::failed;
    page.failure = drawn.fault->sentence;
    return page;
}

static Document start_document(const PageSource& source, const ReadingJob& job) {
    Document document;
    document.source = {job.name, job.sha256, source.metadata()};
    return document;
}

ReadingResult read_document(Engine& engine, const PageSource& source, const ReadingJob& job, ReadingEvents& events,
                            std::stop_token stop) {
    engine.load();
    const double wanted_dpi = engine.wanted_dpi();
    const std::unique_ptr<PageSource> own_source = source.clone();  // for the drawing thread alone
    const auto start_drawing = [&](size_t i) {
        return std::async(std::launch::async,
                          [&, i] { return draw(engine, *own_source, job.pages[i], job, wanted_dpi, stop); });
    };
    ReadingResult result{start_document(source, job), {}, false};
    std::future<DrawnPage> next;
    if (!job.pages.empty()) next = start_drawing(0);
    for (size_t i = 0; i < job.pages.size(); ++i) {
        const DrawnPage drawn = next.get();
        if (i + 1 < job.pages.size() && !stop.stop_requested()) next = start_drawing(i + 1);
        if (stop.stop_requested()) break;
        events.page_begins(i, drawn.input);
        Page page = drawn.fault ? failed_page(drawn) : engine.read(drawn.input, job.options, events, stop);
        if (page.state == PageState::stopped) break;
        if (page.state == PageState::failed) {
            result.faults.push_back(drawn.fault.value_or(PageFault{page.number, page.fault, page.failure}));
        }
        result.document.pages.push_back(std::move(page));
        events.page_ends(i, result.document.pages.back());
    }
    result.stopped = stop.stop_requested();
    mark_repeated_furniture(result.document.pages);
    return result;
}

}  // namespace lectern
