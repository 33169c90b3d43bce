#include "app/text_places.h"

#include <QStringList>
#include <algorithm>
#include <cmath>

#include "app/region_clip.h"

namespace lectern {

static constexpr qsizetype kReach = 60;  // letters a word is looked for ahead: hyphens and joints change a few

// A line that came without words: its letters are taken as equally wide.
static std::vector<Word> estimatedWords(const Line& line) {
    std::vector<Word> words;
    const QString text = QString::fromStdString(line.text);
    const double letter = line.box.width() / static_cast<double>(std::max<qsizetype>(1, text.size()));
    qsizetype from = 0;
    for (const QString& word : text.split(u' ')) {
        const double x = line.box.x0 + letter * static_cast<double>(from);
        if (!word.isEmpty())
            words.push_back({.box = {x, line.box.y0, x + letter * static_cast<double>(word.size()), line.box.y1},
                             .text = word.toStdString(),
                             .confidence = {}});
        from += word.size() + 1;
    }
    return words;
}

std::vector<PlacedWord> placedWords(const Region& region) {
    std::vector<PlacedWord> out;
    const QString content = plainTextOf(region);
    qsizetype at = 0;
    for (size_t l = 0; l < region.lines.size(); ++l) {
        const Line& line = region.lines[l];
        if (line.words.empty() && line.box.empty()) continue;
        const std::vector<Word> words = line.words.empty() ? estimatedWords(line) : line.words;
        for (size_t w = 0; w < words.size(); ++w) {
            const QString text = QString::fromStdString(words[w].text);
            const qsizetype found = text.isEmpty() ? -1 : content.indexOf(text, at);
            if (found < 0 || found > at + kReach) continue;
            at = found + text.size();
            out.push_back({found, text.size(), words[w].box, l, w});
        }
    }
    return out;
}

// The part of a word's box that its letters [from, to) take.
static Rect partOf(const PlacedWord& word, qsizetype from, qsizetype to) {
    const double letter = word.box.width() / static_cast<double>(word.length);
    const auto x = [&](qsizetype at) {
        return word.box.x0 + letter * static_cast<double>(std::clamp<qsizetype>(at - word.from, 0, word.length));
    };
    return {x(from), word.box.y0, x(to), word.box.y1};
}

std::vector<Rect> boxesOfText(const Region& region, const std::vector<PlacedWord>& words, qsizetype from,
                              qsizetype length) {
    std::vector<Rect> out;
    size_t line = 0;
    for (const PlacedWord& word : words) {
        if (word.box.empty() || word.from >= from + length || word.from + word.length <= from) continue;
        const Rect part = partOf(word, from, from + length);
        if (!out.empty() && line == word.line)
            out.back() = united(out.back(), part);
        else
            out.push_back(part);
        line = word.line;
    }
    if (out.empty()) out.push_back(region.box);
    return out;
}

qsizetype letterAt(const std::vector<PlacedWord>& words, double x, double y) {
    const PlacedWord* best = nullptr;
    double nearest = 0;
    for (const PlacedWord& word : words) {
        const double dx = std::max({word.box.x0 - x, 0.0, x - word.box.x1});
        const double dy = std::max({word.box.y0 - y, 0.0, y - word.box.y1});
        const double distance = dx + 4 * dy;  // the line counts more than the place in it
        if (best && distance >= nearest) continue;
        best = &word;
        nearest = distance;
    }
    if (!best || best->box.width() <= 0) return best ? best->from : 0;
    const double part = std::clamp((x - best->box.x0) / best->box.width(), 0.0, 1.0);
    return best->from + qRound64(part * static_cast<double>(best->length));
}

}  // namespace lectern
