// Writing a Document's files: whole or not at all, each by itself.
#pragma once

#include <QStringList>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>

#include "app/page_source.h"
#include "app/problem.h"
#include "core/document/document.h"

namespace lectern {

struct ExportRequest {
    Document document;
    std::map<int, int> turns;  // degrees clockwise, of pages by their index in the file
    QString file;  // the source, for its checksum and messages
    QString folder;
    QString stem;  // "report"
    QStringList formats;
};

struct ExportOutcome {
    QStringList names;  // written, without folder
    std::optional<Problem> problem;
    std::unique_ptr<PageSource> source;  // handed back
};

QStringList existingOutputs(const ExportRequest& request);
// progress: 0 … 1, called on the calling thread. Does not throw.
ExportOutcome writeExport(ExportRequest request, std::unique_ptr<PageSource> source,
                          const std::function<void(double)>& progress, std::stop_token stop);

}  // namespace lectern
