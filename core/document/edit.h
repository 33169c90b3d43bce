// Edits: what a person may do to the regions of a page, as plain values and pure functions. A page is what was read
// plus its edits in turn, so that undoing is leaving the last ones out, and text that still arrives cannot undo
// anything.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/document/document.h"

namespace lectern {

// Regions that a person makes are numbered from here, so that they never meet those of a reader.
constexpr int64_t kFirstOwnId = 100'001;
constexpr double kMinRegionSide = 3;  // points; smaller boxes cannot be seen or caught

using RegionIds = std::vector<int64_t>;  // unknown ones are passed over

// Drawn or pasted: placed in reading order before region `before`; 0: where their box belongs.
struct AddRegions {
    std::vector<Region> regions;  // with ids of their own
    int64_t before = 0;  // id of the region they come before in reading order; 0: last
};
// Words and lines go along.
struct MoveRegions {
    RegionIds ids;  // of the regions it is done to
    double dx = 0, dy = 0;  // points
};
struct SetBox {  // another place or size
    int64_t id = 0;  // of the region it is done to
    Rect box;  // points
};
struct RemoveRegions {  // regions taken off the page
    RegionIds ids;  // of the regions it is done to
};
// Into the first of them in reading order.
struct MergeRegions {
    RegionIds ids;  // of the regions it is done to
};
// At `y` points from the page's top; with `offset` the text is parted there (bytes), else where its lines or its length
// say. The upper part keeps the id.
struct SplitRegion {
    int64_t id = 0;  // of the region it is done to
    int64_t new_id = 0;  // of the lower half
    double y = 0;  // points from the top: where the box is cut
    std::optional<size_t> offset;  // byte of the content where the text is cut; absent: as the lines lie
};
struct SetCategory {  // another category; content is taken over as far as it fits
    RegionIds ids;  // of the regions it is done to
    Category category = Category::Text;  // the new one
};
// To before region `before` in reading order; 0: to the end. They stay in their own order.
struct MoveInOrder {
    RegionIds ids;  // of the regions it is done to
    int64_t before = 0;  // id of the region they come before in reading order; 0: last
};
// The words that stay keep their places.
struct SetText {
    int64_t id = 0;  // of the region it is done to
    std::string text;  // the new content, as the region's kind has it
};
struct TakeCutBack {  // what was cut from the text because it repeats belongs to it after all
    int64_t id = 0;  // of the region it is done to
};
struct SetLocked {  // locked regions refuse other edits and are not read again
    RegionIds ids;  // of the regions it is done to
    bool locked = true;  // false: unlocked
};
struct SetIgnored {  // ignored regions are left out of exports
    RegionIds ids;  // of the regions it is done to
    bool ignored = true;  // false: taken in again
};
// What another reading of the region found: `result` brings content, kind, lines, confidence, state, warnings and
// category; box, order and id stay.
struct ReplaceContent {
    int64_t id = 0;  // of the region it is done to
    Region result;  // what reading it again gave
};

// The whole page, clockwise; sizes, boxes, lines and words go along.
struct TurnPage {
    int quarters = 1;  // 1 … 3
};

using Edit = std::variant<AddRegions, MoveRegions, SetBox, RemoveRegions, MergeRegions, SplitRegion, SetCategory,
                          MoveInOrder, SetText, TakeCutBack, SetLocked, SetIgnored, ReplaceContent, TurnPage>;  // one of them

// Why an edit would do nothing, or may not be done. `locked`: a region it concerns is.
enum class Refusal { none, missing, locked, nothing, too_small, outside };
Refusal refusal(const Page& page, const Edit& edit);  // none: the edit may be applied

// The page afterwards. Regions stand in reading order, numbered from 0; boxes stay on the page. An edit that is refused
// changes nothing. Page::state follows its regions.
Page edited(Page page, const Edit& edit);
Page replay(Page page, std::span<const Edit> edits);

// One id that no region of `page` has and none of `edits` makes.
int64_t unused_id(const Page& page, std::span<const Edit> edits);

// What is left for exports: without ignored regions.
Page without_ignored(Page page);

// A fresh reading of a page on which `kept` (locked regions of the old one) stay: those found where a kept one lies are
// left out, the kept ones stand where their boxes belong, under ids from kFirstOwnId on.
Page with_kept(Page fresh, const std::vector<Region>& kept);

}  // namespace lectern
