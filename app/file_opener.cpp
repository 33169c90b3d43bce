#include "app/file_opener.h"

#include <QBuffer>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QMimeData>
#include <QStandardPaths>

#include "app/convert.h"
#include "app/folder_files.h"
#include "app/model_store.h"
#include "app/save_file.h"
#include "core/base/error.h"

namespace lectern {

static constexpr qsizetype kMaxDroppedBytes = qsizetype{512} << 20;  // one picture from another program

FileOpener::FileOpener(const DocumentModel& open, QObject* parent) : QObject(parent), m_open(open) {}

FileOpener::~FileOpener() {
    m_background.stop();
}

static Problem sentence(const QString& text) {
    Problem problem;
    problem.text = text;
    return problem;
}

void FileOpener::openUrls(const QList<QUrl>& urls) {
    bool show = true;
    int taken = 0;
    for (const QUrl& url : urls) {
        if (!url.isLocalFile()) {
            Q_EMIT problemMet(sentence(tr("“%1” is not a file on this computer. Save it first, then open it here.")
                                           .arg(url.toDisplayString().left(200))));
            continue;
        }
        if (++taken > kMaxFilesAtOnce) {
            Q_EMIT problemMet(sentence(tr("%1 files came at once; the first %2 are opened.")
                                           .arg(QLocale().toString(urls.size()))
                                           .arg(kMaxFilesAtOnce)));
            break;
        }
        const QString path = url.toLocalFile();
        if (QFileInfo(path).isDir())
            openFolder(path, show);
        else
            enqueue(path, {}, show);
        show = false;
    }
}

void FileOpener::openFile(const QString& path, const QString& password) {
    if (QFileInfo(path).isDir())
        openFolder(path, true);
    else
        enqueue(path, password, true);
}

void FileOpener::openFolder(const QString& folder, bool show) {
    m_background.run(
        this, [folder](std::stop_token stop) { return documentsIn(folder, stop); },
        [this, folder, show](const FolderFiles& found) {
            const QString name = QDir(folder).dirName();
            if (found.files.isEmpty())
                Q_EMIT problemMet(sentence(tr("There are no PDFs or pictures in the folder “%1”.").arg(name)));
            if (found.more)
                Q_EMIT problemMet(
                    sentence(tr("The folder “%1” holds more than is opened at once: these are the first %2 "
                                "files. Open its subfolders one by one for the others.")
                                 .arg(name, QLocale().toString(found.files.size()))));
            bool first = show;
            for (const QString& file : found.files) enqueue(file, {}, std::exchange(first, false));
        });
}

void FileOpener::enqueue(const QString& path, const QString& password, bool show) {
    const QString full = QFileInfo(path).absoluteFilePath();
    if (const int row = m_open.rowOfPath(full); row >= 0) {
        if (show) Q_EMIT alreadyOpen(row);
        return;
    }
    m_waiting.push_back({full, password, show});
    if (m_openingName.isEmpty()) openNext();
}

void FileOpener::openNext() {
    m_openingName.clear();
    if (!m_waiting.empty()) {
        const ToOpen next = m_waiting.front();
        m_waiting.pop_front();
        m_openingName = QFileInfo(next.path).fileName();
        m_background.run(
            this, [next](std::stop_token) { return openFileForWindow(next.path, next.password); },
            [this, show = next.show](OpenedFile file) {
                Q_EMIT opened(&file, show);
                openNext();
            });
    }
    Q_EMIT openingChanged();
}

QString FileOpener::samplePath() {
    const QDir folder(qstring_from_path(share_folder()) + QStringLiteral("/samples"));
    const QStringList files = folder.entryList({QStringLiteral("*.pdf")}, QDir::Files, QDir::Name);
    return files.isEmpty() ? QString() : folder.absoluteFilePath(files.first());
}

void FileOpener::openSample() {
    if (const QString sample = samplePath(); !sample.isEmpty()) openFile(sample);
}

// ---- pictures that are no files

// The ways in which programs hand over a picture, best first, and the ending each gets on disk.
static const QList<std::pair<QString, QString>>& pictureFormats() {
    static const QList<std::pair<QString, QString>> formats{{QStringLiteral("image/png"), QStringLiteral("png")},
                                                            {QStringLiteral("image/tiff"), QStringLiteral("tiff")},
                                                            {QStringLiteral("image/webp"), QStringLiteral("webp")},
                                                            {QStringLiteral("image/jpeg"), QStringLiteral("jpg")}};
    return formats;
}

QString FileOpener::pictureFormat(const QStringList& formats) const {
    for (const auto& [format, ending] : pictureFormats())
        if (formats.contains(format)) return format;
    return {};
}

QString FileOpener::picturesFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/lectern/pictures");
}

FileOpener::KeptPicture FileOpener::keepPicture(const QByteArray& bytes, const QString& ending) {
    KeptPicture out;
    try {
        if (bytes.isEmpty())
            throw Error({.fault = Fault::input,
                         .attempted = "take the picture",
                         .found = "the other program handed over nothing",
                         .advice = "copy or drag it again, or save it to a file"});
        const QDir folder(picturesFolder());
        make_output_folder(path_from_qstring(folder.path()));
        const QString stem =
            tr("Picture %1").arg(QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH.mm.ss")));
        QString name = stem + u'.' + ending;
        for (int n = 2; folder.exists(name); ++n) name = QStringLiteral("%1 (%2).%3").arg(stem).arg(n).arg(ending);
        const QString path = folder.absoluteFilePath(name);
        save_whole(path_from_qstring(path), {bytes.constData(), static_cast<size_t>(bytes.size())}, false);
        out.path = path;
    } catch (...) {  // the one catch of this thread
        out.problem = problemFromCurrentException();
    }
    return out;
}

void FileOpener::pictureKept(const KeptPicture& kept) {
    if (kept.path.isEmpty())
        Q_EMIT problemMet(kept.problem);
    else
        enqueue(kept.path, {}, true);
}

void FileOpener::openPicture(const QByteArray& bytes, const QString& format) {
    if (bytes.size() > kMaxDroppedBytes) {
        Q_EMIT problemMet(sentence(tr("The picture is too large to be handed over. Save it to a file and open that.")));
        return;
    }
    for (const auto& [known, ending] : pictureFormats())
        if (known == format)
            m_background.run(
                this, [bytes, ending = ending](std::stop_token) { return keepPicture(bytes, ending); },
                [this](const KeptPicture& kept) { pictureKept(kept); });
}

bool FileOpener::openClipboard(const QMimeData& data) {
    QList<QUrl> files;
    for (const QUrl& url : data.urls())
        if (url.isLocalFile()) files << url;
    if (!files.isEmpty()) {
        openUrls(files);
        return true;
    }
    if (const QString format = pictureFormat(data.formats()); !format.isEmpty()) {
        openPicture(data.data(format), format);
        return true;
    }
    const auto picture = data.hasImage() ? qvariant_cast<QImage>(data.imageData()) : QImage();
    if (picture.isNull()) return false;
    m_background.run(
        this,
        [picture](std::stop_token) {
            QByteArray png;
            QBuffer buffer(&png);
            buffer.open(QIODevice::WriteOnly);
            picture.save(&buffer, "PNG");
            return keepPicture(png, QStringLiteral("png"));
        },
        [this](const KeptPicture& kept) { pictureKept(kept); });
    return true;
}

}  // namespace lectern
