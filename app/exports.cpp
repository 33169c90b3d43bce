#include "app/exports.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QStandardPaths>

#include "app/convert.h"
#include "app/edit_history.h"
#include "app/export_job.h"
#include "app/project_file.h"
#include "app/save_file.h"
#include "app/settings.h"
#include "app/shown_path.h"

namespace lectern {

Exports::Exports(Settings& settings, const DocumentModel& documents, QObject* parent)
    : QObject(parent), m_settings(settings), m_documents(documents) {
    m_formats.choose(m_settings.exportFormats());
    const QString folder = m_settings.exportFolder();
    const QString otherwise = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    m_folder = QUrl::fromLocalFile(!folder.isEmpty() && QDir(folder).exists() ? folder : otherwise);
}

Exports::~Exports() {
    m_background.stop();
}

void Exports::setFolder(const QUrl& folder) {
    if (folder == m_folder) return;
    m_folder = folder;
    Q_EMIT folderChanged();
}

QString Exports::folderText() const {
    return shownPath(m_folder.toLocalFile());
}

ExportRequest Exports::request() const {
    ExportRequest request;
    if (!m_document) return request;
    request.file = m_document->path;
    request.folder = m_folder.toLocalFile();
    request.stem = QFileInfo(m_document->path).completeBaseName();
    request.formats = m_formats.chosen();
    return request;
}

QString Exports::existing() const {
    return QLocale().createSeparatedList(existingOutputs(request()));
}

// A file has what the document was then.
static void kept(OpenDocument& document, int step, int readings) {
    document.readingsKept = readings;
    if (document.history->index() == step) document.history->setSaved();
}

void Exports::start() {
    if (!m_document || m_running || !m_document->source) return;
    ExportRequest request = this->request();
    request.document = readPart(*m_document);
    request.turns = m_document->arrangement.turns();
    const int step = m_document->history->index(), readings = m_document->readings;
    m_settings.setExportFormats(request.formats);
    m_settings.setExportFolder(request.folder);
    m_running = true;
    m_progress = 0;
    Q_EMIT changed();
    const auto progress = [this](double part) {
        QMetaObject::invokeMethod(
            this,
            [this, part] {
                m_progress = part;
                Q_EMIT changed();
            },
            Qt::QueuedConnection);
    };
    m_background.run(
        this,
        [request = std::move(request), source = std::move(m_document->source), progress](std::stop_token stop) mutable {
            return writeExport(std::move(request), std::move(source), progress, stop);
        },
        [this, step, readings, id = m_document->id](ExportOutcome outcome) {
            OpenDocument* document = m_documents.byId(id);
            if (document) document->source = std::move(outcome.source);
            m_running = false;
            Q_EMIT changed();
            if (outcome.problem) {
                Q_EMIT problemMet(*outcome.problem);
            } else if (!outcome.names.isEmpty()) {
                if (document) kept(*document, step, readings);
                Q_EMIT finished(QLocale().createSeparatedList(outcome.names));
            }
        });
}

QUrl Exports::projectFile() const {
    if (!m_document) return {};
    if (!m_document->project.isEmpty()) return QUrl::fromLocalFile(m_document->project);
    const QFileInfo file(m_document->path);
    return QUrl::fromLocalFile(file.absolutePath() + u'/' + file.completeBaseName() + QStringLiteral(".lectern"));
}

// Another window, or whoever else, wrote the project since it was read or saved here.
static bool writtenElsewhere(const OpenDocument& document) {
    const QFileInfo file(document.project);
    return !document.project.isEmpty() && file.exists() && file.lastModified() != document.projectTime;
}

void Exports::save() {
    if (!m_document) return;
    if (writtenElsewhere(*m_document)) {
        Q_EMIT changedElsewhere(QFileInfo(m_document->project).fileName());
        Q_EMIT saveAsWanted();
    } else if (m_document->project.isEmpty() && QFileInfo::exists(projectFile().toLocalFile()))
        Q_EMIT saveAsWanted();
    else
        saveAs(projectFile());
}

struct SaveOutcome {
    std::optional<Problem> problem;
    QDateTime time;  // the file's
};

static SaveOutcome writeProject(const Project& project, const QString& file) {
    SaveOutcome out;
    try {
        const std::filesystem::path path = path_from_qstring(file);
        save_whole(path, project_to_json(project, path), true);
        out.time = QFileInfo(file).lastModified();
    } catch (...) {  // the one catch of this thread
        out.problem = problemFromCurrentException(file);
    }
    return out;
}

static QString named(const QUrl& url) {
    const QString file = url.toLocalFile();
    return is_project_name(path_from_qstring(file)) ? file : file + QStringLiteral(".lectern");
}

QString Exports::replacedBy(const QUrl& url) const {
    const QFileInfo file(named(url));
    const bool own = m_document && file == QFileInfo(m_document->project) && !writtenElsewhere(*m_document);
    return file.exists() && !own ? file.fileName() : QString();
}

void Exports::saveAs(const QUrl& url) {
    if (!m_document || !url.isLocalFile()) return;
    const QString file = named(url);
    Project project{path_from_qstring(m_document->path), m_document->arrangement, {m_document->description, {}}};
    for (const auto& [index, entry] : m_document->pages)
        if (pageFinished(*m_document, index) || !entry.page.regions.empty()) {
            project.document.pages.push_back(entry.page);
            project.document.pages.back().number = index + 1;
        }
    m_background.run(
        this, [project = std::move(project), file](std::stop_token) { return writeProject(project, file); },
        [this, file, source = m_document->path, id = m_document->id,
         step = m_document->history->index(), readings = m_document->readings](SaveOutcome outcome) {
            if (outcome.problem) {
                outcome.problem->file = source;
                if (outcome.problem->remedy == Problem::Remedy::ChooseFolder)
                    outcome.problem->remedy = Problem::Remedy::SaveElsewhere;
                Q_EMIT problemMet(*outcome.problem);
                return;
            }
            if (OpenDocument* document = m_documents.byId(id)) {
                document->project = file;
                document->projectTime = outcome.time;
                kept(*document, step, readings);
            }
            m_settings.addRecentFile(file);
            Q_EMIT saved(QFileInfo(file).fileName(), source);
        });
}

void Exports::stop() {
    if (m_running) m_background.stop();
}

void Exports::openFolder() const {
    QDesktopServices::openUrl(m_folder);
}

}  // namespace lectern
