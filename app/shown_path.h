// Paths as people read them.
#pragma once

#include <QString>

namespace lectern {

QString shownPath(const QString& path);  // home as ~

}  // namespace lectern
