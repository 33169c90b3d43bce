#include "app/export_job.h"

#include "app/convert.h"
#include "app/export_files.h"
#include "app/reading.h"
#include "core/base/error.h"

namespace lectern {

static ExportPlan planOf(const ExportRequest& request) {
    ExportPlan plan{.folder = path_from_qstring(request.folder),
                    .stem = request.stem.toStdString(),
                    .formats = {},
                    .replace = true};
    for (const QString& id : request.formats)
        if (const Exporter* exporter = find_exporter(id.toStdString())) plan.formats.push_back(exporter);
    return plan;
}

QStringList existingOutputs(const ExportRequest& request) {
    QStringList names;
    for (const std::filesystem::path& path : existing_outputs(planOf(request)))
        names << qstring_from_path(path.filename());
    return names;
}

ExportOutcome writeExport(ExportRequest request, std::unique_ptr<PageSource> source,
                          const std::function<void(double)>& progress, std::stop_token stop) {
    ExportOutcome out;
    try {
        request.document.source.sha256 = file_sha256(path_from_qstring(request.file));
        const double pictures =
            static_cast<double>(request.formats.size()) * static_cast<double>(request.document.pages.size());
        double drawn = 0;
        const PageImages images = [&](size_t page) {
            if (stop.stop_requested())
                throw Error({.fault = Fault::cancelled,
                             .attempted = "export",
                             .subject = {},
                             .expected = {},
                             .found = {},
                             .advice = {}});
            progress(++drawn / std::max(1.0, pictures));
            const Page& p = request.document.pages.at(page);
            const auto index = static_cast<size_t>(p.number - 1);
            auto turn = request.turns.find(static_cast<int>(index));
            return turned_picture(source->render(index, p.dpi, stop), turn == request.turns.end() ? 0 : turn->second);
        };
        for (const std::filesystem::path& path : write_outputs(request.document, images, planOf(request)))
            out.names << qstring_from_path(path.filename());
    } catch (...) {  // the one catch of this thread
        if (!stop.stop_requested()) out.problem = problemFromCurrentException(request.file);
    }
    out.source = std::move(source);
    return out;
}

}  // namespace lectern
