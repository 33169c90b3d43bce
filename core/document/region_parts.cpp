#include "core/document/region_parts.h"

#include <algorithm>
#include <cmath>

#include "core/base/caps.h"
#include "core/document/join.h"
#include "core/document/table.h"

namespace lectern {

static bool blank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : text + ' ') {
        if (!blank(c)) {
            word += c;
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    return words;
}

static std::string trimmed(const std::string& text) {
    auto first = std::find_if_not(text.begin(), text.end(), blank);
    auto last = std::find_if_not(text.rbegin(), std::make_reverse_iterator(first), blank).base();
    return {first, last};
}

static std::string joined_lines(const std::vector<Line>& lines) {
    WordEvidence evidence;
    std::vector<std::string> texts;
    for (const Line& line : lines) {
        if (line.text.empty()) continue;
        evidence.add_line(line.text);
        texts.push_back(line.text);
    }
    return join_lines(texts, evidence);
}

// The blank nearest to byte `at`; the end when there is none.
static size_t nearest_blank(const std::string& text, size_t at) {
    for (size_t far = 0; far <= text.size(); ++far) {
        if (at + far < text.size() && blank(text[at + far])) return at + far;
        if (far <= at && at - far < text.size() && blank(text[at - far])) return at - far;
    }
    return text.size();
}

static Table rows_of(const Table& table, int first, int last) {
    Table out{.rows = last - first, .columns = table.columns, .cells = {}};
    for (TableCell cell : table.cells) {
        const int from = std::max(cell.row, first), to = std::min(cell.row + cell.row_span, last);
        if (from >= to) continue;
        if (cell.row < first) cell.text.clear();  // a cell over the cut keeps its text above it
        cell.row = from - first;
        cell.row_span = to - from;
        out.cells.push_back(std::move(cell));
    }
    return out;
}

static bool split_table(const Region& region, double share, RegionHalves& out) {
    const Table table = table_from_html(region.content);
    if (table.rows < 2) return false;
    const int cut = std::clamp(static_cast<int>(std::lround(share * table.rows)), 1, table.rows - 1);
    out.upper.content = table_to_html(rows_of(table, 0, cut));
    out.lower.content = table_to_html(rows_of(table, cut, table.rows));
    return true;
}

static void split_text(const Region& region, size_t at, RegionHalves& out) {
    while (at < region.content.size() && (static_cast<unsigned char>(region.content[at]) & 0xC0) == 0x80) ++at;
    out.upper.content = trimmed(region.content.substr(0, at));
    out.lower.content = trimmed(region.content.substr(at));
}

RegionHalves split(const Region& region, double y, std::optional<size_t> offset) {
    RegionHalves out{region, region};
    out.upper.box.y1 = out.lower.box.y0 = y;
    out.upper.edited = out.lower.edited = true;
    out.lower.origin = Origin::user;
    out.lower.warnings.clear();
    out.upper.cut.clear();
    out.upper.lines.clear();
    out.lower.lines.clear();
    for (const Line& line : region.lines)
        ((line.box.y0 + line.box.y1) / 2 < y ? out.upper : out.lower).lines.push_back(line);
    const double share = (y - region.box.y0) / region.box.height();
    if (region.kind == ContentKind::html_table && split_table(region, share, out)) return out;
    if (offset) {
        split_text(region, std::min(*offset, region.content.size()), out);
    } else if (region.kind == ContentKind::text && !region.lines.empty()) {
        out.upper.content = joined_lines(out.upper.lines);
        out.lower.content = joined_lines(out.lower.lines);
    } else {
        const auto at = static_cast<size_t>(share * static_cast<double>(region.content.size()));
        split_text(region, nearest_blank(region.content, std::min(at, region.content.size())), out);
    }
    return out;
}

// ---- other words

static std::vector<Word*> places(Region& region) {
    std::vector<Word*> out;
    for (Line& line : region.lines)
        for (Word& word : line.words) out.push_back(&word);
    return out;
}

static void retell(Line& line) {
    line.text.clear();
    for (const Word& word : line.words) line.text += (line.text.empty() ? "" : " ") + word.text;
    line.confidence.reset();
}

void retext(Region& region, const std::string& text) {
    const std::vector<std::string> before = words_of(region.content), after = words_of(text);
    const std::vector<Word*> at = places(region);
    if (before.size() == after.size() && before.size() == at.size()) {
        for (size_t i = 0; i < at.size(); ++i) {
            if (before[i] == after[i]) continue;
            at[i]->text = after[i];
            at[i]->confidence.reset();
        }
        for (Line& line : region.lines) retell(line);
    } else {
        region.lines.clear();
    }
    region.content = text;
    region.confidence.reset();
    region.warnings.clear();
    region.state = RegionState::read;
    region.edited = true;
}

// ---- what was cut

void add_cut(Region& region, std::string_view more) {
    region.cut += more;
    if (region.cut.size() <= caps::kCutBytes) return;
    size_t end = caps::kCutBytes;
    while (end > 0 && (static_cast<unsigned char>(region.cut[end]) & 0xC0) == 0x80) --end;
    region.cut.resize(end);
}

size_t end_of_cells(std::string_view html) {
    size_t end = html.size();
    while (end > 0) {
        const size_t open = html.rfind('<', end - 1);
        if (html[end - 1] != '>' || open == std::string_view::npos || html.substr(open, 2) != "</") break;
        end = open;
        while (end > 0 && blank(html[end - 1])) --end;
    }
    return end;
}

std::string with_cut(const Region& region) {
    if (region.kind != ContentKind::html_table) return region.content + region.cut;
    const std::string_view cells = std::string_view(region.content).substr(0, end_of_cells(region.content));
    return table_to_html(table_from_html(std::string(cells) + region.cut));
}

// ---- joining

static std::string plain_text(const Region& region) {
    if (region.kind != ContentKind::html_table) return region.content;
    const Table table = table_from_html(region.content);
    std::string out;
    for (int row = 0; row < table.rows; ++row) {
        for (int column = 0; column < table.columns; ++column) {
            const TableCell* cell = table.at(row, column);
            if (column > 0) out += '\t';
            if (cell && cell->row == row && cell->column == column) out += cell->text;
        }
        if (row + 1 < table.rows) out += '\n';
    }
    return out;
}

static std::string joined_tables(const Region& a, const Region& b) {
    Table whole = table_from_html(a.content);
    const Table more = table_from_html(b.content);
    for (TableCell cell : more.cells) {
        cell.row += whole.rows;
        whole.cells.push_back(std::move(cell));
    }
    whole.rows += more.rows;
    whole.columns = std::max(whole.columns, more.columns);
    return table_to_html(table_from_html(table_to_html(whole)));  // short rows are filled up
}

static std::string joined_texts(const Region& a, const Region& b) {
    if (a.content.empty() || b.content.empty()) return a.content + b.content;
    const bool one_paragraph = a.category == b.category && a.category != Category::ListItem &&
                               a.kind == ContentKind::text && b.kind == ContentKind::text;
    if (!one_paragraph) return plain_text(a) + "\n" + plain_text(b);
    WordEvidence evidence;
    for (const Region* r : {&a, &b})
        for (const Line& line : r->lines) evidence.add_line(line.text);
    const std::string both[] = {a.content, b.content};
    return join_lines(both, evidence);
}

static int severity(RegionState s) {
    switch (s) {
        case RegionState::read:
            return 0;
        case RegionState::unsure:
            return 1;
        case RegionState::unread:
            return 2;
        case RegionState::stopped:
            return 3;
        case RegionState::failed:
            return 4;
        case RegionState::reading:
            return 5;
    }
    return 0;
}

static std::optional<double> joined_confidence(const Region& a, const Region& b) {
    if (!a.confidence || !b.confidence) return std::nullopt;
    const double na = std::max<double>(1, static_cast<double>(a.content.size()));
    const double nb = std::max<double>(1, static_cast<double>(b.content.size()));
    return (*a.confidence * na + *b.confidence * nb) / (na + nb);
}

static void join_onto(Region& a, const Region& b) {
    a.confidence = joined_confidence(a, b);
    if (a.kind == ContentKind::html_table && b.kind == ContentKind::html_table) {
        a.content = joined_tables(a, b);
    } else {
        a.content = joined_texts(a, b);
        if (a.kind != b.kind) a.kind = ContentKind::text;
    }
    a.box = united(a.box, b.box);
    if (severity(b.state) > severity(a.state)) a.state = b.state;
    a.warnings.insert(a.warnings.end(), b.warnings.begin(), b.warnings.end());
    if (!b.cut.empty()) add_cut(a, (a.cut.empty() ? "" : "\n") + b.cut);
    a.lines.insert(a.lines.end(), b.lines.begin(), b.lines.end());
}

Region joined(std::span<const Region> parts) {
    Region whole;
    if (parts.empty()) return whole;
    whole = parts.front();
    for (const Region& part : parts.subspan(1)) join_onto(whole, part);
    return whole;
}

// ---- another category

// Each line a row, tabs between cells.
static std::string table_from_text(const std::string& text) {
    Table table;
    size_t from = 0;
    while (from <= text.size() && !text.empty()) {
        const size_t end = std::min(text.find('\n', from), text.size());
        int column = 0;
        for (size_t at = from; at <= end; ++column) {
            const size_t tab = std::min(text.find('\t', at), end);
            table.cells.push_back({.row = table.rows, .column = column, .text = text.substr(at, tab - at)});
            at = tab + 1;
        }
        table.columns = std::max(table.columns, column);
        ++table.rows;
        from = end + 1;
    }
    return table_to_html(table_from_html(table_to_html(table)));
}

void recategorise(Region& region, Category category) {
    const bool was_table = region.kind == ContentKind::html_table;
    region.category = category;
    if (category == Category::Table) {
        if (!was_table && !region.content.empty()) region.content = table_from_text(region.content);
        region.kind = ContentKind::html_table;
        return;
    }
    if (was_table) region.content = plain_text(region);
    region.kind = category == Category::Formula   ? ContentKind::latex
                  : category == Category::Picture ? ContentKind::picture
                                                  : ContentKind::text;
    const bool heading = category == Category::SectionHeader || category == Category::Title;
    if (heading && region.level < 1) region.level = category == Category::Title ? 1 : 2;
    if (!heading && category != Category::ListItem) region.level = 0;
}

}  // namespace lectern
