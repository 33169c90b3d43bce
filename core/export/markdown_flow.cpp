#include "core/export/markdown_flow.h"

#include <algorithm>
#include <array>
#include <set>

#include "core/document/join.h"
#include "core/export/markdown_text.h"

namespace lectern {

// Around the label of a note reference while text is still to be escaped. Private use: taken out of what comes in.
static constexpr std::string_view kOpen = "\uE000", kClose = "\uE001";

static void erase_all(std::string& text, std::string_view what) {
    for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) text.erase(at, what.size());
}

static std::string incoming(const std::string& content) {
    std::string text = clean_text(content);
    erase_all(text, kOpen);
    erase_all(text, kClose);
    return text;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool is_furniture(const Region& r) { return r.category == Category::PageHeader || r.category == Category::PageFooter; }

static bool is_believed(const Region& r) { return r.state == RegionState::read || r.state == RegionState::unsure; }

// "12", "– 12 –", "xiv"; empty when there is more than a number.
static std::string page_number_of(const std::string& text) {
    std::string core;
    for (char c : text) {
        if (is_digit(c) || (c >= 'a' && c <= 'z')) core += c;
        else if (static_cast<unsigned char>(c) < 0x80 && c != ' ' && c != '-' && c != '.') return {};
    }
    const bool arabic = !core.empty() && std::ranges::all_of(core, is_digit);
    const bool roman = !core.empty() && core.find_first_not_of("ivxlc") == std::string::npos;
    return core.size() <= 8 && (arabic || roman) ? core : "";
}

static std::vector<const Region*> in_order(const Page& page) {
    std::vector<const Region*> regions;
    for (const Region& r : page.regions) regions.push_back(&r);
    std::ranges::stable_sort(regions, {}, [](const Region* r) { return r->order; });
    return regions;
}

static FlowPage flow_of(const Page& page) {
    FlowPage flow{.page = &page, .printed = {}, .items = {}};
    for (const Region* r : in_order(page)) {
        std::string content = incoming(r->content);
        if (!is_furniture(*r)) {
            flow.items.push_back({.region = r, .content = std::move(content), .label = {}});
        } else if (flow.printed.empty() && is_believed(*r)) {
            flow.printed = page_number_of(content);
        }
    }
    return flow;
}

// ---- footnotes

// The mark a note begins with ("1", "¹", "*", "†", "[1]") and its text.
static std::pair<std::string, std::string> split_note(const std::string& text) {
    static constexpr std::array<std::string_view, 14> kMarks = {"¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "**", "*", "†", "‡", "§"};
    size_t end = 0;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end > 3) return {};
    for (std::string_view mark : kMarks)
        if (end == 0 && text.starts_with(mark)) end = mark.size();
    if (end == 0) return {};
    size_t from = end;
    while (from < text.size() && (text[from] == '.' || text[from] == ')' || text[from] == ' ')) ++from;
    if (from == text.size()) return {};
    return {text.substr(0, end), text.substr(from)};
}

// A digit mark stands right behind a letter or a sentence's mark and before a blank or the end.
static bool can_be_mark(const std::string& text, size_t at, const std::string& mark) {
    if (at == 0) return false;
    const char before = text[at - 1];
    const size_t end = at + mark.size();
    const char after = end < text.size() ? text[end] : ' ';
    const bool letter = (before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z') || static_cast<unsigned char>(before) >= 0x80;
    const bool sentence = (before == '.' || before == ',' || before == ';' || before == ')' || before == ':') &&
                          (at < 2 || !is_digit(text[at - 2]));
    if (!letter && !sentence) return false;
    return !is_digit(mark[0]) || std::string_view(" .,;:)\n").find(after) != std::string_view::npos;
}

static void tie_notes(FlowPage& flow) {
    std::set<std::string> tied;
    for (FlowItem& note : flow.items) {
        if (note.region->category != Category::Footnote || !is_believed(*note.region)) continue;
        const auto [mark, text] = split_note(note.content);
        if (mark.empty() || tied.count(mark)) continue;
        FlowItem* place = nullptr;
        size_t at = 0, found = 0;
        for (FlowItem& item : flow.items) {
            const bool prose = item.region->category == Category::Text || item.region->category == Category::ListItem;
            for (size_t i = prose ? item.content.find(mark) : std::string::npos; i != std::string::npos; i = item.content.find(mark, i + 1)) {
                if (!can_be_mark(item.content, i, mark)) continue;
                place = &item;
                at = i;
                ++found;
            }
        }
        if (found != 1) continue;  // none, or which one cannot be told
        tied.insert(mark);
        note.note = true;
        note.label = "p" + std::to_string(flow.page->number) + "-" + std::to_string(tied.size());
        note.content = text;
        place->content.replace(at, mark.size(), std::string(kOpen) + note.label + std::string(kClose));
    }
}

std::string with_note_references(std::string text) {
    for (size_t at = text.find(kOpen); at != std::string::npos; at = text.find(kOpen, at)) text.replace(at, kOpen.size(), "[^");
    for (size_t at = text.find(kClose); at != std::string::npos; at = text.find(kClose, at)) text.replace(at, kClose.size(), "]");
    return text;
}

// ---- numbers of formulas

// What stands inside "(12)", "（3.4）" or "(A.2b)"; empty when it is no such number.
static std::string formula_number(const std::string& text) {
    std::string_view inside = text;
    for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"(", ")"}, {"（", "）"}}) {
        if (!inside.starts_with(open) || !inside.ends_with(close) || inside.size() <= open.size() + close.size()) continue;
        inside.remove_prefix(open.size());
        inside.remove_suffix(close.size());
        const bool short_word = inside.size() <= 8 && std::ranges::all_of(inside, [](char c) {
            return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-';
        });
        return short_word && std::ranges::any_of(inside, is_digit) ? std::string(inside) : "";
    }
    return {};
}

