#include "app/shown_path.h"

#include <QDir>

namespace lectern {

QString shownPath(const QString& path) {
    QString out = path;
    const QString home = QDir::homePath();
    if (out == home || out.startsWith(home + u'/')) out.replace(0, home.size(), QStringLiteral("~"));
    return QDir::toNativeSeparators(out);
}

}  // namespace lectern
