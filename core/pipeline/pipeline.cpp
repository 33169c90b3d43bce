#include "core/pipeline/pipeline.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <new>

#include "core/base/error.h"
#include "core/image/resize.h"
#include "core/layout/refine.h"
#include "core/pipeline/crop.h"
#include "core/pipeline/line_reader.h"
#include "core/pipeline/page_frame.h"
#include "core/pipeline/region_reader.h"

namespace lectern {

// When memory runs out although generate() has taken its groups apart, the page is read again with fewer pixels.
static constexpr double kFewerPixels = 0.7;  // of the resolution
static constexpr double kLeastDpi = 72;

void check_task(const ModelCard& card, const ReadOptions& options) {
    if (options.task == Task::grounding && !options.region)
        throw Error({.fault = Fault::argument, .attempted = "use the task grounding", .found = "it reads a part of a page",
                     .advice = "say which with --region X,Y,W,H in points, or leave --task out"});
    const bool whole_page =
        options.task == Task::page && card.reads != Reads::page;  // layout makes a page of any reader
    if (whole_page || !options.prompt.empty() || card.prompt_for(options.task) != nullptr) return;
    std::string names = card.reads == Reads::page ? "" : "page";
    for (const auto& [task, prompt] : card.tasks) {
        if (task != Task::page || names.empty()) names += (names.empty() ? "" : ", ") + std::string(task_name(task));
    }
    throw Error({.fault = Fault::argument,
                 .attempted = "use the task \"" + std::string(task_name(options.task)) + "\"",
                 .subject = card.name,
                 .found = "this model does not have it",
                 .advice = "choose one of its tasks: " + names});
}

// The part of the page that is read: all of it, or the region asked for.
struct Part {
    PageInput input;
    double x = 0, y = 0;  // points: where it begins
    Rect pixels = {};     // of the page's picture
};

static Part part_to_read(const PageInput& input, const ReadOptions& options) {
    if (!options.region) return {input, 0, 0, {}};
    const Rect inside = intersected(*options.region, {0, 0, input.width, input.height});
    const double f = input.dpi / 72;
    Rect pixels = scaled(inside, f);
    pixels = {std::floor(pixels.x0), std::floor(pixels.y0), std::ceil(pixels.x1), std::ceil(pixels.y1)};
    pixels =
        intersected(pixels, {0, 0, static_cast<double>(input.image.width), static_cast<double>(input.image.height)});
    Part part{{}, pixels.x0 / f, pixels.y0 / f, pixels};
    if (!pixels.empty()) part.input.image = crop(input.image, pixels);
    if (part.input.image.empty()) {
        throw Error({.fault = Fault::argument,
                     .attempted = "read the region",
                     .subject = "page " + std::to_string(input.number),
                     .found = "it does not lie on the page",
                     .advice = "give it in points from the top left corner of the page as shown"});
    }
    part.input.dpi = input.dpi;
    part.input.number = input.number;
    part.input.layout = input.layout;
    return part;
}

// What is read in one piece: by models for pages; by those for regions a form that is filled in from all of it, and a
// rectangle of the user's with a task of the user's, which is a region already.
static bool in_one_piece(const ModelCard& card, const ReadOptions& options) {
    const bool own_region = options.region && options.task != Task::page;
    return card.reads == Reads::page || (card.reads == Reads::region && (options.task == Task::extract || own_region));
}

void find_layout(PageInput& input, const LayoutDetector& layout, const ModelCard& card, const ReadOptions& options,
                 std::stop_token stop) {
    if (in_one_piece(card, options) || input.layout != nullptr) return;
    const Part part = part_to_read(input, options);
    input.layout = std::make_shared<const LayoutPage>(layout.detect(part.input.image, input.dpi, stop));
}

static std::vector<Region> read_regions(const Generator& generator, const VisionLanguageModel& model,
                                        const LayoutDetector& layout, const PageInput& input,
                                        const ReadOptions& options, PageEvents& events, std::stop_token stop) {
    Part part = part_to_read(input, options);
    if (in_one_piece(model.card(), options)) {
        const PageFrame frame = make_frame(part.input, part.x, part.y, nullptr);
        const Surroundings page{&input.image, part.pixels};
        return read_whole(generator, model, part.input.image, frame, options, events, stop,
                          options.task == Task::grounding ? &page : nullptr);
    }
    if (part.input.layout == nullptr) {
        part.input.layout = std::make_shared<const LayoutPage>(layout.detect(part.input.image, input.dpi, stop));
    }
    const LayoutPage& found = *part.input.layout;
    const PageFrame frame = make_frame(part.input, part.x, part.y, &found);
    if (model.card().reads == Reads::region && !has_readable_region(found))
        return read_without_regions(generator, model, found, frame, options, events, stop);
    const auto read = model.card().reads == Reads::line ? read_lines : read_found_regions;
    return read(generator, model, found, frame, options, events, stop);
}

static PageInput with_fewer_pixels(const PageInput& input) {
    PageInput smaller = input;
    smaller.layout = nullptr;
    smaller.dpi = input.dpi * kFewerPixels;
    const auto less = [](int64_t n) {
        return std::max<int64_t>(1, std::llround(static_cast<double>(n) * kFewerPixels));
    };
    smaller.image = resize_bicubic(input.image, less(input.image.width), less(input.image.height));
    return smaller;
}

static std::string memory_warning(double dpi) {
    return "Memory was short, so the page was read at " + std::to_string(std::lround(dpi)) +
           " dpi; small print may be less exact.";
}

// Reads, and on lack of memory reads again with fewer pixels and says so.
static void read_into(Page& page, const Generator& generator, const VisionLanguageModel& model,
                      const LayoutDetector& layout, const PageInput& input, const ReadOptions& options,
                      PageEvents& events, std::stop_token stop) {
    const auto attempt = [&](const PageInput& with) {
        page.regions = read_regions(generator, model, layout, with, options, events, stop);
        page.dpi = with.dpi;
        if (with.layout != nullptr) page.skew = with.layout->skew;
    };
    PageInput current = input;
    if (!options.region) find_layout(current, layout, model.card(), options, stop);
    for (;;) {
        try {
            attempt(current);
            break;
        } catch (const Error& e) {
            if (e.fault() != Fault::memory || current.dpi * kFewerPixels < kLeastDpi) throw;
        } catch (const std::bad_alloc&) {
            if (current.dpi * kFewerPixels < kLeastDpi) throw;
        }
        current = with_fewer_pixels(current);
        find_layout(current, layout, model.card(), options, stop);
    }
    if (current.dpi == input.dpi) return;
    // Of one region's reading only the region is kept.
    std::vector<std::string>& warnings =
        options.region && !page.regions.empty() ? page.regions[0].warnings : page.warnings;
    warnings.push_back(memory_warning(current.dpi));
}

static PageState state_of(const Page& page, std::stop_token stop) {
    bool marked = !page.warnings.empty(), stopped = stop.stop_requested();
    for (const Region& region : page.regions) {
        stopped = stopped || region.state == RegionState::stopped;
        marked = marked || !region.warnings.empty() || region.state != RegionState::read;
    }
    return stopped ? PageState::stopped : marked ? PageState::warnings : PageState::read;
}

static void fail(Page& page, const std::string& sentence, Fault fault) {
    page.state = PageState::failed;
    page.failure = sentence;
    page.fault = fault;
}

Page read_page(const Generator& generator, const VisionLanguageModel& model, const LayoutDetector& layout,
               const PageInput& input, const ReadOptions& options, PageEvents& events, std::stop_token stop) {
    check_task(model.card(), options);
    const auto start = std::chrono::steady_clock::now();
    Page page;
    page.number = input.number;
    page.width = input.width;
    page.height = input.height;
    page.rotation = input.rotation;
    page.dpi = input.dpi;
    page.warnings = input.warnings;
    page.reader = model.card().name;
    try {
        read_into(page, generator, model, layout, input, options, events, stop);
        if (model.card().reads != Reads::page && !options.region) refine_categories(page);  // a page model knows better
        page.state = state_of(page, stop);
    } catch (const Error& e) {
        if (e.fault() == Fault::argument || e.fault() == Fault::model || e.fault() == Fault::device) throw;
        if (e.fault() == Fault::cancelled) {
            page.state = PageState::stopped;
        } else {
            fail(page, e.what(), e.fault());
        }
    } catch (const std::bad_alloc&) {
        fail(page,
             "There is not enough memory to read this page. Close other programs, or read it at a lower resolution.",
             Fault::memory);
    }
    page.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return page;
}

}  // namespace lectern
