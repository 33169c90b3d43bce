#include "app/cli/progress.h"

#include <unistd.h>

#include <cmath>
#include <cstdio>

namespace lectern {

static constexpr auto kRedraw = std::chrono::milliseconds(100);
static constexpr int kBarCells = 24;

static double seconds(std::chrono::steady_clock::duration d) {
    return std::chrono::duration<double>(d).count();
}

static std::string clock_text(double s) {
    const long whole = std::lround(std::max(0.0, s));
    char text[48];
    if (whole >= 3600) {
        std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
    } else {
        std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
    }
    return text;
}

// Control characters of a hostile file name must not reach the terminal.
static std::string printable(std::string name) {
    for (char& c : name) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
    }
    return name;
}

ReadingProgress::ReadingProgress(bool quiet) : quiet_(quiet), terminal_(::isatty(STDERR_FILENO) == 1) {}

void ReadingProgress::start_document(const std::string& name, size_t pages) {
    name_ = printable(name);
    pages_ = pages;
    done_ = 0;
    answered_ = guessed_ = right_ = 0;
    document_start_ = Clock::now();
}

void ReadingProgress::end_document() {
    if (bar_shown_) std::fputs("\r\x1b[K", stderr);
    bar_shown_ = false;
}

void ReadingProgress::page_begins(size_t done, const PageInput& input) {
    done_ = done;
    number_ = input.number;
    tokens_ = 0;
    page_start_ = Clock::now();
    if (terminal_ && !quiet_) draw_bar(0);
}

double ReadingProgress::tokens_per_second(Clock::time_point now) const {
    const double s = seconds(now - page_start_);
    return s > 0 ? static_cast<double>(tokens_) / s : 0;
}

std::string ReadingProgress::time_left(double part) const {
    const double read = static_cast<double>(done_) + part, s = seconds(Clock::now() - document_start_);
    if (read <= 0.02) return "";
    return ", " + clock_text(s * (static_cast<double>(pages_) - read) / read) + " left";
}

void ReadingProgress::draw_bar(double part) {
    drawn_ = Clock::now();
    bar_shown_ = true;
    const double whole = pages_ > 0 ? (static_cast<double>(done_) + part) / static_cast<double>(pages_) : 1;
    const int full = static_cast<int>(std::lround(whole * kBarCells));
    const std::string bar =
        std::string(static_cast<size_t>(full), '#') + std::string(static_cast<size_t>(kBarCells - full), '.');
    std::fprintf(stderr, "\r%s: page %lld (%zu of %zu) [%s] %.0f tokens/s%s\x1b[K", name_.c_str(),
                 static_cast<long long>(number_), done_ + 1, pages_, bar.c_str(), tokens_per_second(drawn_),
                 time_left(part).c_str());
}

void ReadingProgress::progress(double part, int64_t tokens) {
    tokens_ = tokens;
    if (terminal_ && !quiet_ && Clock::now() - drawn_ > kRedraw) draw_bar(part);
}

void ReadingProgress::answered(int64_t tokens, int64_t guessed, int64_t right) {
    answered_ += tokens;
    guessed_ += guessed;
    right_ += right;
}

// Speculation: what a step of the model gave on average.
void ReadingProgress::tell_guesses() const {
    if (quiet_ || guessed_ == 0 || answered_ == 0) return;
    std::fprintf(stderr, "%s%s: %lld of %lld tokens guessed ahead were right; %.2f tokens a step\n",
                 bar_shown_ ? "\r\x1b[K" : "", name_.c_str(), static_cast<long long>(right_),
                 static_cast<long long>(guessed_),
                 static_cast<double>(answered_) / static_cast<double>(answered_ - right_));
}

void ReadingProgress::page_ends(size_t done, const Page& page) {
    done_ = done;
    if (!quiet_ && !terminal_ && page.state != PageState::failed) tell_page(done, page);
    if (done + 1 == pages_) tell_guesses();
}

void ReadingProgress::tell_page(size_t done, const Page& page) const {
    std::fprintf(stderr, "%s: page %lld (%zu of %zu) in %.1f s, %.0f tokens/s%s\n", name_.c_str(),
                 static_cast<long long>(page.number), done + 1, pages_, page.seconds, tokens_per_second(Clock::now()),
                 done + 1 < pages_ ? time_left(1).c_str() : "");
}

}  // namespace lectern
