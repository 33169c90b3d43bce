// RepetitionGuard: notices that an answer has run into a loop, and leaves alone what pages really repeat.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

struct GuardThresholds {
    int64_t interval = 32;         // tokens between looks
    int64_t longest_period = 512;  // tokens
    int64_t loop_tokens = 1024;    // length of the periodic tail that is a loop, and
    int64_t loop_repeats = 8;      // times the period must be in it
    int64_t short_period = 4;      // periods up to this are loops sooner:
    int64_t short_loop_tokens = 256;
    int64_t leader_tokens = 600;  // unless they are dots, lines, digits or empty cells
    int64_t form_factor = 3;      // periods that are half lines to write on take longer: forms have equal rows
    int64_t table_factor = 2;     // inside an open <table> everything takes longer
    int64_t same_box = 3;         // layout JSON: the same box so many times
    int64_t same_element = 16;    // layout JSON: the same category and text so many times in a row
};

class RepetitionGuard {
 public:
    explicit RepetitionGuard(const GuardThresholds& thresholds = {});

    // One generated token and the text it released. True: the answer loops, stop.
    // Constant cost per token, whatever came before.
    bool add(int32_t id, std::string_view text);

    // Once add() has said so: tokens at the end that only repeat the period before them (0 for a JSON loop).
    int64_t repeated_tokens() const { return repeated_; }

 private:
    void update_runs(int32_t id);
    void follow_table(std::string_view text);
    bool follow_layout(std::string_view text);
    bool element_repeats();
    bool tail_loops();
    int64_t tokens_needed(int64_t period) const;

    GuardThresholds t_;
    int64_t tokens_ = 0;
    int64_t repeated_ = 0;
    std::vector<int32_t> recent_;     // ids, at least the last longest_period of them
    std::vector<int32_t> runs_;       // [period - 1] how many of the last ids equal the one a period before
    std::vector<std::string> texts_;  // ring of longest_period: what each token released
    std::string table_tail_;
    int64_t open_tables_ = 0;

    enum class Layout { unknown, yes, no } layout_ = Layout::unknown;
    int64_t depth_ = 0;
    bool in_string_ = false, escaped_ = false;
    std::string element_;  // since its opening brace
    std::string last_element_;
    int64_t element_run_ = 0;
    std::map<std::string, int64_t> boxes_;
};

}  // namespace lectern
