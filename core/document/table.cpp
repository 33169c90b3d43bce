#include "core/document/table.h"

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <charconv>
#include <memory>

namespace lectern {

static constexpr int kMaxSpan = 1000;
static constexpr int kMaxPlaces = 10'000;

struct FreeXmlDoc {
    void operator()(xmlDoc* d) const { xmlFreeDoc(d); }
};

static bool is(const xmlNode* n, const char* name) {
    return n->type == XML_ELEMENT_NODE && xmlStrcasecmp(n->name, reinterpret_cast<const xmlChar*>(name)) == 0;
}

static int span_of(xmlNode* cell, const char* name) {
    xmlChar* value = xmlGetProp(cell, reinterpret_cast<const xmlChar*>(name));
    if (!value) return 1;
    const std::string_view text(reinterpret_cast<const char*>(value));
    int n = 1;
    std::from_chars(text.data(), text.data() + text.size(), n);
    xmlFree(value);
    return n;  // 0 of a rowspan means "to the end"; the caller knows where that is
}

// Text below a node: runs of white space become one blank, <br> and block ends become line breaks.
static void collect_text(const xmlNode* n, std::string& out) {
    for (; n; n = n->next) {
        if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) {
            for (const xmlChar* c = n->content; c && *c; ++c) {
                const bool space = *c == ' ' || *c == '\n' || *c == '\t' || *c == '\r';
                if (!space) out += static_cast<char>(*c);
                else if (!out.empty() && out.back() != ' ' && out.back() != '\n') out += ' ';
            }
        } else if (n->type == XML_ELEMENT_NODE) {
            const bool block = is(n, "p") || is(n, "div") || is(n, "li") || is(n, "tr");
            if (is(n, "br") || (block && !out.empty() && out.back() != '\n')) out += '\n';
            collect_text(n->children, out);
            if ((is(n, "td") || is(n, "th")) && n->next) out += ' ';
        }
    }
}

static std::string cell_text(const xmlNode* cell) {
    std::string raw, text;
    collect_text(cell->children, raw);
    for (char c : raw) {  // no blanks around line breaks
        if (c == '\n') {
            while (!text.empty() && text.back() == ' ') text.pop_back();
        }
        text += c;
    }
    const auto first = text.find_first_not_of(" \n");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \n") - first + 1);
}

static const xmlNode* find_element(const xmlNode* n, const char* name) {
    for (; n; n = n->next) {
        if (is(n, name)) return n;
        if (const xmlNode* inside = find_element(n->children, name)) return inside;
    }
    return nullptr;
}

// Rows of this table, not of tables inside its cells.
static void collect_rows(xmlNode* n, bool head, std::vector<std::pair<xmlNode*, bool>>& rows) {
    for (; n; n = n->next) {
        if (is(n, "tr")) rows.emplace_back(n, head);
        else if (is(n, "thead")) collect_rows(n->children, true, rows);
        else if (is(n, "tbody") || is(n, "tfoot")) collect_rows(n->children, head, rows);
    }
}

// Places cells on a growing grid; `taken` holds cell index + 1 of every covered place.
class GridBuilder {
   public:
    explicit GridBuilder(int rows) : taken_(static_cast<size_t>(rows)) {}

    void place(Table& t, int row, TableCell cell) {
        auto& line = taken_[static_cast<size_t>(row)];
        int column = 0;
        while (column < static_cast<int>(line.size()) && line[static_cast<size_t>(column)]) ++column;
        cell.row = row;
        cell.column = column;
        const int left = static_cast<int>(taken_.size()) - row;
        if (cell.row_span == 0) cell.row_span = left;
        if (cell.row_span > left) t.repaired = true;
        cell.row_span = std::clamp(cell.row_span, 1, left);
        cell.column_span = std::clamp(cell.column_span, 1, kMaxSpan);
        places_ += cell.row_span * cell.column_span;
        if (places_ > kMaxPlaces) {
            t.repaired = true;
            cell.row_span = cell.column_span = 1;
        }
        cell.column_span = free_width(t, cell);
        for (int r = row; r < row + cell.row_span; ++r) {
            auto& covered = taken_[static_cast<size_t>(r)];
            if (static_cast<int>(covered.size()) < column + cell.column_span) covered.resize(static_cast<size_t>(column + cell.column_span));
            for (int c = column; c < column + cell.column_span; ++c) covered[static_cast<size_t>(c)] = true;
        }
        t.columns = std::max(t.columns, column + cell.column_span);
        t.cells.push_back(std::move(cell));
    }

