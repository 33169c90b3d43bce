#include "core/pipeline/line_text.h"

#include <cmath>
#include <limits>

namespace lectern {

void LineReading::add(std::string_view piece, const GeneratedToken& token) {
    text += piece;
    pieces.push_back({text.size(), token.log_probability});
}

void LineReading::cut_end(size_t bytes) {
    if (bytes == 0) return;
    cut = text.substr(text.size() - bytes);
    text.resize(text.size() - bytes);
    while (!pieces.empty() && pieces.back().end > text.size()) pieces.pop_back();
}

double mean_probability(const LineReading& reading) {
    if (reading.pieces.empty()) return 0;
    double sum = 0;
    for (const LineReading::Piece& p : reading.pieces) sum += p.log_probability;
    return std::exp(sum / static_cast<double>(reading.pieces.size()));
}

struct TextWord {
    size_t begin = 0, end = 0;  // bytes
    size_t characters = 0;
};

static std::vector<TextWord> split_words(const std::string& text) {
    std::vector<TextWord> words;
    bool inside = false;
    for (size_t i = 0; i < text.size(); ++i) {
        const bool blank = text[i] == ' ' || text[i] == '\t' || text[i] == '\n';
        if (!blank && !inside) words.push_back({i, i, 0});
        inside = !blank;
        if (!inside) continue;
        words.back().end = i + 1;
        if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) ++words.back().characters;
    }
    return words;
}

// A token without text (part of a character, or the end token) speaks for what follows it.
static double word_probability(const LineReading& reading, const TextWord& word) {
    double sum = 0;
    int count = 0;
    size_t begin = 0;
    for (const LineReading::Piece& p : reading.pieces) {
        const bool touches =
            p.end > begin ? begin < word.end && p.end > word.begin : begin >= word.begin && begin < word.end;
        if (touches) {
            sum += p.log_probability;
            ++count;
        }
        begin = p.end;
    }
    return count > 0 ? std::exp(sum / count) : 0;
}

std::vector<SpokenWord> spoken_words(const LineReading& reading) {
    std::vector<SpokenWord> words;
    for (const TextWord& w : split_words(reading.text))
        words.push_back({reading.text.substr(w.begin, w.end - w.begin), word_probability(reading, w)});
    return words;
}

static Rect part_of(const Rect& r, double from, double to) {
    return {r.x0 + r.width() * from, r.y0, r.x0 + r.width() * to, r.y1};
}

// How far a width is from what its characters should take; symmetric in "twice too wide" and "half as wide".
static double mismatch(double width, double expected) {
    const double ratio = std::log(std::max(width, 1e-3) / std::max(expected, 1e-3));
    return ratio * ratio;
}

// When groups and words cannot be matched: each word gets its share of the whole stretch, by characters.
static std::vector<Rect> shared_out(std::span<const size_t> characters, const Rect& whole) {
    double total = -1;
    for (size_t c : characters) total += static_cast<double>(c) + 1;  // a blank between words
    std::vector<Rect> boxes;
    double at = 0;
    for (size_t c : characters) {
        boxes.push_back(part_of(whole, at / total, (at + static_cast<double>(c)) / total));
        at += static_cast<double>(c) + 1;
    }
    return boxes;
}

namespace {

// Matches words to ink groups in order: one word to 1 … kJoin groups, or 2 … kJoin words to one group.
class WordAlignment {
 public:
    WordAlignment(std::span<const size_t> characters, std::span<const Rect> groups)
        : characters_(characters), groups_(groups) {
        double width = 0, count = 0;
        for (const Rect& g : groups) width += g.width();
        for (size_t c : characters) count += static_cast<double>(c);
        per_character_ = width / std::max(count, 1.0);
    }
    bool solve();
    std::vector<Rect> boxes() const;

 private:
    struct Step {
        double cost = std::numeric_limits<double>::infinity();
        int words = 0, groups = 0;
    };
    static constexpr int kJoin = 4;
    static constexpr double kJoinPenalty = 0.25;  // per extra word or group: one to one wins unless widths object

