// Regions on the clipboard: whole for ourselves, as text and a table for other programs.
#pragma once

#include <QString>
#include <vector>

#include "core/base/error.h"
#include "core/document/document.h"

class QMimeData;

namespace lectern {

constexpr char kRegionsFormat[] = "application/x-lectern-regions";

QString plainTextOf(const Region& region);  // tables as lines with tabs
QString plainTextOf(const std::vector<Region>& regions);
QString tablesAsHtml(const std::vector<Region>& regions);  // those that are tables, in our own escaped markup

QMimeData* mimeDataOf(const std::vector<Region>& regions);  // the clipboard takes it
// Empty when there are none. Throws Error when the data is not what it says it is.
std::vector<Region> regionsFrom(const QMimeData& data);

}  // namespace lectern
