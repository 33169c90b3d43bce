#include "app/open_file.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <algorithm>

#include "app/convert.h"
#include "app/deferred_source.h"
#include "app/project_file.h"
#include "core/base/error.h"

namespace lectern {

// What was saved of it becomes what was read: its edits are part of it.
static void restore(OpenDocument& document, Project project, const QString& file) {
    const bool pagesFit = std::all_of(project.document.pages.begin(), project.document.pages.end(),
                                      [&](const Page& p) { return p.number <= document.pageCount; });
    if (!pagesFit || !project.arrangement.suits(document.pageCount))
        throw Error({.fault = Fault::input,
                     .attempted = "open the project",
                     .subject = file.toStdString(),
                     .expected = "the document it was saved of",
                     .found = document.name.toStdString() + " has other pages now",
                     .advice = "put the old version of that file back, or open it alone and read it again"});
    document.arrangement = std::move(project.arrangement);
    for (Page& page : project.document.pages) {
        PageEntry& entry = document.pages[static_cast<int>(page.number) - 1];
        entry.part = 1;
        entry.rebase(std::move(page));
    }
}

OpenedFile openFileForWindow(const QString& path, const QString& password) {
    OpenedFile out;
    out.path = path;
    out.passwordGiven = !password.isEmpty();
    try {
        auto document = std::make_unique<OpenDocument>();
        std::filesystem::path file = path_from_qstring(path);
        Project project;
        if (is_project_name(file)) {
            document->projectTime = QFileInfo(path).lastModified();
            project = read_project(file);
            file = project.source;
            document->project = path;
        }
        document->path = qstring_from_path(file);
        document->name = QFileInfo(document->path).fileName();
        document->source = open_page_source(file, password.toStdString());
        document->pageCount = static_cast<int>(document->source->page_count());
        document->description.name = document->name.toStdString();
        document->description.metadata = document->source->metadata();
        if (!document->project.isEmpty()) restore(*document, std::move(project), path);
        const auto again = [file, key = password.toStdString()] {
            return open_page_source(file, key);
        };
        out.forView = deferred_source(again);
        out.forThumbnails = deferred_source(again);
        out.forReading = deferred_source(again);
        out.forChecking = deferred_source(again);
        out.document = std::move(document);
    } catch (...) {  // the one catch of this thread
        out.problem = problemFromCurrentException(path);
    }
    return out;
}

}  // namespace lectern
