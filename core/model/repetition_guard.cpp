#include "core/model/repetition_guard.h"

#include <algorithm>
#include <cctype>
#include <span>

namespace lectern {

static constexpr size_t kElementBytes = 65536;  // longer layout elements are not compared
static constexpr size_t kBoxes = 20000;
// Coverage: a loop that counts on ("Line 17", "Line 18") is not periodic, but nearly all of a long tail equals what stands one
// period before. Tables with a number in each row stay well below that.
static constexpr int64_t kCoverTokens = 2048;
static constexpr double kCovered = 0.96;

RepetitionGuard::RepetitionGuard(const GuardThresholds& thresholds)
    : t_(thresholds), runs_(static_cast<size_t>(t_.longest_period), 0), texts_(runs_.size()) {
    recent_.reserve(2 * (runs_.size() + static_cast<size_t>(kCoverTokens)));
}

// runs_[p-1] grows while ids repeat at distance p and falls to zero when they stop: 512 comparisons, vector code.
void RepetitionGuard::update_runs(int32_t id) {
    const size_t kept = runs_.size() + static_cast<size_t>(kCoverTokens);
    if (recent_.size() == 2 * kept) recent_.erase(recent_.begin(), recent_.end() - static_cast<std::ptrdiff_t>(kept));
    const size_t n = std::min(recent_.size(), runs_.size());
    const int32_t* end = recent_.data() + recent_.size();
    for (size_t p = 1; p <= n; ++p) runs_[p - 1] = end[-static_cast<std::ptrdiff_t>(p)] == id ? runs_[p - 1] + 1 : 0;
    recent_.push_back(id);
}

static int64_t count_of(std::string_view text, std::string_view word) {
    int64_t n = 0;
    for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size())) ++n;
    return n;
}

// Tags may be spread over tokens, so the end of the text so far is looked at again with each piece.
void RepetitionGuard::follow_table(std::string_view text) {
    if (text.empty()) return;
    constexpr std::string_view open = "<table", close = "</table";
    const auto count = [](std::string_view s) { return count_of(s, open) - count_of(s, close); };
    const int64_t before = count(table_tail_);
    table_tail_ += text;
    open_tables_ = std::max<int64_t>(0, open_tables_ + count(table_tail_) - before);
    if (table_tail_.size() > close.size() - 1) table_tail_.erase(0, table_tail_.size() - (close.size() - 1));
}

// What leaders, rules, empty forms and empty or numeric table cells are made of. `text` begins and ends anywhere.
static bool is_filler(std::string_view period) {
    std::string text;
    for (int i = 0; i < 3; ++i) text += period;  // a tag cut by the period's ends is whole in the middle
    size_t i = text.find_first_of("<>");
    i = i != std::string::npos && text[i] == '>' && i < period.size() ? i + 1 : 0;
    while (i < text.size()) {
        if (text[i] == '<') {
            size_t name = i + 1;
            if (name < text.size() && text[name] == '/') ++name;
            const size_t end = text.find('>', i);
            if (end == std::string::npos) return true;  // cut off at the end
            const std::string_view tag = std::string_view(text).substr(name, end - name);
            if (!tag.starts_with("t")) return false;  // td, th, tr, table, tbody, thead, tfoot
            i = end + 1;
            continue;
        }
        const auto c = static_cast<unsigned char>(text[i]);
        if (std::isalpha(c)) return false;
        if (c >= 0x80) {
            // U+2010 … U+2027: dashes, bullets, leaders, ellipsis; U+00B7 middle dot; U+2500 … lines and boxes
            const std::string_view rest = std::string_view(text).substr(i);
            const bool leader = rest.starts_with("\xE2\x80") || rest.starts_with("\xC2\xB7") ||
                                rest.starts_with("\xE2\x94") || rest.starts_with("\xE2\x96") ||
                                rest.starts_with("\xC2\xA0");
            if (!leader) return false;
            i += rest[0] == '\xC2' ? 2 : 3;
            continue;
        }
        ++i;
    }
    return true;
}

// At least half of the bytes are neither letters nor digits nor blanks.
static bool is_form(std::string_view period) {
    const auto lines = std::count_if(period.begin(), period.end(),
                                     [](char c) { return !std::isalnum(static_cast<unsigned char>(c)) && c != ' '; });
    return 2 * static_cast<size_t>(lines) >= period.size();
}

// What the last `period` of `tokens` released; `ring` holds what each of the latest did.
static std::string period_text(const std::vector<std::string>& ring, int64_t tokens, int64_t period) {
    std::string text;
    for (int64_t i = period; i >= 1; --i) text += ring[static_cast<size_t>(tokens - i) % ring.size()];
    return text;
}

