// Table: rows, cells and spans of an HTML fragment, and back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lectern {

// One cell with its place on the grid. Text is plain, line breaks as '\n'.
struct TableCell {
    int row = 0, column = 0, row_span = 1, column_span = 1;  // counted from 0; spans from 1
    bool header = false;  // a th
    std::string text;  // plain, UTF-8
};

// A grid in which every place is covered by exactly one cell; short rows were filled with empty cells.
struct Table {
    int rows = 0, columns = 0;  // of the grid, spans counted
    std::vector<TableCell> cells;  // row by row
    bool repaired = false;         // rows of unequal width, overlapping or overhanging spans, nested tables
    bool has_spans() const;  // some cell covers more than one place
    const TableCell* at(int row, int column) const;  // the cell that covers this place
};

// Tolerant: implied tags, wrong nesting and truncation are mended; what is no table element is text. Spans are clamped
// to 1…1000, the grid to 10,000 places. No table in `html`: rows == 0.
Table table_from_html(std::string_view html);

// "<table><tr><th>…</th></tr>…</table>" without blank lines; text escaped.
std::string table_to_html(const Table& table);

// Ends a table that stops in the middle and gives a sentence about it; none when it is whole or `html` has no table.
std::string close_cut_table(std::string& html);

// & < > " as entities.
std::string escape_html(std::string_view text);

}  // namespace lectern
