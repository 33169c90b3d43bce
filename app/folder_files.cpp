#include "app/folder_files.h"

#include <QDirIterator>
#include <algorithm>

namespace lectern {

// Of two names: runs of digits by their value, the rest letter by letter. 0 when neither comes first.
static int compareNames(QStringView a, QStringView b) {
    qsizetype i = 0, j = 0;
    while (i < a.size() && j < b.size()) {
        if (!a[i].isDigit() || !b[j].isDigit()) {
            const QString left(a[i]), right(b[j]);
            if (left.compare(right, Qt::CaseInsensitive) != 0) {
                const int order = left.toLower().localeAwareCompare(right.toLower());
                return order != 0 ? order : left.compare(right, Qt::CaseInsensitive);
            }
            ++i, ++j;
            continue;
        }
        while (i + 1 < a.size() && a[i].digitValue() == 0 && a[i + 1].isDigit()) ++i;
        while (j + 1 < b.size() && b[j].digitValue() == 0 && b[j + 1].isDigit()) ++j;
        qsizetype endA = i, endB = j;
        while (endA < a.size() && a[endA].isDigit()) ++endA;
        while (endB < b.size() && b[endB].isDigit()) ++endB;
        if (endA - i != endB - j) return endA - i < endB - j ? -1 : 1;
        for (; i < endA; ++i, ++j)
            if (a[i].digitValue() != b[j].digitValue()) return a[i].digitValue() < b[j].digitValue() ? -1 : 1;
    }
    return static_cast<int>((a.size() - i) - (b.size() - j));
}

bool naturallyBefore(const QString& a, const QString& b) {
    const QStringList partsA = a.split(u'/'), partsB = b.split(u'/');
    for (qsizetype i = 0; i < std::min(partsA.size(), partsB.size()); ++i)
        if (const int order = compareNames(partsA[i], partsB[i]); order != 0) return order < 0;
    if (partsA.size() != partsB.size()) return partsA.size() < partsB.size();
    return a < b;  // "a" and "A": any order, but always the same
}

static bool named(const QString& file) {
    static const QStringList endings{QStringLiteral(".pdf"),  QStringLiteral(".png"), QStringLiteral(".jpg"),
                                     QStringLiteral(".jpeg"), QStringLiteral(".tif"), QStringLiteral(".tiff"),
                                     QStringLiteral(".webp")};
    return std::any_of(endings.begin(), endings.end(),
                       [&](const QString& ending) { return file.endsWith(ending, Qt::CaseInsensitive); });
}

FolderFiles documentsIn(const QString& folder, std::stop_token stop) {
    FolderFiles out;
    int seen = 0;
    QDirIterator entries(folder, QDir::Files | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (entries.hasNext() && !stop.stop_requested()) {
        if (++seen > kMaxFolderEntries) {
            out.more = true;
            break;
        }
        const QString file = entries.next();
        if (named(file)) out.files << file;
    }
    std::sort(out.files.begin(), out.files.end(), naturallyBefore);
    if (out.files.size() > kMaxFilesAtOnce) {
        out.more = true;
        out.files.resize(kMaxFilesAtOnce);
    }
    return out;
}

}  // namespace lectern
