// Qt types ↔ core types; the only place for it.
#pragma once

#include <QImage>
#include <QString>
#include <filesystem>

#include "core/image/image.h"

namespace lectern {

// Any QImage → RGB8. Alpha is laid over white as specs/dots_ocr.md §4.1 says (bit-exact with Pillow); grey, palette
// and 16-bit become 8-bit RGB.
Image image_from_qimage(const QImage& picture);
// A copy as Format_RGB888.
QImage qimage_from_image(const Image& image);

QString qstring_from_path(const std::filesystem::path& path);
std::filesystem::path path_from_qstring(const QString& text);

}  // namespace lectern
