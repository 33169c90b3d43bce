#include "app/edit_history.h"

#include <QUndoCommand>
#include <algorithm>
#include <utility>

namespace lectern {

class EditCommand : public QUndoCommand {
 public:
    EditCommand(EditHistory& history, int page, Edit edit, const QString& text, int gesture)
        : QUndoCommand(text), m_history(history), m_page(page), m_edit(std::move(edit)), m_gesture(gesture) {
        m_history.m_commands.push_back(this);
    }
    ~EditCommand() override { std::erase(m_history.m_commands, this); }

    int id() const override { return m_gesture == 0 ? -1 : m_gesture; }
    void redo() override {
        PageEntry& entry = pageEntry();
        entry.edits.push_back(m_edit);
        entry.page = edited(std::move(entry.page), m_edit);
        m_done = true;
        Q_EMIT m_history.pageEdited(m_page);
    }
    void undo() override {
        PageEntry& entry = pageEntry();
        entry.edits.pop_back();
        entry.page = replay(entry.base, entry.edits);
        m_done = false;
        Q_EMIT m_history.pageEdited(m_page);
    }
    // `other` has just been done and is dropped when this one takes it in.
    bool mergeWith(const QUndoCommand* other) override {
        const auto* next = static_cast<const EditCommand*>(other);
        if (next->m_page != m_page || !takeIn(next->m_edit)) return false;
        PageEntry& entry = pageEntry();
        entry.edits.pop_back();
        entry.edits.back() = m_edit;
        entry.page = replay(entry.base, entry.edits);
        return true;
    }
    bool fill(int page, int64_t id, const Region& result);

 private:
    PageEntry& pageEntry() { return m_history.m_document.pages[m_page]; }
    bool takeIn(const Edit& next);

    EditHistory& m_history;
    int m_page;
    Edit m_edit;
    int m_gesture;
    bool m_done = false;
};

bool EditCommand::takeIn(const Edit& next) {
    if (next.index() != m_edit.index()) return false;
    if (auto* move = std::get_if<MoveRegions>(&m_edit)) {
        const auto& more = std::get<MoveRegions>(next);
        if (more.ids != move->ids) return false;
        move->dx += more.dx;
        move->dy += more.dy;
        return true;
    }
    if (auto* box = std::get_if<SetBox>(&m_edit)) {
        const auto& more = std::get<SetBox>(next);
        return more.id == box->id && (box->box = more.box, true);
    }
    if (auto* text = std::get_if<SetText>(&m_edit)) {
        const auto& more = std::get<SetText>(next);
        return more.id == text->id && (text->text = more.text, true);
    }
    return false;
}

bool EditCommand::fill(int page, int64_t id, const Region& result) {
    auto* add = std::get_if<AddRegions>(&m_edit);
    if (!add || page != m_page) return false;
    auto region = std::find_if(add->regions.begin(), add->regions.end(), [&](const Region& r) { return r.id == id; });
    if (region == add->regions.end()) return false;
    const Region drawn = *region;
    *region = result;
    region->id = drawn.id;
    region->box = drawn.box;
    region->origin = drawn.origin;
    if (!m_done) return true;
    PageEntry& entry = pageEntry();
    for (Edit& edit : entry.edits) {
        auto* done = std::get_if<AddRegions>(&edit);
        if (done &&
            std::any_of(done->regions.begin(), done->regions.end(), [&](const Region& r) { return r.id == id; }))
            edit = m_edit;
    }
    entry.page = replay(entry.base, entry.edits);
    Q_EMIT m_history.pageEdited(m_page);
    return true;
}

// The page as it was, and, once undone, as it was read.
class ReadAgainCommand : public QUndoCommand {
 public:
    ReadAgainCommand(EditHistory& history, int page, const QString& text)
        : QUndoCommand(text), m_history(history), m_page(page) {}

    int page() const { return m_page; }
    void forget() { m_forgotten = true; }  // when it is undone
    void redo() override {
        PageEntry& entry = m_history.m_document.pages[m_page];
        if (std::exchange(m_first, false)) m_other = fresh(entry.page);
        std::swap(m_other, entry);
        Q_EMIT m_history.pageEdited(m_page);
    }
    void undo() override {
        Q_EMIT m_history.readingTakenBack(m_page);
        std::swap(m_other, m_history.m_document.pages[m_page]);
        setObsolete(m_forgotten);
        Q_EMIT m_history.pageEdited(m_page);
    }

 private:
    static PageEntry fresh(const Page& page) {
        PageEntry entry;
        entry.base.number = page.number;
        entry.base.width = page.width;
        entry.base.height = page.height;
        std::vector<Region> kept;
        for (const Region& r : page.regions)
            if (r.locked) kept.push_back(r);
        entry.rebase(with_kept(entry.base, kept));
        return entry;
    }

