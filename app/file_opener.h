// FileOpener: everything that comes into the window as a document: files, folders, and pictures that other programs
// hand over. Opens one after another, away from the GUI thread.
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QImage>
#include <QObject>
#include <QUrl>
#include <deque>

#include "app/background.h"
#include "app/models/document_model.h"
#include "app/open_file.h"

class QMimeData;

namespace lectern {

class FileOpener : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Session owns it")
    Q_PROPERTY(QString openingName READ openingName NOTIFY openingChanged)  // empty: nothing is being opened
    Q_PROPERTY(bool sampleAvailable READ sampleAvailable CONSTANT)
 public:
    explicit FileOpener(const DocumentModel& open, QObject* parent = nullptr);
    ~FileOpener() override;

    QString openingName() const { return m_openingName; }
    bool sampleAvailable() const { return !samplePath().isEmpty(); }

    Q_INVOKABLE void openUrls(const QList<QUrl>& urls);  // files and folders; what is first of them is shown
    Q_INVOKABLE void openFile(const QString& path, const QString& password = {});
    Q_INVOKABLE void openSample();
    // What is dropped: whether there is something in it for us, by its formats alone; and the picture itself.
    Q_INVOKABLE QString pictureFormat(const QStringList& formats) const;  // empty: none
    Q_INVOKABLE void openPicture(const QByteArray& bytes, const QString& format);
    bool openClipboard(const QMimeData& data);  // false: nothing for us

    static QString picturesFolder();  // where pictures from other programs are kept

 Q_SIGNALS:
    void openingChanged();
    void alreadyOpen(int row);
    void opened(lectern::OpenedFile* file, bool show);  // the receiver takes what it wants of it at once
    void problemMet(const lectern::Problem& problem);

 private:
    struct ToOpen {
        QString path, password;
        bool show = true;
    };
    struct KeptPicture {
        QString path;
        Problem problem;
    };
    void openFolder(const QString& folder, bool show);
    void enqueue(const QString& path, const QString& password, bool show);
    void openNext();
    void pictureKept(const KeptPicture& kept);
    static KeptPicture keepPicture(const QByteArray& bytes, const QString& ending);
    static QString samplePath();

    const DocumentModel& m_open;
    std::deque<ToOpen> m_waiting;
    QString m_openingName;
    Background m_background;  // last: its threads end before anything they report to
};

}  // namespace lectern
