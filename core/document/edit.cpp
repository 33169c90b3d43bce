#include "core/document/edit.h"

#include <algorithm>
#include <iterator>

#include "core/document/region_parts.h"

namespace lectern {

static bool among(const RegionIds& ids, const Region& r) {
    return std::find(ids.begin(), ids.end(), r.id) != ids.end();
}

// Region* or const Region*, as the page is.
template <class P>
static auto find(P& page, int64_t id) -> decltype(page.regions.data()) {
    auto it = std::find_if(page.regions.begin(), page.regions.end(), [&](const Region& r) { return r.id == id; });
    return it == page.regions.end() ? nullptr : &*it;
}

static Rect moved(const Rect& r, double dx, double dy) {
    return {r.x0 + dx, r.y0 + dy, r.x1 + dx, r.y1 + dy};
}

// Boxes stay on the page; pages whose size is not known (nothing was read yet) bind nothing.
static Rect on_page(const Page& page, const Rect& r) {
    if (page.width <= 0 || page.height <= 0) return r;
    return intersected(r, {0, 0, page.width, page.height});
}

// How far a group may go before one of its boxes meets the page's edge.
static MoveRegions bounded(const Page& page, const MoveRegions& e) {
    MoveRegions out = e;
    if (page.width <= 0 || page.height <= 0) return out;
    for (const Region& r : page.regions) {
        if (!among(e.ids, r)) continue;
        out.dx = std::clamp(out.dx, std::min(0.0, -r.box.x0), std::max(0.0, page.width - r.box.x1));
        out.dy = std::clamp(out.dy, std::min(0.0, -r.box.y0), std::max(0.0, page.height - r.box.y1));
    }
    return out;
}

static void move(Region& r, double dx, double dy) {
    r.box = moved(r.box, dx, dy);
    for (Line& line : r.lines) {
        line.box = moved(line.box, dx, dy);
        for (Word& word : line.words) word.box = moved(word.box, dx, dy);
    }
}

// In reading order before the first region that begins below its middle; a later one that it stands beside counts by
// its left edge only when both are of one row.
static size_t place_of(const Page& page, const Rect& box) {
    const double middle = (box.y0 + box.y1) / 2;
    for (size_t i = 0; i < page.regions.size(); ++i) {
        const Rect& other = page.regions[i].box;
        const bool one_column = other.x0 < box.x1 && box.x0 < other.x1;
        if (one_column && (other.y0 + other.y1) / 2 > middle) return i;
    }
    for (size_t i = page.regions.size(); i > 0; --i) {
        const Rect& other = page.regions[i - 1].box;
        const bool one_column = other.x0 < box.x1 && box.x0 < other.x1;
        if (one_column || other.y1 <= box.y0) return i;
    }
    return page.regions.size();
}

static size_t index_before(const Page& page, int64_t before) {
    const Region* r = before == 0 ? nullptr : find(page, before);
    return r ? static_cast<size_t>(r - page.regions.data()) : page.regions.size();
}

static void apply(Page& page, const AddRegions& e) {
    for (Region region : e.regions) {
        region.box = on_page(page, region.box);
        const size_t at = e.before == 0 ? place_of(page, region.box) : index_before(page, e.before);
        page.regions.insert(page.regions.begin() + static_cast<std::ptrdiff_t>(at), std::move(region));
    }
}

static void apply(Page& page, const MoveRegions& wanted) {
    const MoveRegions e = bounded(page, wanted);
    for (Region& r : page.regions) {
        if (!among(e.ids, r)) continue;
        move(r, e.dx, e.dy);
        r.edited = true;
    }
}

static void apply(Page& page, const SetBox& e) {
    Region& r = *find(page, e.id);
    r.box = on_page(page, e.box);
    r.edited = true;
}

static void apply(Page& page, const RemoveRegions& e) {
    std::erase_if(page.regions, [&](const Region& r) { return among(e.ids, r); });
}

static void apply(Page& page, const MergeRegions& e) {
    std::vector<Region> parts;
    for (const Region& r : page.regions)
        if (among(e.ids, r)) parts.push_back(r);
    Region whole = joined(parts);
    whole.edited = true;
    const int64_t id = whole.id;
    *find(page, id) = std::move(whole);
    std::erase_if(page.regions, [&](const Region& r) { return r.id != id && among(e.ids, r); });
}

static void apply(Page& page, const SplitRegion& e) {
    Region* r = find(page, e.id);
    RegionHalves halves = split(*r, e.y, e.offset);
    halves.lower.id = e.new_id;
    *r = std::move(halves.upper);
    page.regions.insert(page.regions.begin() + (r - page.regions.data()) + 1, std::move(halves.lower));
}

static void apply(Page& page, const SetCategory& e) {
    for (Region& r : page.regions) {
        if (!among(e.ids, r)) continue;
        recategorise(r, e.category);
        r.edited = true;
    }
}

static void apply(Page& page, const MoveInOrder& e) {
    std::vector<Region> taken, left;
    size_t at = 0;
    const size_t target = index_before(page, e.before);
    for (size_t i = 0; i < page.regions.size(); ++i) {
        if (i == target) at = left.size();
        (among(e.ids, page.regions[i]) ? taken : left).push_back(std::move(page.regions[i]));
    }
    if (target >= page.regions.size()) at = left.size();
    left.insert(left.begin() + static_cast<std::ptrdiff_t>(at), std::make_move_iterator(taken.begin()),
                std::make_move_iterator(taken.end()));
    page.regions = std::move(left);
}

static void apply(Page& page, const SetText& e) {
    retext(*find(page, e.id), e.text);
}

static void apply(Page& page, const TakeCutBack& e) {
    Region& r = *find(page, e.id);
    retext(r, with_cut(r));
    r.cut.clear();
}

static void apply(Page& page, const SetLocked& e) {
    for (Region& r : page.regions)
        if (among(e.ids, r)) r.locked = e.locked;
}

static void apply(Page& page, const SetIgnored& e) {
    for (Region& r : page.regions)
        if (among(e.ids, r)) r.ignored = e.ignored;
}

static void apply(Page& page, const ReplaceContent& e) {
    Region& r = *find(page, e.id);
    Region next = e.result;
    next.id = r.id;
    next.box = r.box;
    next.order = r.order;
    next.origin = r.origin;
    next.ignored = r.ignored;
    next.edited = false;
    next.locked = false;
    r = std::move(next);
}

static Rect turned(const Rect& r, double page_height) {
    if (r.empty()) return r;  // unknown
    return {page_height - r.y1, r.x0, page_height - r.y0, r.x1};
}

static void turn_quarter(Page& page) {
    for (Region& r : page.regions) {
        r.box = turned(r.box, page.height);
        for (Line& line : r.lines) {
            line.box = turned(line.box, page.height);
            for (Word& word : line.words) word.box = turned(word.box, page.height);
        }
    }
    std::swap(page.width, page.height);
    page.rotation = (page.rotation + 90) % 360;
}

static void apply(Page& page, const TurnPage& e) {
    for (int i = 0; i < e.quarters; ++i) turn_quarter(page);
}

// A page with nothing doubtful left is read; one that gained a doubt has a warning. Other states are the reader's.
static PageState state_after(const Page& page) {
    if (page.state != PageState::read && page.state != PageState::warnings) return page.state;
    const bool doubt = std::any_of(page.regions.begin(), page.regions.end(), [](const Region& r) {
        return !r.warnings.empty() || (r.state != RegionState::read && r.state != RegionState::reading);
    });
    return doubt || !page.warnings.empty() ? PageState::warnings : PageState::read;
}

Page edited(Page page, const Edit& edit) {
    if (refusal(page, edit) != Refusal::none) return page;
    std::visit([&](const auto& e) { apply(page, e); }, edit);
    for (size_t i = 0; i < page.regions.size(); ++i) page.regions[i].order = static_cast<int64_t>(i);
    page.state = state_after(page);
    return page;
}

Page replay(Page page, std::span<const Edit> edits) {
    for (const Edit& edit : edits) page = edited(std::move(page), edit);
    return page;
}

// ---- refusals

template <class Differs>
static Refusal group_refusal(const Page& page, const RegionIds& ids, bool mind_locks, Differs differs) {
    bool some = false, different = false, locked = false;
    for (const Region& r : page.regions) {
        if (!among(ids, r)) continue;
        some = true;
        locked = locked || r.locked;
        different = different || differs(r);
    }
    if (!some) return Refusal::missing;
    if (locked && mind_locks) return Refusal::locked;
    return different ? Refusal::none : Refusal::nothing;
}

template <class Differs>
static Refusal one_refusal(const Page& page, int64_t id, Differs differs) {
    return group_refusal(page, {id}, true, differs);
}

static bool too_small(const Rect& r) {
    return r.width() < kMinRegionSide || r.height() < kMinRegionSide;
}

static Refusal refuse(const Page& page, const AddRegions& e) {
    if (e.regions.empty()) return Refusal::nothing;
    for (const Region& r : e.regions) {
        if (find(page, r.id)) return Refusal::nothing;
        if (too_small(r.box)) return Refusal::too_small;
        if (too_small(on_page(page, r.box))) return Refusal::outside;
    }
    return Refusal::none;
}
static Refusal refuse(const Page& page, const MoveRegions& e) {
    const MoveRegions possible = bounded(page, e);
    return group_refusal(page, e.ids, true, [&](const Region&) { return possible.dx != 0 || possible.dy != 0; });
}
static Refusal refuse(const Page& page, const SetBox& e) {
    const Rect box = on_page(page, e.box);
    const Refusal other = one_refusal(page, e.id, [&](const Region& r) { return !(r.box == box); });
    if (other != Refusal::none) return other;
    if (too_small(e.box)) return Refusal::too_small;
    return too_small(box) ? Refusal::outside : Refusal::none;
}
static Refusal refuse(const Page& page, const RemoveRegions& e) {
    return group_refusal(page, e.ids, true, [](const Region&) { return true; });
}
static Refusal refuse(const Page& page, const MergeRegions& e) {
    const auto n = std::count_if(page.regions.begin(), page.regions.end(), [&](auto& r) { return among(e.ids, r); });
    return group_refusal(page, e.ids, true, [&](const Region&) { return n > 1; });
}
static Refusal refuse(const Page& page, const SplitRegion& e) {
    const Refusal r = one_refusal(page, e.id, [](const Region&) { return true; });
    if (r != Refusal::none) return r;
    const Rect& box = find(page, e.id)->box;
    const bool room = e.y - box.y0 >= kMinRegionSide && box.y1 - e.y >= kMinRegionSide;
    return find(page, e.new_id) ? Refusal::nothing : room ? Refusal::none : Refusal::too_small;
}
static Refusal refuse(const Page& page, const SetCategory& e) {
    return group_refusal(page, e.ids, true, [&](const Region& r) { return r.category != e.category; });
}
static Refusal refuse(const Page& page, const MoveInOrder& e) {
    RegionIds before, after;
    Page copy;
    for (const Region& r : page.regions) {
        before.push_back(r.id);
        copy.regions.emplace_back().id = r.id;
    }
    apply(copy, e);
    for (const Region& r : copy.regions) after.push_back(r.id);
    return group_refusal(page, e.ids, true, [&](const Region&) { return before != after; });
}
static Refusal refuse(const Page& page, const SetText& e) {
    return one_refusal(page, e.id, [&](const Region& r) { return r.content != e.text; });
}
static Refusal refuse(const Page& page, const TakeCutBack& e) {
    return one_refusal(page, e.id, [](const Region& r) { return !r.cut.empty(); });
}
static Refusal refuse(const Page& page, const SetLocked& e) {
    return group_refusal(page, e.ids, false, [&](const Region& r) { return r.locked != e.locked; });
}
static Refusal refuse(const Page& page, const SetIgnored& e) {
    return group_refusal(page, e.ids, true, [&](const Region& r) { return r.ignored != e.ignored; });
}
static Refusal refuse(const Page& page, const ReplaceContent& e) {
    return one_refusal(page, e.id, [](const Region&) { return true; });
}

static Refusal refuse(const Page&, const TurnPage& e) {
    return e.quarters < 1 || e.quarters > 3 ? Refusal::nothing : Refusal::none;
}

Refusal refusal(const Page& page, const Edit& edit) {
    return std::visit([&](const auto& e) { return refuse(page, e); }, edit);
}

// ---- around edits

int64_t unused_id(const Page& page, std::span<const Edit> edits) {
    int64_t last = kFirstOwnId - 1;
    for (const Region& r : page.regions) last = std::max(last, r.id);
    for (const Edit& edit : edits) {
        if (const auto* add = std::get_if<AddRegions>(&edit))
            for (const Region& r : add->regions) last = std::max(last, r.id);
        if (const auto* part = std::get_if<SplitRegion>(&edit)) last = std::max(last, part->new_id);
    }
    return last + 1;
}

Page without_ignored(Page page) {
    std::erase_if(page.regions, [](const Region& r) { return r.ignored; });
    return page;
}

Page with_kept(Page fresh, const std::vector<Region>& kept) {
    if (kept.empty()) return fresh;
    std::erase_if(fresh.regions, [&](const Region& r) {
        return std::any_of(kept.begin(), kept.end(),
                           [&](const Region& k) { return intersected(r.box, k.box).area() > 0.5 * r.box.area(); });
    });
    int64_t id = unused_id(fresh, {});
    for (Region region : kept) {
        region.id = id++;
        const size_t at = place_of(fresh, region.box);
        fresh.regions.insert(fresh.regions.begin() + static_cast<std::ptrdiff_t>(at), std::move(region));
    }
    for (size_t i = 0; i < fresh.regions.size(); ++i) fresh.regions[i].order = static_cast<int64_t>(i);
    return fresh;
}

}  // namespace lectern
