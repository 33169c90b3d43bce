// Editor: selection, tool, what can be undone. The edits are in editor_edits.cpp.
#include "app/editor.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <algorithm>

#include "app/edit_history.h"
#include "app/region_clip.h"

namespace lectern {

Editor::Editor(QObject* parent) : QObject(parent) {
    connect(this, &Editor::selectionChanged, this, &Editor::regionsEdited);
    if (QGuiApplication::clipboard())
        connect(QGuiApplication::clipboard(), &QClipboard::dataChanged, this, &Editor::clipboardChanged);
}

void Editor::show(OpenDocument* document, const QSizeF& pageSize) {
    const bool other = m_document != document;
    keepEditing();
    if (other) {
        if (m_document) {
            m_document->history->disconnect(this);
            m_document->selection = m_selection;
        }
        if (document) connect(document->history.get(), &EditHistory::changed, this, &Editor::historyChanged);
    }
    m_document = document;
    m_pageSize = pageSize;
    say({});
    setSelection(other && document ? document->selection : RegionIds{});
    Q_EMIT historyChanged();
    Q_EMIT regionsEdited();
}

void Editor::setPageSize(const QSizeF& size) {
    m_pageSize = size;
}

void Editor::setTool(Tool tool) {
    if (m_tool == tool) return;
    m_tool = tool;
    Q_EMIT toolChanged();
}

PageEntry* Editor::entry() const {
    if (!m_document) return nullptr;
    auto it = m_document->pages.find(m_document->currentPage);
    return it == m_document->pages.end() ? nullptr : &it->second;
}

PageEntry& Editor::needEntry() {
    PageEntry& entry = m_document->pages[m_document->currentPage];
    if (entry.base.width <= 0) {
        entry.base.number = m_document->currentPage + 1;
        entry.base.width = m_pageSize.width();
        entry.base.height = m_pageSize.height();
        entry.rebase(std::move(entry.base));
    }
    return entry;
}

const Region* Editor::region(int64_t id) const {
    const PageEntry* e = entry();
    if (!e) return nullptr;
    auto it = std::find_if(e->page.regions.begin(), e->page.regions.end(), [&](const Region& r) { return r.id == id; });
    return it == e->page.regions.end() ? nullptr : &*it;
}

std::vector<const Region*> Editor::selectedRegions() const {
    std::vector<const Region*> out;
    if (const PageEntry* e = entry())
        for (const Region& r : e->page.regions)
            if (isSelected(r.id)) out.push_back(&r);
    return out;
}

// ---- selection

QList<int> Editor::selection() const {
    QList<int> out;
    for (const int64_t id : m_selection) out << static_cast<int>(id);
    return out;
}

bool Editor::isSelected(int64_t id) const {
    return std::binary_search(m_sorted.begin(), m_sorted.end(), id);
}

void Editor::setSelection(RegionIds ids) {
    if (ids == m_selection) return;
    keepEditing();
    m_selection = std::move(ids);
    m_sorted = m_selection;
    std::sort(m_sorted.begin(), m_sorted.end());
    m_gestureKind = 0;
    setUnsure(std::nullopt);
    setCaret(primary(), 0);
    Q_EMIT selectionChanged();
}

void Editor::select(int id, Choose how) {
    RegionIds ids = how == Choose::Only ? RegionIds{} : m_selection;
    const bool had = std::erase(ids, id) > 0;
    if (id >= 0 && !(had && how == Choose::Toggle)) ids.push_back(id);
    setSelection(std::move(ids));
}

void Editor::selectIn(const QRectF& band, Choose how) {
    RegionIds ids = how == Choose::Only ? RegionIds{} : m_selection;
    const Rect area{band.left(), band.top(), band.right(), band.bottom()};
    if (const PageEntry* e = entry()) {
        for (const Region& r : e->page.regions) {
            if (intersected(r.box, area).empty()) continue;
            const bool had = std::erase(ids, r.id) > 0;
            if (!(had && how == Choose::Toggle)) ids.push_back(r.id);
        }
    }
    setSelection(std::move(ids));
}

void Editor::selectAll() {
    RegionIds ids;
    if (const PageEntry* e = entry())
        for (const Region& r : e->page.regions) ids.push_back(r.id);
    setSelection(std::move(ids));
}

void Editor::regionsChanged() {
    RegionIds left = m_selection;
    std::erase_if(left, [this](int64_t id) { return !region(id); });
    if (left != m_selection) setSelection(std::move(left));
    Q_EMIT regionsEdited();
}

QRectF Editor::box() const {
    const Region* r = m_selection.size() == 1 ? region(m_selection[0]) : nullptr;
    return r ? QRectF(r->box.x0, r->box.y0, r->box.width(), r->box.height()) : QRectF();
}

int Editor::category() const {
    int category = -1;
    for (const Region* r : selectedRegions()) {
        if (category >= 0 && category != static_cast<int>(r->category)) return -1;
        category = static_cast<int>(r->category);
    }
    return category;
}

int Editor::orderNumber() const {
    const Region* r = m_selection.size() == 1 ? region(m_selection[0]) : nullptr;
    return r ? static_cast<int>(r->order) + 1 : 0;
}

QString Editor::cutText() const {
    const Region* r = m_selection.size() == 1 ? region(m_selection[0]) : nullptr;
    return r ? QString::fromStdString(r->cut) : QString();
}

QString Editor::text() const {
    const Region* r = m_selection.size() == 1 ? region(m_selection[0]) : nullptr;
    return r ? QString::fromStdString(r->content) : QString();
}

bool Editor::locked() const {
    const auto regions = selectedRegions();
    return !regions.empty() && std::all_of(regions.begin(), regions.end(), [](auto* r) { return r->locked; });
}

bool Editor::ignored() const {
    const auto regions = selectedRegions();
    return !regions.empty() && std::all_of(regions.begin(), regions.end(), [](auto* r) { return r->ignored; });
}

// ---- history

bool Editor::canUndo() const {
    return m_document && m_document->history->canUndo();
}
bool Editor::canRedo() const {
    return m_document && m_document->history->canRedo();
}
QString Editor::undoText() const {
    return m_document ? m_document->history->undoText() : QString();
}
QString Editor::redoText() const {
    return m_document ? m_document->history->redoText() : QString();
}

bool Editor::canPaste() const {
    const QMimeData* data = QGuiApplication::clipboard() ? QGuiApplication::clipboard()->mimeData() : nullptr;
    return data && data->hasFormat(QLatin1String(kRegionsFormat));
}

void Editor::undo() {
    keepEditing();
    if (!canUndo()) return;
    const QString what = undoText();
    m_document->history->undo();
    say(tr("Undone: %1").arg(what));
}

void Editor::redo() {
    keepEditing();
    if (!canRedo()) return;
    const QString what = redoText();
    m_document->history->redo();
    say(tr("Done again: %1").arg(what));
}

void Editor::say(const QString& notice, Offer offer) {
    if (notice == m_notice && offer == m_offer) return;
    m_notice = notice;
    m_offer = offer;
    Q_EMIT noticeChanged();
}

void Editor::takeOffer() {
    const Offer offer = m_offer;
    say({});
    if (offer == Offer::Undo) undo();
    if (offer == Offer::Unlock) setLocked(false);
}

// Presses of the same keys on the same selection, with nothing else done between them, are one gesture.
int Editor::gesture(int kind) {
    if (kind != m_gestureKind || m_document->history->index() != m_gestureIndex) ++m_gesture;
    m_gestureKind = kind;
    return m_gesture;
}

QString Editor::refusalText(Refusal refusal) const {
    switch (refusal) {
        case Refusal::locked: {
            if (m_selection.size() > 1) return tr("Some of these regions are locked.");
            return tr("This region is locked.");
        }
        case Refusal::too_small:
            return tr("That would be too small to see.");
        case Refusal::outside:
            return tr("That lies outside the page.");
        default:
            return {};
    }
}

bool Editor::apply(const Edit& edit, const QString& text, int gestureNumber) {
    if (!m_document) return false;
    needEntry();
    const Refusal refused = m_document->history->apply(m_document->currentPage, edit, text, gestureNumber);
    m_gestureIndex = m_document->history->index();
    if (refused == Refusal::none) {
        say({});
        return true;
    }
    if (const QString why = refusalText(refused); !why.isEmpty())
        say(why, refused == Refusal::locked ? Offer::Unlock : Offer::None);
    return false;
}

}  // namespace lectern
