#include "app/english_plurals.h"

namespace lectern {

QString EnglishPlurals::translate(const char*, const char* text, const char*, int n) const {
    QString out = QString::fromUtf8(text);
    if (n < 0 || !out.contains(QStringLiteral("(s)"))) return {};
    return out.replace(QStringLiteral("(s)"), n == 1 ? QString() : QStringLiteral("s"));
}

}  // namespace lectern
