#include "app/picture_source.h"

#include <dlfcn.h>

#include <QFile>
#include <QImage>
#include <QImageReader>
#include <QTransform>
#include <cmath>
#include <cstdarg>

#include "app/convert.h"
#include "app/tiff_directory.h"
#include "core/base/caps.h"
#include "core/base/error.h"

namespace lectern {

// Lets a decoder run into the end of its data when the user stops: QImageReader itself cannot be interrupted.
class StoppableFile : public QFile {
 public:
    StoppableFile(const QString& name, std::stop_token stop) : QFile(name), m_stop(std::move(stop)) {}

 protected:
    qint64 readData(char* data, qint64 length) override {
        return m_stop.stop_requested() ? -1 : QFile::readData(data, length);
    }

 private:
    std::stop_token m_stop;
};

static const char* qt_format(FileKind kind) {
    switch (kind) {
        case FileKind::png:
            return "png";
        case FileKind::jpeg:
            return "jpeg";
        case FileKind::tiff:
            return "tiff";
        default:
            return "webp";
    }
}

// Only the decoder of the detected kind is reached: a hostile file cannot choose another of Qt's plugins.
static void set_up(QImageReader& reader, QIODevice& device, FileKind kind) {
    reader.setDecideFormatFromContent(false);
    reader.setAutoDetectImageFormat(false);
    reader.setFormat(qt_format(kind));
    reader.setDevice(&device);
    reader.setAutoTransform(false);  // our own header reader knows the orientation of PNG and WebP as well
}

// libtiff, under Qt's plugin, prints every flaw of a damaged file to standard error. It is in the process in any case
// (Leptonica links it); asking for its functions by name spares a build dependency for two calls.
static void silence_libtiff() {
    static const bool once = [] {
        using Handler = void (*)(const char*, const char*, va_list);
        for (const char* name : {"TIFFSetErrorHandler", "TIFFSetWarningHandler"}) {
            if (const auto set = reinterpret_cast<Handler (*)(Handler)>(::dlsym(RTLD_DEFAULT, name))) set(nullptr);
        }
        return true;
    }();
    (void)once;
}

static QImage oriented(const QImage& picture, int orientation) {
    const QTransform quarter = QTransform().rotate(90), three_quarters = QTransform().rotate(270);
    switch (orientation) {
        case 2:
            return picture.mirrored(true, false);
        case 3:
            return picture.mirrored(true, true);
        case 4:
            return picture.mirrored(false, true);
        case 5:
            return picture.mirrored(true, false).transformed(three_quarters);
        case 6:
            return picture.transformed(quarter);
        case 7:
            return picture.mirrored(true, false).transformed(quarter);
        case 8:
            return picture.transformed(three_quarters);
        default:
            return picture;
    }
}

// 72 and 96 are what programs write that do not know; believed only when they make no more than a legal page of it.
// Otherwise the longer side is taken for that of an A4 page.
static double believable_dpi(double stated, int64_t longer_side) {
    const double inches = stated > 0 ? static_cast<double>(longer_side) / stated : 0;
    const bool made_up = std::lround(stated) == 72 || std::lround(stated) == 96;
    if (stated >= caps::kMinDpi && stated <= 2 * caps::kMaxDpi && inches <= (made_up ? 14 : 60)) return stated;
    return std::clamp(std::round(static_cast<double>(longer_side) / 11.69), 72.0, 600.0);
}

PictureSource::Frame PictureSource::make_frame(int64_t width, int64_t height, int orientation, double x_dpi,
                                               double y_dpi) {
    Frame frame{
        .stored_width = width, .stored_height = height, .width = width, .height = height, .orientation = orientation};
    const double stretch = x_dpi > 0 && y_dpi > 0 ? x_dpi / y_dpi : 1;
    if (stretch > 1.02 && stretch < 4) frame.height = std::llround(static_cast<double>(height) * stretch);
    if (stretch < 0.98 && stretch > 0.25) frame.width = std::llround(static_cast<double>(width) / stretch);
    if (turns_sideways(orientation)) std::swap(frame.width, frame.height);
    frame.dpi = believable_dpi(std::max(x_dpi, y_dpi), std::max(frame.width, frame.height));
    return frame;
}

PictureSource::PictureSource(const std::filesystem::path& file, FileKind kind) : file_(file), kind_(kind) {
    silence_libtiff();
    QImageReader::setAllocationLimit(caps::kMaxDecodeMegabytes);
    QFile device(qstring_from_path(file));
    ErrorParts parts{.fault = Fault::input, .attempted = "open the picture", .subject = file.string()};
    if (!device.open(QIODevice::ReadOnly)) {
        parts.found = device.errorString().toStdString();
        throw Error(parts);
    }
    if (kind == FileKind::tiff) {
        for (const TiffPage& page : read_tiff_directories(device)) {
            frames_.push_back(make_frame(page.width, page.height, page.orientation, page.x_dpi, page.y_dpi));
        }
    } else {
        const PictureHeader header = read_picture_header(device, kind);
        int64_t width = header.width, height = header.height;
        if (width == 0) {
            device.seek(0);
            QImageReader reader;
            set_up(reader, device, kind);
            width = reader.size().width();
            height = reader.size().height();
        }
        if (width > 0 && height > 0)
            frames_.push_back(make_frame(width, height, header.orientation, header.x_dpi, header.y_dpi));
    }
    if (frames_.empty()) {
        parts.found = "its header is damaged or cut short";
        parts.advice = "get the file again";
        throw Error(parts);
    }
    if (frames_.size() == 1) check_size(0);
}

void PictureSource::check_size(size_t index) const {
    const Frame& frame = frames_[index];
    const int64_t longer = std::max(frame.width, frame.height);
    ErrorParts parts{.fault = Fault::input, .attempted = "open the picture", .subject = file_.string()};
    if (frames_.size() > 1) parts.subject += ", page " + std::to_string(index + 1);
    const std::string size =
        std::to_string(frame.stored_width) + " × " + std::to_string(frame.stored_height) + " pixels";
    if (frame.stored_width <= 0 || frame.stored_height <= 0) {
        parts.found = "it has no size";
        parts.advice = "get the file again: it may be damaged";
        throw Error(parts);
    }
    if (longer > caps::kMaxPictureSide || frame.width * frame.height > caps::kMaxPicturePixels) {
        parts.expected = "at most 40,000 pixels a side and 160 million in all";
        parts.found = size;
        parts.advice = "cut it into parts or scale it down with another program";
        throw Error(parts);
    }
}

PageInfo PictureSource::page_info(size_t index) const {
    check_size(index);
    const Frame& frame = frames_[index];
    const double to_points = 72 / frame.dpi;
    return {static_cast<double>(frame.width) * to_points, static_cast<double>(frame.height) * to_points, 0, frame.dpi};
}

QImage PictureSource::decode(size_t index, std::stop_token stop) const {
    check_size(index);
    StoppableFile device(qstring_from_path(file_), stop);
    QImage picture;
    QString reason;
    if (device.open(QIODevice::ReadOnly)) {
        QImageReader reader;
        set_up(reader, device, kind_);
        const bool there = index == 0 || reader.jumpToImage(static_cast<int>(index));
        if (there) picture = reader.read();
        reason = reader.errorString();
    } else {
        reason = device.errorString();
    }
    if (stop.stop_requested()) {
        throw Error({.fault = Fault::cancelled,
                     .attempted = "read the picture",
                     .subject = file_.string(),
                     .found = "it was stopped"});
    }
    if (picture.isNull()) {
        throw Error({.fault = Fault::input,
                     .attempted = "read the picture",
                     .subject = file_.string(),
                     .found = "it is damaged or cut short (" + reason.toLower().toStdString() + ")",
                     .advice = "get the file again"});
    }
    return picture;
}

Image PictureSource::render(size_t index, double dpi, std::stop_token stop) const {
    const QImage stored = decode(index, stop);
    const Frame& frame = frames_[index];
    const QImage picture = oriented(stored, frame.orientation);
    const double factor = dpi > 0 ? dpi / frame.dpi : 1;
    const QSize wanted(std::max(1, static_cast<int>(std::lround(static_cast<double>(frame.width) * factor))),
                       std::max(1, static_cast<int>(std::lround(static_cast<double>(frame.height) * factor))));
    if (static_cast<int64_t>(wanted.width()) * wanted.height() > caps::kMaxRenderPixels) {
        throw Error({.fault = Fault::input,
                     .attempted = "read the picture",
                     .subject = file_.string(),
                     .found = "at " + QString::number(dpi).toStdString() + " dpi it has too many pixels",
                     .advice = "choose a lower resolution"});
    }
    if (wanted == picture.size()) return image_from_qimage(picture);
    // Colour is flattened before scaling, or half-transparent edges would be mixed twice.
    return image_from_qimage(
        qimage_from_image(image_from_qimage(picture)).scaled(wanted, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
}

std::vector<std::string> PictureSource::flaws(size_t) const {
    QFile device(qstring_from_path(file_));
    if (kind_ != FileKind::jpeg || !device.open(QIODevice::ReadOnly) || jpeg_is_whole(device)) return {};
    return {"The picture's file ends before the picture does: what is missing is shown grey. Get the file again."};
}

Image PictureSource::thumbnail(size_t index, int pixels) const {
    const Frame& frame = frames_[index];
    return render(index, frame.dpi * pixels / static_cast<double>(std::max(frame.width, frame.height)), {});
}

std::map<std::string, std::string> PictureSource::metadata() const {
    return {{"format", QString(qt_format(kind_)).toUpper().toStdString()}};
}

std::unique_ptr<PageSource> PictureSource::clone() const {
    return std::make_unique<PictureSource>(file_, kind_);
}

}  // namespace lectern
