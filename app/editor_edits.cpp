// Editor: what is done to regions.
#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <algorithm>

#include "app/editor.h"
#include "app/region_clip.h"

namespace lectern {

static constexpr double kPasteStep = 12;  // points; a copy on its original would not be seen
enum GestureKind { NudgeGesture = 1, GrowGesture };

static Rect rectOf(const QRectF& r) {
    const QRectF n = r.normalized();
    return {n.left(), n.top(), n.right(), n.bottom()};
}

void Editor::draw(const QRectF& box) {
    if (!m_document) return;
    const PageEntry& e = needEntry();
    Region region;
    region.id = unused_id(e.page, e.edits);
    region.box = rectOf(box);
    region.origin = Origin::user;
    region.state = RegionState::unread;
    const int id = static_cast<int>(region.id);
    if (!apply(AddRegions{{std::move(region)}}, tr("Draw a region"))) return;
    select(id);
    Q_EMIT drawn(id);
}

void Editor::moveBy(double dx, double dy) {
    apply(MoveRegions{m_selection, dx, dy}, tr("Move %n region(s)", nullptr, selectedCount()));
}

void Editor::nudge(double dx, double dy) {
    if (!m_document) return;
    apply(MoveRegions{m_selection, dx, dy}, tr("Move %n region(s)", nullptr, selectedCount()), gesture(NudgeGesture));
}

void Editor::grow(double dx, double dy) {
    const Region* r = m_selection.size() == 1 ? region(m_selection[0]) : nullptr;
    if (!r) return;
    Rect box = r->box;
    box.x1 += dx;
    box.y1 += dy;
    apply(SetBox{r->id, box}, tr("Resize a region"), gesture(GrowGesture));
}

void Editor::setBox(const QRectF& box) {
    if (m_selection.size() == 1) apply(SetBox{m_selection[0], rectOf(box)}, tr("Resize a region"));
}

void Editor::remove() {
    const int n = selectedCount();
    if (n == 0) return;
    // The region after the last one is next in hand, so that Delete can be pressed again.
    int64_t next = -1;
    if (const PageEntry* e = entry())
        for (const Region& r : e->page.regions)
            if (!isSelected(r.id) && (next < 0 || r.order > selectedRegions().back()->order)) {
                next = r.id;
                if (r.order > selectedRegions().back()->order) break;
            }
    if (!apply(RemoveRegions{m_selection}, tr("Delete %n region(s)", nullptr, n))) return;
    select(n == 1 ? static_cast<int>(next) : -1);
    say(tr("%n region(s) deleted", nullptr, n), Offer::Undo);
}

void Editor::merge() {
    const auto regions = selectedRegions();
    if (regions.size() < 2) {
        if (!regions.empty()) say(tr("Choose two regions or more to merge them: press Shift and click."));
        return;
    }
    const int first = static_cast<int>(regions.front()->id), n = static_cast<int>(regions.size());
    if (!apply(MergeRegions{m_selection}, tr("Merge %n region(s)", nullptr, n))) return;
    select(first);
    say(tr("%n region(s) merged", nullptr, n), Offer::Undo);
}

void Editor::split(double y) {
    const Region* r = m_selection.size() == 1 ? region(m_selection[0]) : nullptr;
    if (!r) {
        if (!m_selection.empty()) say(tr("Choose one region to split it."));
        return;
    }
    const double at = y > r->box.y0 && y < r->box.y1 ? y : (r->box.y0 + r->box.y1) / 2;
    const int64_t id = unused_id(entry()->page, entry()->edits);
    if (apply(SplitRegion{.id = r->id, .new_id = id, .y = at}, tr("Split a region")))
        setSelection({m_selection[0], id});
}

// Where in the box a place in the text is: at the line that holds it, else at its share of the text.
static double heightOf(const Region& r, size_t byte) {
    const double share = static_cast<double>(byte) / std::max<double>(1, static_cast<double>(r.content.size()));
    size_t letters = 0, sought = 0;
    for (const Line& line : r.lines) letters += line.text.size() + 1;
    for (const Line& line : r.lines) {
        sought += line.text.size() + 1;
        if (static_cast<double>(sought) > share * static_cast<double>(letters))
            return std::clamp(line.box.y0, r.box.y0 + kMinRegionSide, r.box.y1 - kMinRegionSide);
    }
    return std::clamp(r.box.y0 + share * r.box.height(), r.box.y0 + kMinRegionSide, r.box.y1 - kMinRegionSide);
}

void Editor::splitAt(int id, int character) {
    const Region* r = region(id);
    if (!r || r->box.height() < 2 * kMinRegionSide) return;
    const QString text = QString::fromStdString(r->content);
    const auto byte = static_cast<size_t>(text.left(character).toUtf8().size());
    const int64_t part = unused_id(entry()->page, entry()->edits);
    if (apply(SplitRegion{.id = id, .new_id = part, .y = heightOf(*r, byte), .offset = byte}, tr("Split a region")))
        setSelection({id, part});
}

void Editor::setCategory(int category) {
    if (category < 0 || category >= kCategories) return;
    apply(SetCategory{m_selection, static_cast<Category>(category)},
          tr("Change the category of %n region(s)", nullptr, selectedCount()));
}

void Editor::moveEarlier() {
    const auto regions = selectedRegions();
    if (regions.empty()) return;
    if (regions.front()->order == 0) {
        say(tr("Nothing on this page is read before this."));
        return;
    }
    const Region& before = entry()->page.regions[static_cast<size_t>(regions.front()->order - 1)];
    apply(MoveInOrder{m_selection, before.id}, tr("Read %n region(s) earlier", nullptr, selectedCount()));
}

void Editor::moveLater() {
    const auto regions = selectedRegions();
    if (regions.empty()) return;
    const auto& all = entry()->page.regions;
    const size_t after = static_cast<size_t>(regions.back()->order) + 2;
    if (after > all.size()) {
        say(tr("Nothing on this page is read after this."));
        return;
    }
    apply(MoveInOrder{m_selection, after < all.size() ? all[after].id : 0},
          tr("Read %n region(s) later", nullptr, selectedCount()));
}

void Editor::moveOnto(int id, int other) {
    const Region *moved = region(id), *place = region(other);
    if (!moved || !place || moved == place) return;
    const auto& all = entry()->page.regions;
    const auto at = static_cast<size_t>(place->order) + (moved->order < place->order ? 1 : 0);
    const RegionIds ids = isSelected(id) && m_selection.size() > 1 && !isSelected(other) ? m_selection : RegionIds{id};
    apply(MoveInOrder{ids, at < all.size() ? all[at].id : 0},
          tr("Change the reading order of %n region(s)", nullptr, static_cast<int>(ids.size())));
}

void Editor::moveTo(int number) {
    if (m_selection.size() != 1 || !entry() || entry()->page.regions.empty()) return;
    const auto& all = entry()->page.regions;
    const auto place = static_cast<size_t>(std::clamp<int64_t>(number - 1, 0, static_cast<int64_t>(all.size()) - 1));
    moveOnto(static_cast<int>(m_selection[0]), static_cast<int>(all[place].id));
}

void Editor::beginEditing() {
    if (m_selection.size() != 1 || m_draft) return;
    if (locked()) {
        say(refusalText(Refusal::locked), Offer::Unlock);
        return;
    }
    m_draft = Draft{m_document->currentPage, m_selection[0], text()};
    Q_EMIT editingChanged();
}

void Editor::setDraft(const QString& text) {
    if (m_draft) m_draft->text = text;
}

void Editor::keepEditing() {
    if (!m_draft) return;
    const Draft draft = *m_draft;
    endEditing();
    if (m_document && m_document->currentPage == draft.page) setText(static_cast<int>(draft.region), draft.text);
}

void Editor::endEditing() {
    if (!m_draft) return;
    m_draft.reset();
    Q_EMIT editingChanged();
}

void Editor::setText(int id, const QString& text) {
    apply(SetText{id, text.toStdString()}, tr("Edit text"));
}

void Editor::showCut(int id) {
    if (id >= 0) select(id);
    if (!cutText().isEmpty()) Q_EMIT cutWanted();
}

void Editor::takeCutBack() {
    if (m_selection.size() != 1 || !apply(TakeCutBack{m_selection[0]}, tr("Take back what was cut"))) return;
    say(tr("What was cut is in the text again"), Offer::Undo);
}

void Editor::setLocked(bool locked) {
    apply(SetLocked{m_selection, locked}, locked ? tr("Lock %n region(s)", nullptr, selectedCount())
                                                 : tr("Unlock %n region(s)", nullptr, selectedCount()));
}

void Editor::setIgnored(bool ignored) {
    const int n = selectedCount();
    if (!apply(SetIgnored{m_selection, ignored},
               ignored ? tr("Ignore %n region(s)", nullptr, n) : tr("Take in %n region(s)", nullptr, n)))
        return;
    say(ignored ? tr("%n region(s) left out of exports", nullptr, n) : tr("%n region(s) exported again", nullptr, n),
        Offer::Undo);
}

void Editor::copy() {
    std::vector<Region> regions;
    for (const Region* r : selectedRegions()) regions.push_back(*r);
    if (regions.empty()) return;
    QGuiApplication::clipboard()->setMimeData(mimeDataOf(regions));
    say(tr("%n region(s) copied", nullptr, static_cast<int>(regions.size())));
}

void Editor::cut() {
    if (m_selection.empty()) return;
    copy();
    remove();
}

void Editor::paste() {
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    if (!m_document || !data) return;
    try {
        pasteRegions(regionsFrom(*data));
    } catch (const Error&) {  // another program's data under our name
        say(tr("What is on the clipboard cannot be pasted here."));
    }
}

void Editor::pasteRegions(std::vector<Region> regions) {
    if (regions.empty()) return;
    const PageEntry& e = needEntry();
    int64_t id = unused_id(e.page, e.edits);
    RegionIds ids;
    double step = 0;
    const auto taken = [&](const Region& r) {
        return std::any_of(e.page.regions.begin(), e.page.regions.end(), [&](const Region& other) {
            return other.box == Rect{r.box.x0 + step, r.box.y0 + step, r.box.x1 + step, r.box.y1 + step};
        });
    };
    while (std::any_of(regions.begin(), regions.end(), taken)) step += kPasteStep;
    AddRegions add;
    for (Region& r : regions) {
        r.id = id++;
        r.locked = false;
        ids.push_back(r.id);
        Page alone{.width = e.page.width, .height = e.page.height};
        alone.regions.push_back(std::move(r));
        add.regions.push_back(edited(alone, MoveRegions{{ids.back()}, step, step}).regions[0]);
    }
    const int n = static_cast<int>(ids.size());
    if (!apply(add, tr("Paste %n region(s)", nullptr, n))) return;
    setSelection(std::move(ids));
    say(tr("%n region(s) pasted", nullptr, n), Offer::Undo);
}

}  // namespace lectern
