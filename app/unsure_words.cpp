#include "app/unsure_words.h"

#include <QString>

namespace lectern {

static constexpr qsizetype kReach = 60;  // letters a word is looked for ahead: hyphens and joints change a few

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
    const QString content = QString::fromStdString(region.content);
    qsizetype at = 0;
    for (const Line& line : region.lines) {
        for (const Word& word : line.words) {
            const QString text = QString::fromStdString(word.text);
            const qsizetype found = content.indexOf(text, at);
            if (text.isEmpty() || found < 0 || found > at + kReach) continue;
            at = found + text.size();
            if (isUnsure(word))
                marks << QVariantMap{{QStringLiteral("from"), found},
                                     {QStringLiteral("length"), text.size()},
                                     {QStringLiteral("kind"), 0}};
        }
    }
    return marks;
}

}  // namespace lectern
