#include "core/pipeline/join.h"

#include <algorithm>

namespace lectern {

static constexpr int kMaxGrid = 4096;  // rows or columns of a table; layout finds far fewer

static std::string escaped(const std::string& text) {
    std::string out;
    for (char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

static std::string cell_html(const LayoutCell& cell, std::span<const std::string> texts, const WordEvidence& evidence) {
    std::vector<std::string> lines;
    for (int i : cell.lines) {
        if (i >= 0 && static_cast<size_t>(i) < texts.size()) lines.push_back(texts[static_cast<size_t>(i)]);
    }
    const char* tag = cell.header ? "th" : "td";
    std::string out = std::string("<") + tag;
    if (cell.row_span > 1) out += " rowspan=\"" + std::to_string(cell.row_span) + "\"";
    if (cell.column_span > 1) out += " colspan=\"" + std::to_string(cell.column_span) + "\"";
    return out + ">" + escaped(join_lines(lines, evidence)) + "</" + tag + ">";
}

std::string table_html(const LayoutRegion& table, std::span<const std::string> texts, const WordEvidence& evidence) {
    const int rows = std::clamp(table.rows, 0, kMaxGrid), columns = std::clamp(table.columns, 0, kMaxGrid);
    std::vector<std::vector<int>> owner(static_cast<size_t>(rows), std::vector<int>(static_cast<size_t>(columns), -1));
    for (size_t i = 0; i < table.cells.size(); ++i) {
        const LayoutCell& c = table.cells[i];
        for (int r = std::max(c.row, 0); r < std::min(c.row + c.row_span, rows); ++r) {
            for (int k = std::max(c.column, 0); k < std::min(c.column + c.column_span, columns); ++k) {
                owner[static_cast<size_t>(r)][static_cast<size_t>(k)] = static_cast<int>(i);
            }
        }
    }
    std::string out = "<table>";
    for (int r = 0; r < rows; ++r) {
        out += "<tr>";
        for (int k = 0; k < columns; ++k) {
            const int i = owner[static_cast<size_t>(r)][static_cast<size_t>(k)];
            if (i < 0) {
                out += "<td></td>";
            } else if (table.cells[static_cast<size_t>(i)].row == r &&
                       table.cells[static_cast<size_t>(i)].column == k) {
                out += cell_html(table.cells[static_cast<size_t>(i)], texts, evidence);
            }
        }
        out += "</tr>";
    }
    return out + "</table>";
}

}  // namespace lectern
