#include "core/layout/refine.h"

#include <array>
#include <cctype>
#include <string_view>

namespace lectern {

// A mark at the start of a text: what it is and how many bytes it takes with the blank behind it.
struct Mark {
    enum Kind { none, bullet, number, letter } kind = none;
    int value = 0;        // number: its last part; letter: 1 for a
    int depth = 0;        // number: parts, "1.2.3" is 3
    bool closed = false;  // ended by '.' or ')'
    size_t length = 0;
};

static std::string_view trimmed(std::string_view s) {
    while (!s.empty() && std::isspace(static_cast<unsigned char>(s.front()))) s.remove_prefix(1);
    while (!s.empty() && std::isspace(static_cast<unsigned char>(s.back()))) s.remove_suffix(1);
    return s;
}

static bool digit(char c) {
    return c >= '0' && c <= '9';
}
static bool ascii_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static Mark bullet_at(std::string_view s) {
    constexpr std::array<std::string_view, 13> marks = {"•", "◦", "▪", "‣", "·", "●", "○",
                                                        "■", "□", "–", "—", "-", "*"};
    for (std::string_view m : marks) {
        if (s.starts_with(m) && s.size() > m.size() + 1 && s[m.size()] == ' ')
            return {Mark::bullet, 0, 0, false, m.size() + 1};
    }
    return {};
}

// "1.", "12)", "(3)", "1.2", "A.2.1", "a)", "(b)"; the mark must be followed by a blank.
static Mark number_at(std::string_view s) {
    size_t i = 0;
    const bool open = !s.empty() && s[0] == '(';
    if (open) i = 1;
    Mark mark{Mark::number, 0, 0, false, 0};
    if (i < s.size() && ascii_letter(s[i])) {  // a letter alone, or before numbers as in an appendix
        mark.value = std::tolower(s[i]) - 'a' + 1;
        mark.depth = 1;
        mark.kind = Mark::letter;
        if (++i < s.size() && s[i] == '.' && i + 1 < s.size() && digit(s[i + 1])) {
            mark.kind = Mark::number;
            ++i;
        }
    }
    while (mark.kind == Mark::number && i < s.size() && digit(s[i])) {
        int value = 0;
        size_t digits = 0;
        for (; i < s.size() && digit(s[i]); ++i, ++digits) value = digits < 4 ? value * 10 + (s[i] - '0') : value;
        if (digits > 3) return {};
        mark.value = value;
        ++mark.depth;
        if (i + 1 < s.size() && s[i] == '.' && digit(s[i + 1]))
            ++i;
        else
            break;
    }
    if (mark.depth == 0) return {};
    if (i < s.size() && (s[i] == ')' || (s[i] == '.' && !open))) {
        mark.closed = true;
        ++i;
    }
    if (open && !mark.closed) return {};
    if (mark.kind == Mark::letter && !mark.closed) return {};  // "A dog" begins a sentence
    if (i + 1 >= s.size() || s[i] != ' ') return {};
    mark.length = i + 1;
    return mark;
}

static Mark mark_at(std::string_view s) {
    const Mark bullet = bullet_at(s);
    return bullet.kind != Mark::none ? bullet : number_at(s);
}

// "Figure 3", "Tab. 2:", in the languages the in-box reader knows best.
static bool names_figure(std::string_view s) {
    constexpr std::array<std::string_view, 26> words = {
        "Figure", "FIGURE", "Fig.",    "FIG.",    "Table",     "TABLE",  "Tab.",    "Listing", "Algorithm",
        "Scheme", "Plate",  "Chart",   "Exhibit", "Abbildung", "Abb.",   "Tabelle", "Tableau", "Figura",
        "Tabla",  "Tabela", "Tabella", "Rysunek", "Rys.",      "Figuur", "Tabulka", "Obrázek",
    };
    for (std::string_view w : words) {
        if (!s.starts_with(w)) continue;
        s.remove_prefix(w.size());
        while (!s.empty() && s[0] == ' ') s.remove_prefix(1);
        size_t i = 0;  // "3", "3.1", "A.2", "IV"
        while (i < s.size() && (digit(s[i]) || s[i] == '.' || s[i] == '-' ||
                                std::string_view("ABCDEFSIVX").find(s[i]) != std::string_view::npos))
            ++i;
        if (i == 0) return false;
        return i == s.size() || s[i] == ':' || s[i] == ' ' || s[i] == '\n' || s[i] == ')';
    }
    return false;
}

static bool roman(std::string_view s) {
    return !s.empty() && s.size() <= 7 && s.find_first_not_of("ivxlc") == std::string_view::npos;
}

// "12", "– 12 –", "xii", "Page 3", "3 / 7", "Page 3 of 7".
static bool page_number(std::string_view s) {
    if (s.empty() || s.size() > 24) return false;
    int numbers = 0;
    size_t i = 0;
    while (i < s.size()) {
        if (digit(s[i])) {
            size_t j = i;
            while (j < s.size() && digit(s[j])) ++j;
            if (j - i > 4) return false;
            ++numbers;
            i = j;
        } else if (ascii_letter(s[i])) {
            size_t j = i;
            while (j < s.size() && ascii_letter(s[j])) ++j;
            const std::string_view word = s.substr(i, j - i);
            if (roman(word))
                ++numbers;
            else if (word != "Page" && word != "page" && word != "Seite" && word != "of" && word != "von" &&
                     word != "sur" && word != "de" && word != "p")
                return false;
            i = j;
        } else {
            const unsigned char c = static_cast<unsigned char>(s[i]);
            const bool dash_byte =
                c >= 0x80;  // – and — are the only ones expected here; letters would be over 24 bytes soon
            if (!dash_byte && c != ' ' && c != '-' && c != '/' && c != '.' && c != '[' && c != ']' && c != '(' &&
                c != ')')
                return false;
            ++i;
        }
    }
    return numbers == 1 || numbers == 2;
}

static bool may_change(const Region& r) {
    return !r.edited && !r.locked && r.kind == ContentKind::text && r.origin == Origin::model && !r.content.empty();
}

static bool plain(const Region& r) {
    return may_change(r) && (r.category == Category::Text || r.category == Category::ListItem);
}

// Lone page numbers at the edge of the page.
static void find_page_numbers(Page& page) {
    for (Region& r : page.regions) {
        if (!may_change(r) || r.lines.size() > 1 || !page_number(trimmed(r.content))) continue;
        if (r.category == Category::Table || r.category == Category::PageHeader || r.category == Category::PageFooter)
            continue;
        if (r.box.y0 > page.height * 0.88)
            r.category = Category::PageFooter;
        else if (r.box.y1 < page.height * 0.09)
            r.category = Category::PageHeader;
    }
}

static bool beside_float(const std::vector<Region>& regions, size_t i) {
    const auto is_float = [&](size_t k) {
        return k < regions.size() &&
               (regions[k].category == Category::Picture || regions[k].category == Category::Table);
    };
    return is_float(i + 1) || (i > 0 && is_float(i - 1));
}

static void find_captions(std::vector<Region>& regions) {
    for (size_t i = 0; i < regions.size(); ++i) {
        Region& r = regions[i];
        if (!plain(r) && !(may_change(r) && r.category == Category::SectionHeader)) continue;
        if (!names_figure(trimmed(r.content))) continue;
        // In running text "Table 2 shows …" begins a paragraph as well; a mark behind the number or a float beside it
        // decides.
        const std::string_view text = trimmed(r.content);
        const size_t mark = text.substr(0, 24).find_first_of(":.");
        if (beside_float(regions, i) || (mark != std::string_view::npos && r.lines.size() <= 4))
            r.category = Category::Caption;
    }
}

// Text that begins with a mark is a list item when a neighbour carries the mark before or after it, or it is a bullet.
static void find_list_items(std::vector<Region>& regions) {
    const auto mark_of = [&](size_t k) { return plain(regions[k]) ? mark_at(trimmed(regions[k].content)) : Mark{}; };
    for (size_t i = 0; i < regions.size(); ++i) {
        const Mark mark = mark_of(i);
        if (mark.kind == Mark::bullet) regions[i].category = Category::ListItem;
        if ((mark.kind != Mark::number && mark.kind != Mark::letter) || mark.depth != 1) continue;
        bool neighbour = false;
        for (size_t k = i > 4 ? i - 4 : 0; k < regions.size() && k <= i + 4; ++k) {
            if (k == i) continue;
            const Mark other = mark_of(k);
            const int step = k > i ? 1 : -1;
            neighbour |= other.kind == mark.kind && other.depth == 1 && other.closed == mark.closed &&
                         other.value == mark.value + step;
        }
        if (neighbour && mark.closed) regions[i].category = Category::ListItem;
    }
}

// "1.2 Title" on one short line is a heading whatever its weight; numbering gives the depth.
static void find_numbered_headings(std::vector<Region>& regions) {
    for (Region& r : regions) {
        if (!may_change(r)) continue;
        const std::string_view text = trimmed(r.content);
        const Mark mark = mark_at(text);
        if (mark.kind != Mark::number) continue;
        if (r.category == Category::SectionHeader) r.level = mark.depth;
        const bool sentence = text.ends_with('.') || text.ends_with(';') || text.ends_with(',') || text.ends_with(':');
        if (r.category != Category::Text || mark.depth < 2 || r.lines.size() != 1 || sentence || text.size() > 90)
            continue;
        if (text.find("...") != std::string_view::npos || text.find(". .") != std::string_view::npos)
            continue;  // contents entry
        const unsigned char next = static_cast<unsigned char>(text[mark.length]);
        if (!std::isupper(next) && next < 0x80) continue;
        r.category = Category::SectionHeader;
        r.level = mark.depth;
    }
}

void refine_categories(Page& page) {
    find_page_numbers(page);
    find_captions(page.regions);
    find_numbered_headings(page.regions);
    find_list_items(page.regions);
}

}  // namespace lectern
