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
    for (const QVariant& value : std::as_const(m_marks)) {
        const QVariantMap mark = value.toMap();
        const int from = mark.value(QStringLiteral("from")).toInt();
        const int to = from + mark.value(QStringLiteral("length")).toInt();
        const int kind = mark.value(QStringLiteral("kind")).toInt();
        if (to <= start || from >= end) continue;
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