    EditHistory& m_history;
    int m_page;
    bool m_first = true, m_forgotten = false;
    PageEntry m_other;
};

// Turned pages take their regions along: as an edit where there are any, else a reading that came later is turned back.
class ArrangeCommand : public QUndoCommand {
 public:
    ArrangeCommand(EditHistory& history, ArrangeStep step, const QString& text)
        : QUndoCommand(text), m_history(history), m_step(std::move(step)) {}

    void redo() override {
        if (const auto* turn = std::get_if<TurnPages>(&m_step)) turnRegions(*turn);
        OpenDocument& document = m_history.m_document;
        document.arrangement.apply(m_step, document.pageCount);
        Q_EMIT m_history.arranged(m_step);
    }
    void undo() override {
        if (const auto* turn = std::get_if<TurnPages>(&m_step)) turnRegionsBack(*turn);
        OpenDocument& document = m_history.m_document;
        document.arrangement.takeBack(m_step, document.pageCount);
        Q_EMIT m_history.arranged(m_step);
    }

 private:
    void turnRegions(const TurnPages& turn) {
        m_edited.clear();
        for (const int page : turn.pages) {
            Q_EMIT m_history.readingTakenBack(page);
            auto it = m_history.m_document.pages.find(page);
            if (it == m_history.m_document.pages.end()) continue;
            it->second.edits.push_back(TurnPage{turn.quarters});
            it->second.page = edited(std::move(it->second.page), TurnPage{turn.quarters});
            m_edited.push_back(page);
        }
    }
    void turnRegionsBack(const TurnPages& turn) {
        for (const int page : turn.pages) {
            Q_EMIT m_history.readingTakenBack(page);
            auto it = m_history.m_document.pages.find(page);
            if (it == m_history.m_document.pages.end()) continue;
            PageEntry& entry = it->second;
            if (std::find(m_edited.begin(), m_edited.end(), page) != m_edited.end())
                entry.edits.pop_back();
            else
                entry.base = edited(std::move(entry.base), TurnPage{4 - turn.quarters});
            entry.page = replay(entry.base, entry.edits);
        }
    }

    EditHistory& m_history;
    ArrangeStep m_step;
    std::vector<int> m_edited;  // pages whose regions were turned by an edit
};

EditHistory::EditHistory(OpenDocument& document) : m_document(document) {
    connect(&m_stack, &QUndoStack::indexChanged, this, &EditHistory::changed);
}

EditHistory::~EditHistory() {
    m_stack.disconnect(this);
    m_stack.clear();  // while m_commands is there to be told
}

bool EditHistory::saved() const {
    // A clean place that is no more on the stack: everything from its beginning is in doubt.
    const int clean = m_stack.cleanIndex(), from = std::min(clean, m_stack.index()), to = std::max(clean, m_stack.index());
    for (int i = std::max(from, 0); i < to; ++i)
        if (!dynamic_cast<const ReadAgainCommand*>(m_stack.command(i))) return false;
    return clean >= 0;
}

Refusal EditHistory::apply(int page, const Edit& edit, const QString& text, int gesture) {
    if (const Refusal r = refusal(m_document.pages[page].page, edit); r != Refusal::none) return r;
    m_stack.push(new EditCommand(*this, page, edit, text, gesture));  // the stack takes it
    return Refusal::none;
}

void EditHistory::applyAll(int page, const std::vector<Edit>& edits, const QString& text) {
    const Page& now = m_document.pages[page].page;
    if (std::all_of(edits.begin(), edits.end(), [&](const Edit& e) { return refusal(now, e) != Refusal::none; }))
        return;
    m_stack.beginMacro(text);
    for (const Edit& edit : edits) apply(page, edit, text);
    m_stack.endMacro();
}

void EditHistory::arrange(const ArrangeStep& step, const QString& text) {
    m_stack.push(new ArrangeCommand(*this, step, text));  // the stack takes it
}

void EditHistory::beginReadingAgain(int page, const QString& text) {
    m_stack.push(new ReadAgainCommand(*this, page, text));  // the stack takes it
}

bool EditHistory::abandonReadingAgain(int page) {
    if (!m_stack.canUndo()) return false;
    const auto* last = dynamic_cast<const ReadAgainCommand*>(m_stack.command(m_stack.index() - 1));
    if (!last || last->page() != page) return false;
    const_cast<ReadAgainCommand*>(last)->forget();  // the stack hands out const
    m_stack.undo();
    return true;
}

bool EditHistory::fillAdded(int page, int64_t id, const Region& result) {
    return std::any_of(m_commands.begin(), m_commands.end(),
                       [&](EditCommand* command) { return command->fill(page, id, result); });
}

}  // namespace lectern
