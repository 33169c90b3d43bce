#include "app/text_difference.h"

namespace lectern {

void TextDifference::add(const QString& heading, const QString& before, const QString& after) {
    const std::vector<DiffPiece> pieces = diff_words(before.toStdString(), after.toStdString());
    if (!m_text.isEmpty()) m_text += QStringLiteral("\n\n");
    if (!heading.isEmpty()) m_text += heading + u'\n';
    for (const DiffPiece& piece : pieces) {
        const QString text = QString::fromStdString(piece.text);
        if (piece.kind != DiffPiece::Kind::same)
            m_marks << QVariantMap{{QStringLiteral("from"), m_text.size()},
                                   {QStringLiteral("length"), text.size()},
                                   {QStringLiteral("kind"), piece.kind == DiffPiece::Kind::removed ? Removed : Added}};
        m_text += text;
        // Words set against each other need a blank between them where the old ones ended the text.
        if (piece.kind == DiffPiece::Kind::removed && !m_text.endsWith(u' ') && !m_text.endsWith(u'\n')) m_text += u' ';
    }
    m_changes += count_changes(pieces);
    ++m_regions;
    Q_EMIT changed();
}

void TextDifference::clear() {
    if (!shown()) return;
    m_text.clear();
    m_marks.clear();
    m_regions = m_changes = 0;
    Q_EMIT changed();
}

QString TextDifference::title() const {
    return m_changes == 0 ? tr("Read again: the text is the same")
                          : tr("Read again: %n word(s) differ", nullptr, m_changes);
}

}  // namespace lectern
