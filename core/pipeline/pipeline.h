// read_page: layout → crop → read → parse → order. One page in, one Page out, events meanwhile.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "core/document/document.h"
#include "core/image/image.h"
#include "core/layout/layout.h"
#include "core/model/generate.h"
#include "core/model/model.h"
#include "core/pipeline/events.h"

namespace lectern {

struct ReadOptions {  // what is wanted of a page
    Task task = Task::page;  // must be one of the model's
    std::string prompt;          // not empty: replaces the task's prompt
    std::string form;            // of Task::extract: the JSON to fill in, see extraction_form(); follows its prompt
    std::optional<Rect> region;  // points: read only this part of the page
    std::string mode;            // one of the family's image modes; empty: its default
    int64_t max_new_tokens = 0;  // 0: the family's default
    SamplerOptions sampler;  // of every request
    GenerateOptions generate;  // bounds of memory
};

struct PageInput {  // a page as it was drawn
    Image image;       // rendered page, upright
    double dpi = 200;  // of image
    int64_t number = 1;  // counted from 1
    double width = 0, height = 0;  // points
    int rotation = 0;  // degrees the file turns it by; the picture is turned already
    std::vector<std::string> warnings;  // what was wrong with its file: become the page's
    // Found beforehand by find_layout(), so that it can be done while another page is read; else read_page looks
    // itself.
    std::shared_ptr<const LayoutPage> layout;
};

// How a set of requests is answered: generate() of core/model, or a test's own.
using Generator =
    std::function<std::vector<Generated>(std::vector<GenerateRequest>, const GenerateEvents&, std::stop_token)>;

// The real token loop on a device; events are told of each answer.
Generator generator_on(Backend& be, const VisionLanguageModel& model, const ReadOptions& options, PageEvents& events);

// Error{Fault::argument} naming the tasks there are, when the model has not the one that is asked for.
void check_task(const ModelCard& card, const ReadOptions& options);

// Fills input.layout when the model's card says that it wants lines or regions. Needs no model; any thread.
void find_layout(PageInput& input, const LayoutDetector& layout, const ModelCard& card, const ReadOptions& options,
                 std::stop_token stop);

// Fills everything of Page but `number`, sizes and rotation, which are copied from `input`. Text that was read before a
// cancel is kept and the page ends as PageState::stopped; a fault of this page ends it as failed with its sentence in
// Page::failure. Throws Error for what would fail every page: Fault::argument, model, device.
Page read_page(Backend& be, const VisionLanguageModel& model, const LayoutDetector& layout, const PageInput& input,
               const ReadOptions& options, PageEvents& events, std::stop_token stop);
Page read_page(const Generator& generator, const VisionLanguageModel& model, const LayoutDetector& layout,
               const PageInput& input, const ReadOptions& options, PageEvents& events, std::stop_token stop);

}  // namespace lectern
