#include "app/unsure_words.h"

#include "app/text_places.h"

namespace lectern {

bool isUnsure(const Word& word) {
    return word.confidence && *word.confidence < kUnsureWord && !word.text.empty();
}

std::vector<UnsureWord> unsureWords(const Page& page) {
    std::vector<UnsureWord> out;
    for (const Region& region : page.regions)
        for (size_t l = 0; l < region.lines.size(); ++l)
            for (size_t w = 0; w < region.lines[l].words.size(); ++w)
                if (const Word& word = region.lines[l].words[w]; isUnsure(word))
                    out.push_back({region.id, l, w, word.box, *word.confidence});
    return out;
}

QVariantList unsureMarks(const Region& region) {
    QVariantList marks;
    if (region.kind == ContentKind::html_table) return marks;
    for (const PlacedWord& place : placedWords(region)) {
        const std::vector<Word>& words = region.lines[place.line].words;
        if (place.word < words.size() && isUnsure(words[place.word]))
            marks << QVariantMap{{QStringLiteral("from"), place.from},
                                 {QStringLiteral("length"), place.length},
                                 {QStringLiteral("kind"), 0}};
    }
    return marks;
}

}  // namespace lectern
