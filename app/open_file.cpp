#include "app/open_file.h"

#include <QCoreApplication>
#include <QFileInfo>

#include "app/convert.h"
#include "core/base/error.h"

namespace lectern {

OpenedFile openFileForWindow(const QString& path, const QString& password) {
    OpenedFile out;
    out.path = path;
    out.passwordGiven = !password.isEmpty();
    try {
        auto document = std::make_unique<OpenDocument>();
        document->path = path;
        document->name = QFileInfo(path).fileName();
        document->source = open_page_source(path_from_qstring(path), password.toStdString());
        document->pageCount = static_cast<int>(document->source->page_count());
        document->description.name = document->name.toStdString();
        document->description.metadata = document->source->metadata();
        out.forView = document->source->clone();
        out.forThumbnails = document->source->clone();
        out.forReading = document->source->clone();
        out.document = std::move(document);
    } catch (...) {  // the one catch of this thread
        out.problem = problemFromCurrentException(path);
    }
    return out;
}

}  // namespace lectern