// On one line with it: the number's middle lies within the formula's height.
static bool beside(const Region& number, const Region& formula) {
    const double middle = (number.box.y0 + number.box.y1) / 2;
    return number.box.empty() || formula.box.empty() || (middle >= formula.box.y0 && middle <= formula.box.y1);
}

// A number right before or behind a displayed formula, found as a region of its own, becomes its tag.
static void tag_formulas(FlowPage& flow) {
    std::vector<FlowItem>& items = flow.items;
    const auto is_open_formula = [&](size_t i) {
        return i < items.size() && items[i].tag.empty() && items[i].region->category == Category::Formula && is_believed(*items[i].region) &&
               !items[i].content.empty() && items[i].content.find("\\tag") == std::string::npos;
    };
    for (size_t i = 0; i < items.size(); ++i) {
        if (items[i].region->category != Category::Text || !is_believed(*items[i].region)) continue;
        const std::string number = formula_number(items[i].content);
        if (number.empty()) continue;
        const size_t formula = i > 0 && is_open_formula(i - 1) && beside(*items[i].region, *items[i - 1].region) ? i - 1 : i + 1;
        if (!is_open_formula(formula) || !beside(*items[i].region, *items[formula].region)) continue;
        items[formula].tag = number;
        items.erase(items.begin() + static_cast<std::ptrdiff_t>(i));
        if (i > 0) --i;  // the item that took its place
    }
}

// ---- paragraphs over breaks

static bool starts_lower(const std::string& text) {
    if (text.empty()) return false;
    const auto c = static_cast<unsigned char>(text[0]);
    return (c >= 'a' && c <= 'z') || (c == 0xC3 && text.size() > 1 && static_cast<unsigned char>(text[1]) >= 0x9F);
}

static bool ends_open(const std::string& text) {
    if (text.empty()) return false;
    const char c = text.back();
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ',' || c == '-' || c == ';' ||
           (static_cast<unsigned char>(c) >= 0x80 && !text.ends_with("”") && !text.ends_with("…") && !text.ends_with("»"));
}

static bool goes_on(const FlowItem& a, const FlowItem& b, bool other_page) {
    if (a.region->category != Category::Text || b.region->category != Category::Text) return false;
    if (!is_believed(*a.region) || !is_believed(*b.region)) return false;
    const bool next_column = b.region->box.y0 < a.region->box.y0;
    const bool broken_word = a.content.ends_with('-');  // then it goes on wherever the next text stands
    return (other_page || next_column || broken_word) && ends_open(a.content) && starts_lower(b.content);
}

// Floats and notes may stand between; anything else ends the paragraph.
static bool may_be_between(const FlowItem& item) {
    const Category c = item.region->category;
    return c == Category::Footnote || c == Category::Picture || c == Category::Caption || c == Category::Table;
}

static void join_over_breaks(std::vector<FlowPage>& pages, const WordEvidence& evidence) {
    FlowItem* open = nullptr;
    const Page* open_page = nullptr;
    for (FlowPage& flow : pages) {
        if (open && flow.page->number != open_page->number + 1) open = nullptr;
        std::vector<FlowItem> kept;
        kept.reserve(flow.items.size());  // `open` points into it
        for (FlowItem& item : flow.items) {
            if (open && goes_on(*open, item, open_page != flow.page)) {
                const std::array<std::string, 2> halves = {open->content, item.content};
                open->content = join_lines(halves, evidence);
                continue;
            }
            kept.push_back(std::move(item));
            if (may_be_between(kept.back())) continue;
            open = &kept.back();
            open_page = flow.page;
        }
        flow.items = std::move(kept);  // moves the buffer: `open` stays good
    }
}

std::vector<FlowPage> make_flow(const Document& document) {
    WordEvidence evidence;
    std::vector<FlowPage> pages;
    for (const Page& page : document.pages) {
        pages.push_back(flow_of(page));
        for (const FlowItem& item : pages.back().items)
            if (item.region->kind == ContentKind::text) evidence.add_line(item.content);
        tie_notes(pages.back());
        tag_formulas(pages.back());
    }
    join_over_breaks(pages, evidence);
    return pages;
}

}  // namespace lectern
