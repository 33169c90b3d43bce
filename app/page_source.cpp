#include "app/page_source.h"

#include <QFile>
#include <algorithm>
#include <cctype>

#include "app/convert.h"
#include "app/pdf_source.h"
#include "app/picture_header.h"
#include "app/picture_source.h"
#include "core/base/caps.h"
#include "core/base/error.h"
#include "core/image/turn.h"

namespace lectern {

namespace fs = std::filesystem;

static const char* extension_for(FileKind kind) {
    switch (kind) {
        case FileKind::pdf:
            return ".pdf";
        case FileKind::png:
            return ".png";
        case FileKind::jpeg:
            return ".jpg";
        case FileKind::tiff:
            return ".tiff";
        case FileKind::webp:
            return ".webp";
        case FileKind::unknown:
            break;
    }
    return "";
}

static std::string lower_extension(const fs::path& file) {
    std::string ext = file.extension().string();
    std::transform(ext.begin(), ext.end(), ext.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return ext;
}

static bool is_picture_extension(const std::string& ext) {
    return ext == ".png" || ext == ".jpg" || ext == ".jpeg" || ext == ".tif" || ext == ".tiff" || ext == ".webp";
}

static void check_is_file(const fs::path& file) {
    ErrorParts parts{.fault = Fault::input, .attempted = "open the file", .subject = file.string()};
    std::error_code problem;
    const fs::file_status status = fs::status(file, problem);
    if (status.type() == fs::file_type::not_found) {
        parts.found = "there is no such file";
        parts.advice = "check the name and the folder";
    } else if (problem) {
        parts.found = problem.message();
        parts.advice = "check the permissions of the file and its folders";
    } else if (status.type() == fs::file_type::directory) {
        parts.found = "it is a folder";
        parts.advice = "name the files in it";
    } else if (status.type() != fs::file_type::regular) {
        parts.found = "it is not an ordinary file";
        parts.advice = "save the document to a file first";
    } else if (fs::file_size(file, problem) == 0 && !problem) {
        parts.found = "it is empty";
        parts.advice = "get the file again";
    } else {
        return;
    }
    throw Error(parts);
}

static FileKind checked_kind(const fs::path& file) {
    ErrorParts parts{.fault = Fault::input, .attempted = "open the file", .subject = file.string()};
    QFile device(qstring_from_path(file));
    if (!device.open(QIODevice::ReadOnly)) {
        parts.found = "it may not be read (" + device.errorString().toLower().toStdString() + ")";
        parts.advice = "change its permissions, or copy it to a place of your own";
        throw Error(parts);
    }
    const FileKind kind = detect_file_kind(device);
    const std::string ext = lower_extension(file);
    const bool pdf_name = ext == ".pdf", picture_name = is_picture_extension(ext);
    if (kind == FileKind::unknown) {
        if (pdf_name) parts.attempted = "open the PDF";
        if (picture_name) parts.attempted = "open the picture";
        parts.found = std::string("it is ") + (pdf_name ? "not a PDF" : file_kind_name(kind));
        parts.advice = pdf_name ? "get the file again: it may be damaged, or another kind of file with this name"
                                : "save it as a PDF or as one of these pictures with another program";
        throw Error(parts);
    }
    if ((pdf_name && kind != FileKind::pdf) || (picture_name && kind == FileKind::pdf)) {
        parts.attempted = pdf_name ? "open the PDF" : "open the picture";
        parts.found = std::string("it is ") + file_kind_name(kind) + " with the wrong name";
        parts.advice = "rename it to " + file.stem().string() + extension_for(kind) + " and open it again";
        throw Error(parts);
    }
    return kind;
}

std::unique_ptr<PageSource> open_page_source(const fs::path& file, const std::string& password) {
    check_is_file(file);
    const FileKind kind = checked_kind(file);
    if (kind == FileKind::pdf) return std::make_unique<PdfSource>(file, password);
    return std::make_unique<PictureSource>(file, kind);
}

PageInfo turned_info(PageInfo page, int degrees) {
    if (degrees % 180 != 0) std::swap(page.width, page.height);
    page.rotation = (page.rotation + degrees) % 360;
    return page;
}

Image turned_picture(Image picture, int degrees) {
    return degrees == 0 ? std::move(picture) : quarter_turned(picture, degrees / 90);
}

double reading_dpi(const PageInfo& page, double wanted) {
    double dpi = wanted;
    // A picture is never enlarged, and a resampling by less than a quarter blurs more than it saves.
    if (page.native_dpi > 0 && page.native_dpi < wanted * 1.25) dpi = page.native_dpi;
    const double longer_inches = std::max(page.width, page.height) / 72;
    return longer_inches > 0 ? std::min(dpi, caps::kMaxReadingSide / longer_inches) : dpi;
}

}  // namespace lectern
