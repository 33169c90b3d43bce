// read_page with the real token loop.
#include "core/pipeline/pipeline.h"

namespace lectern {

Generator generator_on(Backend& be, const VisionLanguageModel& model, const ReadOptions& options, PageEvents& events) {
    return [&](std::vector<GenerateRequest> requests, const GenerateEvents& heard, std::stop_token token) {
        std::vector<Generated> made = generate(be, model, std::move(requests), options.generate, heard, token);
        for (const Generated& one : made)
            events.answered(static_cast<int64_t>(one.tokens.size()), one.drafted_tokens, one.accepted_drafts);
        return made;
    };
}

Page read_page(Backend& be, const VisionLanguageModel& model, const LayoutDetector& layout, const PageInput& input,
               const ReadOptions& options, PageEvents& events, std::stop_token stop) {
    return read_page(generator_on(be, model, options, events), model, layout, input, options, events, stop);
}

}  // namespace lectern
