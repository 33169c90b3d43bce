// Reading by models that take whole pages (and find the regions themselves) or whole regions.
#pragma once

#include "core/pipeline/page_frame.h"

namespace lectern {

// The picture a part is asked about in, and where in it the part lies, in its pixels.
struct Surroundings {
    const Image* picture = nullptr;
    Rect box;
};

// Whole page: one request; the family's parser turns the growing answer into regions.
// `around`: the model is shown that instead and told where `picture` lies in it.
std::vector<Region> read_whole(const Generator& generator, const VisionLanguageModel& model, const Image& picture,
                               const PageFrame& frame, const ReadOptions& options, PageEvents& events,
                               std::stop_token stop, const Surroundings* around = nullptr);

// One request for each of layout's regions; table and formula regions get those tasks where the model has them.
std::vector<Region> read_found_regions(const Generator& generator, const VisionLanguageModel& model,
                                       const LayoutPage& found, const PageFrame& frame, const ReadOptions& options,
                                       PageEvents& events, std::stop_token stop);

// Where layout found nothing to read: the page in one piece, with a warning that says so, then the pictures that were
// found. A page without ink has no regions.
bool has_readable_region(const LayoutPage& found);
std::vector<Region> read_without_regions(const Generator& generator, const VisionLanguageModel& model,
                                         const LayoutPage& found, const PageFrame& frame, const ReadOptions& options,
                                         PageEvents& events, std::stop_token stop);

// The text that goes with the pictures for a task: the caller's own, else the model's.
std::string prompt_for(const ModelCard& card, Task task, const ReadOptions& options);

}  // namespace lectern