// Length of the periodic tail from which on it is a loop.
int64_t RepetitionGuard::tokens_needed(int64_t period) const {
    const std::string text = period_text(texts_, tokens_, period);
    if (period <= t_.short_period) return is_filler(text) ? t_.leader_tokens : t_.short_loop_tokens;
    return std::max(t_.loop_tokens, t_.loop_repeats * period) * (is_form(text) ? t_.form_factor : 1);
}

// Whether most of the tail equals what stands `period` before it.
static bool is_covered(std::span<const int32_t> ids, int64_t period) {
    const int32_t* tail = ids.data() + ids.size() - kCoverTokens;
    int64_t equal = 0;
    for (int64_t i = 0; i < kCoverTokens; ++i) equal += tail[i] == tail[i - period];
    return static_cast<double>(equal) >= kCovered * static_cast<double>(kCoverTokens);
}

bool RepetitionGuard::tail_loops() {
    if (open_tables_ == 0 && static_cast<int64_t>(recent_.size()) >= kCoverTokens + t_.longest_period)
        for (int64_t p = t_.short_period + 1; p <= t_.longest_period && kCoverTokens >= t_.loop_repeats * p; ++p)
            if (is_covered(recent_, p) && !is_form(period_text(texts_, tokens_, p))) {
                repeated_ = kCoverTokens;
                return true;
            }
    const int64_t factor = open_tables_ > 0 ? t_.table_factor : 1;
    const int64_t least = std::min(t_.short_loop_tokens, t_.loop_tokens) * factor;
    for (int64_t p = 1; p <= std::min<int64_t>(t_.longest_period, tokens_); ++p) {
        const int64_t run = runs_[static_cast<size_t>(p - 1)];
        const int64_t length = run + p;  // of the periodic tail
        if (run == 0 || length < least || length < tokens_needed(p) * factor) continue;
        repeated_ = run;
        return true;
    }
    return false;
}

// {"bbox": [1, 2, 3, 4], "category": …}: a third element with this box, or a long row of elements equal but for it.
bool RepetitionGuard::element_repeats() {
    const size_t key = element_.find("\"bbox\"");
    const size_t open = element_.find('[', key == std::string::npos ? 0 : key);
    const size_t close = element_.find(']', open == std::string::npos ? 0 : open);
    if (key == std::string::npos || open == std::string::npos || close == std::string::npos) return false;
    std::string box = element_.substr(open, close - open);
    box.erase(std::remove(box.begin(), box.end(), ' '), box.end());
    const std::string rest = element_.substr(close);
    element_run_ = rest == last_element_ ? element_run_ + 1 : 1;
    last_element_ = rest;
    if (boxes_.size() < kBoxes && ++boxes_[box] >= t_.same_box) return true;
    // Pictures carry no text: many of one kind in a row are a gallery, not a loop.
    return rest.find("\"text\"") != std::string::npos && element_run_ >= t_.same_element;
}

// Answers that begin [{"bbox" are layout JSON; its elements are compared as they close.
bool RepetitionGuard::follow_layout(std::string_view text) {
    bool loops = false;
    for (const char c : text) {
        if (layout_ == Layout::no) return false;
        if (in_string_) {
            if (escaped_) {
                escaped_ = false;
            } else if (c == '\\') {
                escaped_ = true;
            } else if (c == '"') {
                in_string_ = false;
            }
        } else if (c == '"') {
            in_string_ = true;
        } else if (c == '{' && depth_++ == 0) {
            element_.clear();
        }
        if (depth_ > 0 && element_.size() < kElementBytes) element_ += c;
        if (layout_ == Layout::unknown) {
            constexpr std::string_view start = "{\"bbox\"";
            if (depth_ == 0 && c != '[' && !std::isspace(static_cast<unsigned char>(c))) layout_ = Layout::no;
            if (depth_ > 0 && !start.starts_with(element_)) layout_ = Layout::no;
            if (element_ == start) layout_ = Layout::yes;
        }
        if (!in_string_ && c == '}' && depth_ > 0 && --depth_ == 0) loops = element_repeats() || loops;
    }
    return loops;
}

bool RepetitionGuard::add(int32_t id, std::string_view text) {
    update_runs(id);
    texts_[static_cast<size_t>(tokens_ % t_.longest_period)] = text;
    ++tokens_;
    follow_table(text);
    if (follow_layout(text)) return true;
    return tokens_ % t_.interval == 0 && tail_loops();
}

}  // namespace lectern
