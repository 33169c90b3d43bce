// Categories and states as signs and words: what makes colour unnecessary (UI.md).
#pragma once

#include <QString>

#include "core/document/document.h"

namespace lectern {

QString categorySign(Category c);
QString categoryLabel(Category c);        // translated: "List item"
QString regionStateLabel(RegionState s);  // translated; empty for a plain read region
QString regionRemedy(RegionState s);      // what to do about it, a sentence; likewise

}  // namespace lectern
