#include "app/finder.h"

#include <QRegularExpression>
#include <algorithm>

#include "app/region_clip.h"
#include "app/text_places.h"

namespace lectern {

static constexpr int kSoon = 120;  // ms: text that is being read grows many times a second

Finder::Finder(QObject* parent) : QObject(parent) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoon);
    connect(&m_soon, &QTimer::timeout, this, [this] {
        search();
        Q_EMIT changed();
    });
}

// Blanks stand for any run of them, line ends included.
static QRegularExpression patternOf(const QString& sought) {
    QStringList words;
    for (const QString& word : sought.simplified().split(u' ', Qt::SkipEmptyParts))
        words << QRegularExpression::escape(word);
    return QRegularExpression(words.join(QStringLiteral("\\s+")), QRegularExpression::CaseInsensitiveOption |
                                                                      QRegularExpression::UseUnicodePropertiesOption);
}

void Finder::show(const OpenDocument* document) {
    if (m_document == document) return;
    m_document = document;
    m_soon.stop();
    search();
    Q_EMIT changed();
}

void Finder::refresh() {
    if (!m_sought.isEmpty() && !m_soon.isActive()) m_soon.start();
}

// The hit gone to stays the one gone to while others come and go.
void Finder::search() {
    const FindHit before = m_current >= 0 ? m_hits[static_cast<size_t>(m_current)] : FindHit{};
    const bool had = m_current >= 0;
    m_hits.clear();
    m_current = -1;
    ++m_revision;
    const QRegularExpression pattern = patternOf(m_sought);
    if (!m_document || pattern.pattern().isEmpty()) return;
    for (const int index : touchedPages(*m_document)) {
        for (const Region& region : m_document->pages.at(index).page.regions) {
            if (region.content.empty()) continue;
            const QString text = plainTextOf(region);
            std::vector<PlacedWord> words;
            auto found = pattern.globalMatch(text);
            while (found.hasNext() && count() < kMostHits) {
                const QRegularExpressionMatch match = found.next();
                if (words.empty()) words = placedWords(region);
                m_hits.push_back({index, region.id, match.capturedStart(), match.capturedLength(),
                                  boxesOfText(region, words, match.capturedStart(), match.capturedLength())});
                if (had && m_hits.back() == before) m_current = count() - 1;
            }
        }
    }
}

void Finder::setSought(const QString& sought) {
    if (sought == m_sought) return;
    m_sought = sought;
    m_wentRound = false;
    m_current = -1;
    search();
    if (m_hits.empty()) {
        Q_EMIT changed();
        return;
    }
    const auto place = [this](int page) { return positionOf(*m_document, page); };
    const int here = place(m_document->currentPage);
    const auto first =
        std::find_if(m_hits.begin(), m_hits.end(), [&](const FindHit& h) { return place(h.page) >= here; });
    goTo(first == m_hits.end() ? 0 : static_cast<int>(first - m_hits.begin()));
}

void Finder::goTo(int hit) {
    m_current = hit;
    ++m_revision;
    Q_EMIT changed();
    const FindHit& h = m_hits[static_cast<size_t>(hit)];
    Q_EMIT wanted(h.page, static_cast<int>(h.region), static_cast<int>(h.from));
}

void Finder::step(int direction) {
    if (m_soon.isActive()) {
        m_soon.stop();
        search();
    }
    if (m_hits.empty()) {
        Q_EMIT changed();
        return;
    }
    const int next = m_current < 0 ? (direction > 0 ? 0 : count() - 1) : m_current + direction;
    m_wentRound = next < 0 || next >= count();
    goTo(next < 0 ? count() - 1 : next >= count() ? 0 : next);
}

QString Finder::status() const {
    if (m_sought.trimmed().isEmpty() || !m_document) return {};
    if (!m_hits.empty()) {
        const QString many = count() >= kMostHits ? tr("more than %1").arg(kMostHits) : QString::number(count());
        return tr("%1 of %2").arg(m_current + 1).arg(many);
    }
    int read = 0;
    for (const auto& [index, entry] : m_document->pages) read += entry.page.regions.empty() ? 0 : 1;
    if (read == 0) return tr("Nothing has been read yet: read a page first.");
    if (read < m_document->pageCount) return tr("Not found on the %n page(s) read so far.", nullptr, read);
    return tr("Not found in this document.");
}

QVariantList Finder::marksOf(int region) const {
    QVariantList marks;
    if (!m_document) return marks;
    for (size_t i = 0; i < m_hits.size(); ++i) {
        const FindHit& h = m_hits[i];
        if (h.page != m_document->currentPage || h.region != region) continue;
        marks << QVariantMap{{QStringLiteral("from"), h.from},
                             {QStringLiteral("length"), h.length},
                             {QStringLiteral("kind"), static_cast<int>(i) == m_current ? CurrentHit : Hit}};
    }
    return marks;
}

QVariantList Finder::marksIn(const QString& text) const {
    QVariantList marks;
    const QRegularExpression pattern = patternOf(m_sought);
    if (pattern.pattern().isEmpty()) return marks;
    auto found = pattern.globalMatch(text);
    while (found.hasNext() && marks.size() < kMostHits) {
        const QRegularExpressionMatch match = found.next();
        marks << QVariantMap{{QStringLiteral("from"), match.capturedStart()},
                             {QStringLiteral("length"), match.capturedLength()},
                             {QStringLiteral("kind"), static_cast<int>(Hit)}};
    }
    return marks;
}

}  // namespace lectern
