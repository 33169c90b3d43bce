// Session: results leave, to files or the clipboard.
#include <QClipboard>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLocale>

#include "app/export_job.h"
#include "app/session.h"
#include "app/settings.h"

namespace lectern {

void Session::setExportFolder(const QUrl& folder) {
    if (folder == m_exportFolder) return;
    m_exportFolder = folder;
    Q_EMIT exportFolderChanged();
}

ExportRequest Session::exportRequest() const {
    ExportRequest request;
    if (!m_document) return request;
    request.file = m_document->path;
    request.folder = m_exportFolder.toLocalFile();
    request.stem = QFileInfo(m_document->path).completeBaseName();
    request.formats = m_formats.chosen();
    return request;
}

QString Session::existingOutputs() const {
    return QLocale().createSeparatedList(lectern::existingOutputs(exportRequest()));
}

void Session::exportDocument() {
    if (!m_document || m_exporting || !m_document->source) return;
    ExportRequest request = exportRequest();
    request.document = readPart(*m_document);
    m_settings->setExportFormats(request.formats);
    m_settings->setExportFolder(request.folder);
    m_exporting = true;
    m_exportProgress = 0;
    Q_EMIT exportChanged();
    const auto progress = [this](double part) {
        QMetaObject::invokeMethod(
            this,
            [this, part] {
                m_exportProgress = part;
                Q_EMIT exportChanged();
            },
            Qt::QueuedConnection);
    };
    m_background.run(
        this,
        [request = std::move(request), source = std::move(m_document->source), progress](std::stop_token stop) mutable {
            return writeExport(std::move(request), std::move(source), progress, stop);
        },
        [this, id = m_document->id](ExportOutcome outcome) {
            if (OpenDocument* document = m_documents.byId(id)) document->source = std::move(outcome.source);
            m_exporting = false;
            Q_EMIT exportChanged();
            if (outcome.problem)
                m_problems.add(*outcome.problem);
            else if (!outcome.names.isEmpty())
                Q_EMIT exportFinished(QLocale().createSeparatedList(outcome.names));
        });
}

void Session::stopExport() {
    if (m_exporting) m_background.stop();
}

void Session::openExportFolder() {
    QDesktopServices::openUrl(m_exportFolder);
}

void Session::copyText(const QString& text) {
    QGuiApplication::clipboard()->setText(text);
}

}  // namespace lectern
