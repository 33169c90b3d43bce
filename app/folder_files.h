// The documents in a folder: PDFs and pictures, with those of its subfolders, in the order a person would expect.
#pragma once

#include <QStringList>
#include <stop_token>

namespace lectern {

constexpr int kMaxFilesAtOnce = 500;        // opened at once: dropped, chosen, or found in a folder
constexpr int kMaxFolderEntries = 200'000;  // looked at

struct FolderFiles {
    QStringList files;  // absolute paths
    bool more = false;  // a cap was met: there are others
};

// Hidden files, links to folders and files whose name does not say PDF or picture are passed over.
FolderFiles documentsIn(const QString& folder, std::stop_token stop = {});

// "page 2" before "page 10"; upper and lower case alike, folder by folder.
bool naturallyBefore(const QString& a, const QString& b);

}  // namespace lectern
