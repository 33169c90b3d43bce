#include "core/document/text_layer.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "core/document/table.h"
#include "core/document/text_diff.h"

namespace lectern {

constexpr size_t kMostDifferences = 2000;  // of a page; more say that the two texts have nothing in common

// Spellings that print the same or nearly so.
static constexpr std::array<std::pair<std::string_view, std::string_view>, 22> kSame = {{
    {"\u2018", "'"},   {"\u2019", "'"},   {"\u201A", ","},  {"\u201C", "\""}, {"\u201D", "\""}, {"\u201E", "\""},
    {"\u2010", "-"},   {"\u2011", "-"},   {"\u2012", "-"},  {"\u2013", "-"},  {"\u2014", "-"},  {"\u2212", "-"},
    {"\u00AD", ""},    {"\u2026", "..."}, {"\uFB00", "ff"}, {"\uFB01", "fi"}, {"\uFB02", "fl"}, {"\uFB03", "ffi"},
    {"\uFB04", "ffl"}, {"\u00A0", ""},    {"\u2022", "*"},  {"\u25CF", "*"},
}};

static bool blank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static std::string plain_spelling(std::string_view word) {
    std::string out;
    for (size_t i = 0; i < word.size();) {
        const auto same = std::find_if(kSame.begin(), kSame.end(),
                                       [&](const auto& pair) { return word.substr(i).starts_with(pair.first); });
        if (same == kSame.end()) {
            if (!blank(word[i])) out += word[i];
            ++i;
        } else {
            out += same->second;
            i += same->first.size();
        }
    }
    return out;
}

namespace {

struct ReadWord {
    std::string text, plain;
    size_t from = 0;  // byte of the content
};

struct FileWord {
    Rect box;
    std::string text, plain;
};

}  // namespace

static void add_words(std::vector<ReadWord>& out, std::string_view text, bool placed) {
    for (size_t i = 0; i < text.size();) {
        while (i < text.size() && blank(text[i])) ++i;
        const size_t from = i;
        while (i < text.size() && !blank(text[i])) ++i;
        if (i == from) break;
        const std::string word(text.substr(from, i - from));
        if (std::string plain = plain_spelling(word); !plain.empty())
            out.push_back({word, std::move(plain), placed ? from : 0});
    }
}

static std::vector<ReadWord> words_of(const Region& region) {
    std::vector<ReadWord> out;
    if (region.kind == ContentKind::html_table) {
        for (const TableCell& cell : table_from_html(region.content).cells) add_words(out, cell.text, false);
    } else {
        add_words(out, region.content, true);
    }
    return out;
}

// Words of the file with those that a line's end had broken put together where the reading has them so.
static std::vector<FileWord> mended(std::vector<FileWord> words, const std::vector<ReadWord>& read) {
    std::unordered_set<std::string> known;
    for (const ReadWord& word : read) known.insert(word.plain);
    std::vector<FileWord> out;
    for (FileWord& word : words) {
        FileWord* before = out.empty() ? nullptr : &out.back();
        const bool broken = before && before->plain.size() > 1 && before->plain.ends_with('-') &&
                            word.box.y0 > before->box.y0 + before->box.height() / 2;
        if (broken) {
            const std::string stem = before->plain.substr(0, before->plain.size() - 1);
            for (const std::string& whole : {stem + word.plain, before->plain + word.plain}) {
                if (!known.contains(whole)) continue;
                before->text = before->plain = whole;
                before->box = united(before->box, word.box);
                word.plain.clear();
                break;
            }
        }
        if (!word.plain.empty()) out.push_back(std::move(word));
    }
    return out;
}

template <class Word>
static std::string one_line(const std::vector<Word>& words) {
    std::string out;
    for (const Word& word : words) out += word.plain + " ";
    return out;
}

static size_t count_words(const std::string& piece) {
    return static_cast<size_t>(std::count(piece.begin(), piece.end(), ' '));
}

static void append(std::string& text, const std::string& word) {
    text += (text.empty() ? "" : " ") + word;
}

// Every word ends in one blank, so the pieces of the difference count them.
static void compare_region(const Region& region, const std::vector<FileWord>& file, const std::vector<ReadWord>& read,
                           std::vector<LayerDifference>& out) {
    size_t f = 0, r = 0;
    LayerDifference open{.region = region.id};
    const auto close = [&] {
        if (open.layer.empty() && open.read.empty()) return;
        if (open.box.empty()) open.box = region.box;
        out.push_back(std::exchange(open, {.region = region.id}));
    };
    for (const DiffPiece& piece : diff_words(one_line(file), one_line(read))) {
        const size_t n = count_words(piece.text);
        if (piece.kind == DiffPiece::Kind::same) {
            close();
            f += n;
            r += n;
        } else if (piece.kind == DiffPiece::Kind::removed) {
            for (size_t i = 0; i < n; ++i, ++f) {
                append(open.layer, file[f].text);
                open.box = open.box.empty() ? file[f].box : united(open.box, file[f].box);
            }
        } else {
            for (size_t i = 0; i < n; ++i, ++r) {
                if (open.read.empty()) open.from = read[r].from;
                append(open.read, read[r].text);
                open.length = read[r].from + read[r].text.size() - open.from;
            }
        }
    }
    close();
    if (region.kind != ContentKind::text)
        for (LayerDifference& d : out)
            if (d.region == region.id) d.from = d.length = 0;
}

static bool compared(const Region& region) {
    return region.kind != ContentKind::picture && region.category != Category::Picture && !region.ignored &&
           region.state != RegionState::reading && region.state != RegionState::stopped;
}

LayerReport compare_text_layer(const std::vector<LayerWord>& words, const Page& page) {
    LayerReport report;
    report.words = words.size();
    if (words.empty()) return report;
    // The smallest region around a word's middle has it: a caption inside a picture keeps its own.
    std::vector<std::vector<FileWord>> of_region(page.regions.size());
    std::vector<FileWord> nobodys;
    for (const LayerWord& word : words) {
        const double x = (word.box.x0 + word.box.x1) / 2, y = (word.box.y0 + word.box.y1) / 2;
        size_t best = page.regions.size();
        for (size_t i = 0; i < page.regions.size(); ++i) {
            const Rect& box = page.regions[i].box;
            if (box.contains(x, y) && (best == page.regions.size() || box.area() < page.regions[best].box.area()))
                best = i;
        }
        FileWord file{word.box, word.text, plain_spelling(word.text)};
        if (!file.plain.empty()) (best < page.regions.size() ? of_region[best] : nobodys).push_back(std::move(file));
    }
    for (size_t i = 0; i < page.regions.size() && report.differences.size() < kMostDifferences; ++i) {
        if (!compared(page.regions[i])) continue;
        const std::vector<ReadWord> read = words_of(page.regions[i]);
        compare_region(page.regions[i], mended(std::move(of_region[i]), read), read, report.differences);
    }
    // What no region has, a line at a time.
    LayerDifference line;
    for (const FileWord& word : nobodys) {
        const bool same_line = !line.layer.empty() && word.box.y0 < line.box.y1 && word.box.y1 > line.box.y0;
        if (!same_line && !line.layer.empty()) report.differences.push_back(std::exchange(line, {}));
        append(line.layer, word.text);
        line.box = line.box.empty() ? word.box : united(line.box, word.box);
    }
    if (!line.layer.empty()) report.differences.push_back(line);
    if (report.differences.size() > kMostDifferences) report.differences.resize(kMostDifferences);
    return report;
}

}  // namespace lectern
