#include "app/text_marks.h"

#include <algorithm>

namespace lectern {

void TextMarks::setTextDocument(QQuickTextDocument* document) {
    if (m_document == document) return;
    m_document = document;
    QSyntaxHighlighter::setDocument(document ? document->textDocument() : nullptr);
    Q_EMIT changed();
}

void TextMarks::setMarks(const QVariantList& marks) {
    if (m_marks == marks) return;
    m_marks = marks;
    m_sorted.clear();
    m_longest = 0;
    for (const QVariant& value : marks) {
        const QVariantMap mark = value.toMap();
        const int from = mark.value(QStringLiteral("from")).toInt();
        const int length = mark.value(QStringLiteral("length")).toInt();
        m_sorted.push_back({from, from + length, mark.value(QStringLiteral("kind")).toInt()});
        m_longest = std::max(m_longest, length);
    }
    std::stable_sort(m_sorted.begin(), m_sorted.end(), [](const Mark& a, const Mark& b) { return a.from < b.from; });
    rehighlight();
    Q_EMIT changed();
}

void TextMarks::setGrounds(const QList<QColor>& grounds) {
    m_grounds = grounds;
    rehighlight();
    Q_EMIT changed();
}

void TextMarks::setInks(const QList<QColor>& inks) {
    m_inks = inks;
    rehighlight();
    Q_EMIT changed();
}

void TextMarks::setStruckKind(int kind) {
    m_struckKind = kind;
    rehighlight();
    Q_EMIT changed();
}

void TextMarks::highlightBlock(const QString& text) {
    const int start = currentBlock().position(), end = start + static_cast<int>(text.size());
    auto mark = std::lower_bound(m_sorted.begin(), m_sorted.end(), start - m_longest,
                                 [](const Mark& m, int at) { return m.from < at; });
    for (; mark != m_sorted.end() && mark->from < end; ++mark) {
        const auto [from, to, kind] = *mark;
        if (to <= start) continue;
        QTextCharFormat format;
        if (kind < m_grounds.size() && m_grounds[kind].alpha() > 0) format.setBackground(m_grounds[kind]);
        if (kind < m_inks.size()) {
            format.setUnderlineColor(m_inks[kind]);
            if (kind == m_struckKind)
                format.setFontStrikeOut(true);
            else
                format.setFontUnderline(true);
        }
        setFormat(std::max(0, from - start), std::min(to, end) - std::max(from, start), format);
    }
}

}  // namespace lectern
