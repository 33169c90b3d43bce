// Opening a file, away from the GUI thread: one handle for each thread that will draw from it.
#pragma once

#include <optional>

#include "app/open_document.h"
#include "app/problem.h"

namespace lectern {

struct OpenedFile {
    QString path;
    bool passwordGiven = false;
    std::unique_ptr<OpenDocument> document;  // without id; null when there is a problem
    std::unique_ptr<PageSource> forView, forThumbnails, forReading, forChecking;
    Problem problem;
};

OpenedFile openFileForWindow(const QString& path, const QString& password);

}  // namespace lectern
