// read_page: layout → crop → read → parse → order. One page in, one Page out, events meanwhile.
#pragma once

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

struct ReadOptions {
    Task task = Task::page;
    std::string prompt;               // not empty: replaces the task's prompt
    std::optional<Rect> region;       // points: read only this part of the page
    int64_t max_new_tokens = 0;       // 0: the family's default
    SamplerOptions sampler;
    GenerateOptions generate;
};

struct PageInput {
    Image image;             // rendered page, upright
    double dpi = 200;        // of image
    int64_t number = 1;
    double width = 0, height = 0;  // points
    int rotation = 0;
};

// Fills everything of Page but `number`, sizes and rotation, which are copied from `input`. Text that was read before a
// cancel is kept and the page ends as PageState::stopped; a fault ends it as failed with its sentence in Page::failure.
Page read_page(Backend& be, const VisionLanguageModel& model, const LayoutDetector& layout, const PageInput& input,
               const ReadOptions& options, PageEvents& events, std::stop_token stop);

}  // namespace lectern
