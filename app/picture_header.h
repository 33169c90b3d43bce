// What the first bytes of a file say: its kind, and for pictures resolution and orientation. Nothing is decoded.
#pragma once

#include <QIODevice>
#include <cstdint>

namespace lectern {

enum class FileKind { unknown, pdf, png, jpeg, tiff, webp };
const char* file_kind_name(FileKind kind);  // "a PNG picture"

// By the bytes, never by the name. A PDF's header may lie anywhere in the first 1,024 bytes.
FileKind detect_file_kind(QIODevice& device);

struct PictureHeader {
    int64_t width = 0, height = 0;  // pixels as stored; PNG only, else 0
    double x_dpi = 0, y_dpi = 0;    // 0: not stated
    int orientation = 1;            // Exif's 1 … 8
};

// PNG (pHYs, eXIf), JPEG (JFIF, Exif) and WebP (Exif). TIFF: see tiff_directory.h.
PictureHeader read_picture_header(QIODevice& device, FileKind kind);

// Whether a JPEG reaches its end mark. Decoders draw one that was cut short without a word, its lower part grey.
bool jpeg_is_whole(QIODevice& device);

}  // namespace lectern
