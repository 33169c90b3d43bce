// Categories and states as signs and words: what makes colour unnecessary (UI.md).
#pragma once

#include <QString>

#include "core/document/document.h"

namespace lectern {

QString categorySign(Category c);
QString categoryLabel(Category c);  // translated: "List item"
// Reading was stopped before it came to this region.
bool neverBegun(const Region& region);
// Translated; both empty for a plain read region.
QString regionStateLabel(const Region& region);
QString regionRemedy(const Region& region);  // what to do about it, a sentence

}  // namespace lectern
