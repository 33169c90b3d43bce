// Editor: the caret that page and text share, and text to other programs.
#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>

#include "app/editor.h"
#include "app/region_clip.h"
#include "app/region_text.h"
#include "app/text_places.h"

namespace lectern {

void Editor::setCaret(int64_t region, qsizetype position) {
    if (region == m_caretRegion && position == m_caretPosition) return;
    m_caretRegion = region;
    m_caretPosition = position;
    Q_EMIT caretChanged();
}

void Editor::placeCaret(int id, int position) {
    if (!region(id)) return;
    if (primary() != id) select(id);
    setCaret(id, std::max(0, position));
}

void Editor::placeCaretAt(int id, const QPointF& point) {
    if (const Region* r = region(id)) setCaret(id, letterAt(placedWords(*r), point.x(), point.y()));
}

// The word the caret stands in or before, as narrow as the caret.
QRectF Editor::caretBox() const {
    const Region* r = region(m_caretRegion);
    if (!r) return {};
    for (const PlacedWord& word : placedWords(*r)) {
        if (word.box.empty() || m_caretPosition > word.from + word.length) continue;
        const double part =
            std::max(0.0, static_cast<double>(m_caretPosition - word.from) / static_cast<double>(word.length));
        return {word.box.x0 + part * word.box.width(), word.box.y0, 0, word.box.height()};
    }
    return {};
}

void Editor::copyAs(CopyForm form) {
    std::vector<Region> regions;
    for (const Region* r : selectedRegions()) regions.push_back(*r);
    const bool page = regions.empty();
    if (page && entry()) regions = entry()->page.regions;
    if (form == CopyForm::Table)
        std::erase_if(regions, [](const Region& r) { return r.kind != ContentKind::html_table || r.content.empty(); });
    const QString text = form == CopyForm::Markdown ? markdownOf(regions) : plainTextOf(regions);
    if (text.isEmpty()) {
        say(form == CopyForm::Table ? tr("There is no table here to copy.") : tr("There is no text here to copy."));
        return;
    }
    auto* data = new QMimeData;  // the clipboard takes it
    data->setText(text);
    if (form == CopyForm::Table) {
        data->setHtml(tablesAsHtml(regions));
        data->setData(QStringLiteral("text/tab-separated-values"), text.toUtf8());
    }
    QGuiApplication::clipboard()->setMimeData(data);
    switch (form) {
        case CopyForm::Text:
            say(page ? tr("The page's text is on the clipboard") : tr("The text is on the clipboard"));
            break;
        case CopyForm::Markdown:
            say(page ? tr("The page's markdown is on the clipboard") : tr("The markdown is on the clipboard"));
            break;
        case CopyForm::Table:
            say(tr("%n table(s) on the clipboard", nullptr, static_cast<int>(regions.size())));
            break;
    }
}

}  // namespace lectern
