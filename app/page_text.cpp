#include "app/page_text.h"

#include <QRegularExpression>
#include <algorithm>
#include <sstream>

#include "app/region_clip.h"
#include "app/region_text.h"
#include "app/unsure_words.h"
#include "core/document/document_json.h"
#include "core/export/exporter.h"

namespace lectern {

static constexpr int kSoon = 100;  // ms: text that is being read grows many times a second

PageText::PageText(QObject* parent) : QObject(parent) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoon);
    connect(&m_soon, &QTimer::timeout, this, &PageText::make);
}

void PageText::setRegions(RegionModel* regions) {
    if (m_regions == regions) return;
    if (m_regions) m_regions->disconnect(this);
    m_regions = regions;
    if (m_regions) {
        connect(m_regions, &QAbstractItemModel::modelReset, this, &PageText::make);
        connect(m_regions, &QAbstractItemModel::dataChanged, this, &PageText::makeSoon);
        connect(m_regions, &QAbstractItemModel::rowsInserted, this, &PageText::makeSoon);
        connect(m_regions, &QAbstractItemModel::rowsRemoved, this, &PageText::makeSoon);
        connect(m_regions, &QAbstractItemModel::rowsMoved, this, &PageText::makeSoon);
    }
    Q_EMIT regionsChanged();
    make();
}

void PageText::setForm(Form form) {
    if (m_form == form) return;
    m_form = form;
    Q_EMIT formChanged();
    make();
}

void PageText::setActive(bool active) {
    if (m_active == active) return;
    m_active = active;
    Q_EMIT activeChanged();
    make();
}

void PageText::makeSoon() {
    if (m_active && !m_soon.isActive()) m_soon.start();
}

void PageText::make() {
    m_soon.stop();
    m_text.clear();
    m_unsure.clear();
    m_stretches.clear();
    if (m_active && m_regions && m_regions->count() > 0) {
        if (m_form == Plain) makePlain();
        if (m_form == Markdown) makeMarkdown();
        if (m_form == Json) makeJson();
        if (m_text.size() > kMostLetters)
            m_text = m_text.left(kMostLetters) + u'\n' + tr("… and more. Export the document to have it whole.");
    }
    Q_EMIT textChanged();
}

void PageText::makePlain() {
    for (const Region& region : m_regions->regions()) {
        const QString text = plainTextOf(region);
        if (text.isEmpty()) continue;
        if (!m_text.isEmpty()) m_text += QStringLiteral("\n\n");
        for (const QVariant& value : unsureMarks(region)) {
            QVariantMap mark = value.toMap();
            mark[QStringLiteral("from")] = mark[QStringLiteral("from")].toLongLong() + m_text.size();
            m_unsure << mark;
        }
        m_stretches.push_back({region.id, m_text.size(), text.size()});
        m_text += text;
    }
}

// The exporter's own text of the whole page: a list or a note is written otherwise than a region alone. What stands in
// it as it would alone is known.
void PageText::makeMarkdown() {
    m_text = markdownOf(m_regions->regions());
    qsizetype at = 0;
    for (const Region& region : m_regions->regions()) {
        const QString alone = markdownOf(region);
        const qsizetype found = alone.isEmpty() ? -1 : m_text.indexOf(alone, at);
        if (found < 0) continue;
        m_stretches.push_back({region.id, found, alone.size()});
        at = found + alone.size();
    }
}

void PageText::makeJson() {
    Document document;
    const PageEntry* entry = m_editor ? m_editor->entry() : nullptr;
    document.pages.push_back(entry ? entry->page : Page{});
    document.pages[0].regions = m_regions->regions();
    m_text = QString::fromStdString(document_to_json(document));
    qsizetype at = 0;
    for (const Region& region : m_regions->regions()) {
        const QRegularExpression id(QStringLiteral("\"id\": ?%1,").arg(region.id));
        const qsizetype found = m_text.indexOf(id, at);
        if (found < 0) continue;
        if (!m_stretches.empty()) m_stretches.back().length = found - m_stretches.back().from;
        m_stretches.push_back({region.id, found, m_text.size() - found});
        at = found + 1;
    }
}

const PageText::Stretch* PageText::stretchAt(int position) const {
    auto after = std::upper_bound(m_stretches.begin(), m_stretches.end(), position,
                                  [](int p, const Stretch& s) { return p < s.from; });
    if (after == m_stretches.begin()) return nullptr;
    const Stretch& s = *(after - 1);
    return position <= s.from + s.length ? &s : nullptr;
}

int PageText::regionAt(int position) const {
    const Stretch* s = stretchAt(position);
    return s ? static_cast<int>(s->region) : -1;
}

int PageText::letterAt(int position) const {
    const Stretch* s = m_form == Plain ? stretchAt(position) : nullptr;
    return s ? static_cast<int>(position - s->from) : 0;
}

int PageText::positionOf(int region, int letter) const {
    for (const Stretch& s : m_stretches)
        if (s.region == region)
            return static_cast<int>(s.from + (m_form == Plain ? std::clamp<qsizetype>(letter, 0, s.length) : 0));
    return -1;
}

}  // namespace lectern
