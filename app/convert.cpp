#include "app/convert.h"

#include <QFile>
#include <cstring>

namespace lectern {

static uint8_t over_white(uint32_t colour, uint32_t alpha) {
    const uint32_t t = colour * alpha + 255 * (255 - alpha) + 128;
    return static_cast<uint8_t>((t + (t >> 8)) >> 8);
}

static Image flatten_alpha(const QImage& picture) {
    const QImage rgba = picture.convertToFormat(QImage::Format_RGBA8888);
    Image image(rgba.width(), rgba.height());
    for (int y = 0; y < rgba.height(); ++y) {
        const uchar* in = rgba.constScanLine(y);
        uint8_t* out = image.row(y);
        for (int x = 0; x < rgba.width(); ++x, in += 4, out += 3) {
            for (int c = 0; c < 3; ++c) out[c] = over_white(in[c], in[3]);
        }
    }
    return image;
}

// Poppler's and the JPEG decoder's format: no second full copy as convertToFormat would make.
static Image drop_fourth_byte(const QImage& picture) {
    Image image(picture.width(), picture.height());
    for (int y = 0; y < picture.height(); ++y) {
        const auto* in = reinterpret_cast<const QRgb*>(picture.constScanLine(y));
        uint8_t* out = image.row(y);
        for (int x = 0; x < picture.width(); ++x, out += 3) {
            out[0] = static_cast<uint8_t>(qRed(in[x]));
            out[1] = static_cast<uint8_t>(qGreen(in[x]));
            out[2] = static_cast<uint8_t>(qBlue(in[x]));
        }
    }
    return image;
}

Image image_from_qimage(const QImage& picture) {
    if (picture.isNull()) return {};
    if (picture.hasAlphaChannel()) return flatten_alpha(picture);
    if (picture.format() == QImage::Format_RGB32) return drop_fourth_byte(picture);
    const QImage rgb = picture.convertToFormat(QImage::Format_RGB888);
    Image image(rgb.width(), rgb.height());
    for (int y = 0; y < rgb.height(); ++y) {
        std::memcpy(image.row(y), rgb.constScanLine(y), static_cast<size_t>(image.width) * 3);
    }
    return image;
}

QImage qimage_from_image(const Image& image) {
    if (image.empty()) return {};
    const QImage view(image.rgb.data(), static_cast<int>(image.width), static_cast<int>(image.height),
                      static_cast<qsizetype>(image.width * 3), QImage::Format_RGB888);
    return view.copy();
}

QString qstring_from_path(const std::filesystem::path& path) {
    return QFile::decodeName(path.c_str());
}

std::filesystem::path path_from_qstring(const QString& text) {
    return QFile::encodeName(text).toStdString();
}

}  // namespace lectern
