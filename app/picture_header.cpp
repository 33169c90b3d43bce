#include "app/picture_header.h"

#include <QBuffer>
#include <QByteArray>
#include <QtEndian>

#include "app/tiff_directory.h"
#include "core/base/caps.h"

namespace lectern {

static constexpr double kInchesPerMetre = 1 / 0.0254;
static constexpr qint64 kMaxExifBytes = 1 << 16;

const char* file_kind_name(FileKind kind) {
    switch (kind) {
        case FileKind::pdf:
            return "a PDF";
        case FileKind::png:
            return "a PNG picture";
        case FileKind::jpeg:
            return "a JPEG picture";
        case FileKind::tiff:
            return "a TIFF picture";
        case FileKind::webp:
            return "a WebP picture";
        case FileKind::unknown:
            break;
    }
    return "neither a PDF nor a PNG, JPEG, TIFF or WebP picture";
}

FileKind detect_file_kind(QIODevice& device) {
    device.seek(0);
    const QByteArray head = device.read(1024);
    if (head.startsWith("\x89PNG\r\n\x1a\n")) return FileKind::png;
    if (head.startsWith("\xff\xd8\xff")) return FileKind::jpeg;
    if (head.startsWith("RIFF") && head.mid(8, 4) == "WEBP") return FileKind::webp;
    if (head.startsWith("II*") || head.startsWith("II+") || head.startsWith(QByteArray("MM\0*", 4)) ||
        head.startsWith(QByteArray("MM\0+", 4))) {
        return FileKind::tiff;
    }
    return head.contains("%PDF-") ? FileKind::pdf : FileKind::unknown;
}

// An Exif block is a small TIFF file; only its first directory speaks of the main picture.
static void take_exif(QByteArray block, PictureHeader& header) {
    if (block.startsWith(QByteArray("Exif\0\0", 6))) block.remove(0, 6);
    QBuffer buffer(&block);
    buffer.open(QIODevice::ReadOnly);
    const std::vector<TiffPage> directories = read_tiff_directories(buffer);
    if (directories.empty()) return;
    header.orientation = directories[0].orientation;
    if (header.x_dpi <= 0) {
        header.x_dpi = directories[0].x_dpi;
        header.y_dpi = directories[0].y_dpi;
    }
}

static PictureHeader read_png(QIODevice& device) {
    PictureHeader header;
    qint64 at = 8;
    for (int i = 0; i < caps::kMaxHeaderSegments && device.seek(at); ++i) {
        const QByteArray head = device.read(8);
        if (head.size() < 8) break;
        const qint64 length = qFromBigEndian<quint32>(head.constData());
        const QByteArray name = head.mid(4);
        if (name == "IEND") break;
        if (name == "IHDR" && length == 13) {
            const QByteArray body = device.read(8);
            if (body.size() < 8) break;
            header.width = qFromBigEndian<quint32>(body.constData());
            header.height = qFromBigEndian<quint32>(body.constData() + 4);
        }
        if (name == "pHYs" && length == 9) {
            const QByteArray body = device.read(9);
            if (body.size() == 9 && body[8] == 1) {
                header.x_dpi = qFromBigEndian<quint32>(body.constData()) / kInchesPerMetre;
                header.y_dpi = qFromBigEndian<quint32>(body.constData() + 4) / kInchesPerMetre;
            }
        }
        if (name == "eXIf" && length <= kMaxExifBytes) take_exif(device.read(length), header);
        at += 12 + length;
    }
    return header;
}

static void take_jfif(const QByteArray& body, PictureHeader& header) {
    if (body.size() < 12 || !body.startsWith(QByteArray("JFIF\0", 5))) return;
    const double to_inches = body[7] == 1 ? 1 : body[7] == 2 ? 2.54 : 0;
    header.x_dpi = qFromBigEndian<quint16>(body.constData() + 8) * to_inches;
    header.y_dpi = qFromBigEndian<quint16>(body.constData() + 10) * to_inches;
}

static PictureHeader read_jpeg(QIODevice& device) {
    constexpr uint8_t kApp0 = 0xe0, kApp1 = 0xe1, kStartOfScan = 0xda, kEnd = 0xd9;
    PictureHeader header;
    qint64 at = 2;
    for (int i = 0; i < caps::kMaxHeaderSegments && device.seek(at); ++i) {
        const QByteArray head = device.read(4);
        if (head.size() < 4 || static_cast<uint8_t>(head[0]) != 0xff) break;
        const auto marker = static_cast<uint8_t>(head[1]);
        if (marker == kStartOfScan || marker == kEnd) break;
        const qint64 length = qFromBigEndian<quint16>(head.constData() + 2);
        if (length < 2) break;
        if (marker == kApp0) take_jfif(device.read(length - 2), header);
        if (marker == kApp1) {
            const QByteArray body = device.read(length - 2);
            if (body.startsWith(QByteArray("Exif\0\0", 6))) take_exif(body, header);
        }
        at += 2 + length;
    }
    return header;
}

// Follows a JPEG byte by byte: compressed data up to a mark, a mark's segment by its length, until the end mark.
class JpegEnd {
 public:
    bool take(uint8_t byte) {
        switch (next_) {
            case Next::data:
                if (byte == 0xff) next_ = Next::mark;
                return false;
            case Next::mark:
                next_ = after_mark(byte);
                return byte == 0xd9;
            case Next::length_high:
                left_ = byte << 8;
                next_ = Next::length_low;
                return false;
            case Next::length_low:
                left_ = (left_ | byte) - 2;
                next_ = left_ > 0 ? Next::segment : Next::data;
                return false;
            case Next::segment:
                if (--left_ == 0) next_ = Next::data;
                return false;
        }
        return false;
    }

 private:
    enum class Next { data, mark, length_high, length_low, segment };

    static Next after_mark(uint8_t marker) {
        const bool alone =
            marker == 0 || marker == 1 || (marker >= 0xd0 && marker <= 0xd8);  // stuffing, restarts, start
        return marker == 0xff ? Next::mark : alone ? Next::data : Next::length_high;
    }

    Next next_ = Next::data;
    int left_ = 0;
};

bool jpeg_is_whole(QIODevice& device) {
    constexpr qint64 kPiece = 1 << 16;
    JpegEnd end;
    device.seek(0);
    for (QByteArray piece = device.read(kPiece); !piece.isEmpty(); piece = device.read(kPiece)) {
        for (const char byte : piece) {
            if (end.take(static_cast<uint8_t>(byte))) return true;
        }
    }
    return false;
}

static PictureHeader read_webp(QIODevice& device) {
    PictureHeader header;
    qint64 at = 12;
    for (int i = 0; i < caps::kMaxHeaderSegments && device.seek(at); ++i) {
        const QByteArray head = device.read(8);
        if (head.size() < 8) break;
        const qint64 length = qFromLittleEndian<quint32>(head.constData() + 4);
        if (head.startsWith("EXIF") && length <= kMaxExifBytes) take_exif(device.read(length), header);
        at += 8 + length + (length & 1);
    }
    return header;
}

PictureHeader read_picture_header(QIODevice& device, FileKind kind) {
    switch (kind) {
        case FileKind::png:
            return read_png(device);
        case FileKind::jpeg:
            return read_jpeg(device);
        case FileKind::webp:
            return read_webp(device);
        default:
            return {};
    }
}

}  // namespace lectern
