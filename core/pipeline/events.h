// What happens while a page is read. Called on the reading thread; implementations must return quickly.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/document/document.h"

namespace lectern {

class PageEvents {  // each does nothing unless overridden
 public:
    virtual ~PageEvents() = default;
    virtual void region_found(const Region& region) {
        (void)region;
    }  // box, category, order known; state reading; lines with their boxes when lines are read
    // Text of line `line` of a region grew by whole characters (line 0 for readers without lines).
    virtual void text_grew(int64_t region_id, int64_t line, std::string_view piece) {
        (void)region_id, (void)line, (void)piece;
    }
    virtual void region_done(const Region& region) { (void)region; }  // final values of this region
    virtual void progress(double part, int64_t tokens) {
        (void)part, (void)tokens;
    }  // 0 … 1 of the page; tokens so far
    // An answer has ended: its tokens, how many were guessed ahead of the model, and how many of the guesses were
    // right.
    virtual void answered(int64_t tokens, int64_t guessed, int64_t right) { (void)tokens, (void)guessed, (void)right; }
};

}  // namespace lectern
