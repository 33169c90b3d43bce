// A region's content as the text panel shows it. Nothing here is ever given to a widget that interprets markup.
#pragma once

#include <QString>
#include <QVariantList>

#include "core/document/document.h"

namespace lectern {

// "<table>…" → one {row, column, rowSpan, columnSpan, header, text} per cell, spans placed. Anything else → empty.
QVariantList tableCells(const std::string& html);
// The region alone, as the markdown exporter writes it.
QString markdownOf(const Region& region);

}  // namespace lectern
