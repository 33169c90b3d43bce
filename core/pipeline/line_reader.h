// Reading of pages by line readers: every line of the page is a request of its own; answers become regions.
#pragma once

#include "core/pipeline/page_frame.h"

namespace lectern {

// Regions in layout's order with content, lines and words (boxes in points). Streams to `events`.
// A cancel leaves unfinished regions as RegionState::stopped with what was read. Throws what the generator throws.
std::vector<Region> read_lines(const Generator& generator, const VisionLanguageModel& model, const LayoutPage& found,
                               const PageFrame& frame, const ReadOptions& options, PageEvents& events,
                               std::stop_token stop);

}  // namespace lectern