    void fill(Table& t) {
        for (int r = 0; r < t.rows; ++r) {
            auto& line = taken_[static_cast<size_t>(r)];
            if (static_cast<int>(line.size()) != t.columns) t.repaired = true;
            line.resize(static_cast<size_t>(t.columns));
            for (int c = 0; c < t.columns; ++c)
                if (!line[static_cast<size_t>(c)]) t.cells.push_back({r, c, 1, 1, false, {}});
        }
        std::ranges::sort(t.cells, [](const TableCell& a, const TableCell& b) { return std::pair(a.row, a.column) < std::pair(b.row, b.column); });
    }

   private:
    // How far the cell may reach before it would cover a place that is taken in one of its rows.
    int free_width(Table& t, const TableCell& cell) const {
        int width = cell.column_span;
        for (int r = cell.row; r < cell.row + cell.row_span; ++r) {
            const auto& line = taken_[static_cast<size_t>(r)];
            for (int c = cell.column; c < cell.column + width && c < static_cast<int>(line.size()); ++c)
                if (line[static_cast<size_t>(c)]) width = std::max(1, c - cell.column);
        }
        if (width != cell.column_span) t.repaired = true;
        return width;
    }

    std::vector<std::vector<bool>> taken_;
    int places_ = 0;
};

bool Table::has_spans() const {
    return std::ranges::any_of(cells, [](const TableCell& c) { return c.row_span > 1 || c.column_span > 1; });
}

const TableCell* Table::at(int row, int column) const {
    for (const TableCell& c : cells)
        if (row >= c.row && row < c.row + c.row_span && column >= c.column && column < c.column + c.column_span) return &c;
    return nullptr;
}

Table table_from_html(std::string_view html) {
    Table t;
    const std::unique_ptr<xmlDoc, FreeXmlDoc> doc(htmlReadMemory(html.data(), static_cast<int>(std::min<size_t>(html.size(), 16 << 20)), nullptr, "UTF-8",
                                                                 HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET));
    const xmlNode* table = doc ? find_element(xmlDocGetRootElement(doc.get()), "table") : nullptr;
    if (!table) return t;
    std::vector<std::pair<xmlNode*, bool>> rows;
    collect_rows(table->children, false, rows);
    if (rows.size() > kMaxPlaces) rows.resize(kMaxPlaces);
    t.rows = static_cast<int>(rows.size());
    t.repaired = find_element(table->children, "table") != nullptr;
    GridBuilder grid(t.rows);
    for (int r = 0; r < t.rows; ++r) {
        const auto [row, head] = rows[static_cast<size_t>(r)];
        for (xmlNode* n = row->children; n; n = n->next) {
            if (!is(n, "td") && !is(n, "th")) continue;
            grid.place(t, r, {0, 0, span_of(n, "rowspan"), span_of(n, "colspan"), head || is(n, "th"), cell_text(n)});
        }
    }
    grid.fill(t);
    return t;
}

std::string escape_html(std::string_view text) {
    std::string out;
    for (char c : text) {
        if (c == '&') out += "&amp;";
        else if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else if (c == '"') out += "&quot;";
        else out += c;
    }
    return out;
}

std::string table_to_html(const Table& t) {
    std::string out = "<table>";
    int row = -1;
    for (const TableCell& cell : t.cells) {
        while (row < cell.row) {
            out += row < 0 ? "<tr>" : "</tr>\n<tr>";
            ++row;
        }
        const char* tag = cell.header ? "th" : "td";
        out += std::string("<") + tag;
        if (cell.row_span > 1) out += " rowspan=\"" + std::to_string(cell.row_span) + "\"";
        if (cell.column_span > 1) out += " colspan=\"" + std::to_string(cell.column_span) + "\"";
        std::string text = escape_html(cell.text);
        for (size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 4) text.replace(at, 1, "<br>");
        out += ">" + text + "</" + tag + ">";
    }
    while (row >= 0 && ++row < t.rows) out += "</tr>\n<tr>";
    return out + (row >= 0 ? "</tr></table>" : "</table>");
}

std::string close_cut_table(std::string& html) {
    const size_t begin = html.rfind("<table"), close = html.rfind("</table>");
    if (begin == std::string::npos || (close != std::string::npos && close > begin)) return {};
    const Table table = table_from_html(std::string_view(html).substr(begin));
    html.replace(begin, std::string::npos, table_to_html(table));
    return "The table was not finished; the " + std::to_string(table.rows) + (table.rows == 1 ? " row" : " rows") +
           " read so far were kept.";
}

}  // namespace lectern