    Step& at(size_t w, size_t g) { return steps_[w * (groups_.size() + 1) + g]; }
    const Step& at(size_t w, size_t g) const { return steps_[w * (groups_.size() + 1) + g]; }
    double expected(size_t first, size_t count) const;
    void relax(size_t w, size_t g, int words, int groups);

    std::span<const size_t> characters_;
    std::span<const Rect> groups_;
    double per_character_ = 0;
    std::vector<Step> steps_;
};

double WordAlignment::expected(size_t first, size_t count) const {
    double n = static_cast<double>(count) - 1;  // blanks between words of one group
    for (size_t i = first; i < first + count; ++i) n += static_cast<double>(characters_[i]);
    return n * per_character_;
}

void WordAlignment::relax(size_t w, size_t g, int words, int groups) {
    if (w < static_cast<size_t>(words) || g < static_cast<size_t>(groups)) return;
    const size_t w0 = w - static_cast<size_t>(words), g0 = g - static_cast<size_t>(groups);
    const double width = groups_[g - 1].x1 - groups_[g0].x0;
    const double cost = at(w0, g0).cost + mismatch(width, expected(w0, static_cast<size_t>(words))) +
                        kJoinPenalty * (words + groups - 2);
    if (cost < at(w, g).cost) at(w, g) = {cost, words, groups};
}

bool WordAlignment::solve() {
    steps_.assign((characters_.size() + 1) * (groups_.size() + 1), {});
    at(0, 0).cost = 0;
    for (size_t w = 1; w <= characters_.size(); ++w) {
        for (size_t g = 1; g <= groups_.size(); ++g) {
            relax(w, g, 1, 1);
            for (int n = 2; n <= kJoin; ++n) {
                relax(w, g, 1, n);
                relax(w, g, n, 1);
            }
        }
    }
    return std::isfinite(at(characters_.size(), groups_.size()).cost);
}

std::vector<Rect> WordAlignment::boxes() const {
    std::vector<Rect> boxes(characters_.size());
    size_t w = characters_.size(), g = groups_.size();
    while (w > 0) {
        const Step& step = at(w, g);
        const size_t w0 = w - static_cast<size_t>(step.words), g0 = g - static_cast<size_t>(step.groups);
        Rect whole = groups_[g0];
        for (size_t i = g0 + 1; i < g; ++i) whole = united(whole, groups_[i]);
        const auto shares = shared_out(characters_.subspan(w0, w - w0), whole);
        std::copy(shares.begin(), shares.end(), boxes.begin() + static_cast<std::ptrdiff_t>(w0));
        w = w0;
        g = g0;
    }
    return boxes;
}

}  // namespace

std::vector<Rect> align_words(std::span<const size_t> characters, std::span<const Rect> groups) {
    if (characters.empty() || groups.empty()) return {};
    if (characters.size() == groups.size()) return {groups.begin(), groups.end()};
    WordAlignment alignment(characters, groups);
    if (alignment.solve()) return alignment.boxes();
    Rect whole = groups[0];
    for (const Rect& g : groups) whole = united(whole, g);
    return shared_out(characters, whole);
}

Line make_line(const LineReading& reading, const Rect& box, std::span<const Rect> word_boxes) {
    Line line;
    line.box = box;
    line.confidence = mean_probability(reading);
    const std::vector<TextWord> words = split_words(reading.text);
    std::vector<size_t> characters;
    for (const TextWord& w : words) characters.push_back(w.characters);
    const std::span<const Rect> groups = word_boxes.empty() ? std::span<const Rect>(&box, 1) : word_boxes;
    const std::vector<Rect> boxes = align_words(characters, groups);
    for (size_t i = 0; i < words.size(); ++i) {
        const std::string text = reading.text.substr(words[i].begin, words[i].end - words[i].begin);
        line.text += (i > 0 ? " " : "") + text;
        line.words.push_back({boxes[i], text, word_probability(reading, words[i])});
    }
    return line;
}

}  // namespace lectern
