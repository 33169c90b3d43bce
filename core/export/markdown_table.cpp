#include "core/export/markdown_table.h"

#include <algorithm>
#include <string_view>

#include "core/export/markdown_text.h"

namespace lectern {

static constexpr int kMaxPipeColumns = 12;

static bool all_headers(const Table& t, int row) {
    return std::ranges::all_of(t.cells, [row](const TableCell& c) { return c.row != row || c.header; });
}

static bool numeric(const std::string& s) {
    return s.find_first_of("0123456789") != std::string::npos && s.find_first_not_of("0123456789.,'%+-−–() \u00a0€$£") == std::string::npos;
}

static bool right_aligned(const Table& t, int column) {
    bool any = false;
    for (const TableCell& c : t.cells) {
        if (c.column != column || c.header || c.text.empty()) continue;
        if (!numeric(c.text)) return false;
        any = true;
    }
    return any;
}

static std::string pipe_row(const Table& t, int row) {
    std::string out = "|";
    for (int c = 0; c < t.columns; ++c) out += " " + (row < 0 ? std::string() : escape_markdown_cell(t.at(row, c)->text)) + " |";
    return out;
}

std::string markdown_table(const Table& t) {
    const bool header = all_headers(t, 0);
    int header_rows = 0;
    while (header_rows < t.rows && all_headers(t, header_rows)) ++header_rows;
    if (t.has_spans() || header_rows > 1 || t.columns > kMaxPipeColumns) return table_to_html(t);
    std::string out = pipe_row(t, header ? 0 : -1) + "\n|";
    for (int c = 0; c < t.columns; ++c) out += right_aligned(t, c) ? " ---: |" : " --- |";
    for (int r = header ? 1 : 0; r < t.rows; ++r) out += "\n" + pipe_row(t, r);
    return out;
}

}  // namespace lectern
