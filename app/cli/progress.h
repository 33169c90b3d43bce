// Progress of `read` on standard error: a bar on a terminal, a line for each page elsewhere.
#pragma once

#include <chrono>
#include <string>

#include "app/reading.h"

namespace lectern {

class ReadingProgress : public ReadingEvents {
 public:
    ReadingProgress(bool quiet);
    void start_document(const std::string& name, size_t pages);
    void end_document();  // takes the bar off the terminal

    void page_begins(size_t done, const PageInput& input) override;
    void page_ends(size_t done, const Page& page) override;
    void progress(double part, int64_t tokens) override;
    void answered(int64_t tokens, int64_t guessed, int64_t right) override;

 private:
    using Clock = std::chrono::steady_clock;
    void draw_bar(double part);
    double tokens_per_second(Clock::time_point now) const;
    std::string time_left(double part) const;
    void tell_page(size_t done, const Page& page) const;
    void tell_guesses() const;

    bool quiet_, terminal_;
    std::string name_;
    size_t pages_ = 0, done_ = 0;
    int64_t number_ = 1, tokens_ = 0;
    int64_t answered_ = 0, guessed_ = 0, right_ = 0;  // tokens of the document
    Clock::time_point document_start_, page_start_, drawn_;
    bool bar_shown_ = false;
};

}  // namespace lectern
