// Exports: writing what has been read to files: which formats, where, how far it is.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QUrl>

#include "app/background.h"
#include "app/models/document_model.h"
#include "app/models/export_format_model.h"
#include "app/problem.h"

namespace lectern {

class Settings;
struct ExportRequest;

class Exports : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Session owns it")
    Q_PROPERTY(lectern::ExportFormatModel* formats READ formats CONSTANT)
    Q_PROPERTY(bool running READ running NOTIFY changed)
    Q_PROPERTY(double progress READ progress NOTIFY changed)
    Q_PROPERTY(QUrl folder READ folder WRITE setFolder NOTIFY folderChanged)
    Q_PROPERTY(QString folderText READ folderText NOTIFY folderChanged)  // home as ~
 public:
    Exports(Settings& settings, const DocumentModel& documents, QObject* parent = nullptr);
    ~Exports() override;

    void show(OpenDocument* document) { m_document = document; }  // what is exported; nullptr: nothing

    ExportFormatModel* formats() { return &m_formats; }
    bool running() const { return m_running; }
    double progress() const { return m_progress; }
    QUrl folder() const { return m_folder; }
    void setFolder(const QUrl& folder);
    QString folderText() const;

    Q_INVOKABLE QString existing() const;  // names an export would replace; empty: none
    Q_INVOKABLE void start();              // replaces; existing() has been asked about
    Q_INVOKABLE void stop();
    Q_INVOKABLE void openFolder() const;
    // Everything there is of the document, to go on with later: in the project it came from, else beside its file.
    Q_INVOKABLE void save();
    Q_INVOKABLE void saveAs(const QUrl& file);
    Q_INVOKABLE QString replacedBy(const QUrl& file) const;  // the name of what saveAs() would replace; empty: nothing
    Q_INVOKABLE QUrl projectFile() const;  // where save() would write

 Q_SIGNALS:
    void changed();
    void folderChanged();
    void finished(const QString& names);
    void saved(const QString& name, const QString& source);  // the project's file name; what it was read from
    // Something else is where save() would write; changedElsewhere() before it: the project, by somebody else
    // meanwhile.
    void saveAsWanted();
    void changedElsewhere(const QString& name);
    void problemMet(const lectern::Problem& problem);

 private:
    ExportRequest request() const;

    Settings& m_settings;
    const DocumentModel& m_documents;
    OpenDocument* m_document = nullptr;
    ExportFormatModel m_formats;
    bool m_running = false;
    double m_progress = 0;
    QUrl m_folder;
    Background m_background;  // last: its threads end before anything they report to
};

}  // namespace lectern
