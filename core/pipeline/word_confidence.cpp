#include "core/pipeline/word_confidence.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace lectern {

static constexpr size_t kLookAhead = 48;  // words of what was heard that may be missing from the content

// Tags become blanks, the end of a row a line break, so that places stay what they were.
static std::string without_tags(std::string html) {
    for (size_t open = html.find('<'); open != std::string::npos; open = html.find('<', open)) {
        const size_t close = std::min(html.find('>', open), html.size() - 1);
        const bool row_ends = html.compare(open, 4, "</tr") == 0;
        std::fill(html.begin() + static_cast<std::ptrdiff_t>(open), html.begin() + static_cast<std::ptrdiff_t>(close) + 1, ' ');
        if (row_ends) html[open] = '\n';
    }
    return html;
}

// Without the signs that tidying takes away.
static std::string bare(const std::string& word) {
    std::string out;
    for (const char c : word)
        if (c != '*' && c != '_' && c != '#' && c != '`' && c != '\\' && c != '$') out += c;
    return out;
}

static std::vector<std::string> split(const std::string& text, const char* at) {
    std::vector<std::string> parts;
    for (size_t begin = 0; begin < text.size();) {
        const size_t end = std::min(text.find_first_of(at, begin), text.size());
        if (end > begin) parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

namespace {

// What was heard, read along with the content.
class HeardWords {
   public:
    explicit HeardWords(const LineReading& reading) : words_(spoken_words(reading)) {}
    std::optional<double> probability_of(const std::string& word) {
        const std::string wanted = bare(word);
        for (size_t i = next_; i < std::min(words_.size(), next_ + kLookAhead); ++i) {
            if (bare(words_[i].text) != wanted) continue;
            next_ = i + 1;
            return words_[i].probability;
        }
        return std::nullopt;
    }

   private:
    std::vector<SpokenWord> words_;
    size_t next_ = 0;
};

}  // namespace

static Line line_of(const std::string& text, HeardWords& heard) {
    Line line;
    double log_sum = 0;
    int known = 0;
    for (const std::string& word : split(text, " \t")) {
        line.text += (line.text.empty() ? "" : " ") + word;
        line.words.push_back({{}, word, heard.probability_of(word)});
        if (!line.words.back().confidence) continue;
        log_sum += std::log(std::max(1e-30, *line.words.back().confidence));
        ++known;
    }
    if (known > 0) line.confidence = std::exp(log_sum / known);
    return line;
}

std::vector<Line> lines_with_confidence(const Region& region, const LineReading& heard) {
    if (region.kind != ContentKind::text && region.kind != ContentKind::html_table) return {};
    const bool table = region.kind == ContentKind::html_table;
    LineReading reading = heard;
    if (table) reading.text = without_tags(reading.text);
    HeardWords words(reading);
    std::vector<Line> lines;
    for (const std::string& text : split(table ? without_tags(region.content) : region.content, "\n"))
        if (Line line = line_of(text, words); !line.words.empty()) lines.push_back(std::move(line));
    return lines;
}

}  // namespace lectern
