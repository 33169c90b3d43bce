#include "app/export_files.h"

#include <QBuffer>
#include <algorithm>
#include <set>
#include <sstream>

#include "app/convert.h"
#include "app/save_file.h"
#include "core/base/error.h"
#include "core/document/edit.h"

namespace lectern {

namespace fs = std::filesystem;

static fs::path main_file(const ExportPlan& plan, const Exporter& format) {
    return plan.folder / (plan.stem + "." + format.extension());
}

std::vector<fs::path> existing_outputs(const ExportPlan& plan) {
    std::vector<fs::path> there;
    std::error_code ignored;
    const auto look = [&](const fs::path& file) {
        if (fs::exists(fs::symlink_status(file, ignored))) there.push_back(file);
    };
    for (const Exporter* format : plan.formats) look(main_file(plan, *format));
    look(plan.folder / (plan.stem + "_images"));
    return there;
}

std::string png_bytes(const Image& image) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!qimage_from_image(image).save(&buffer, "PNG")) {
        throw Error(
            {.fault = Fault::memory, .attempted = "encode a picture", .advice = "close other programs and try again"});
    }
    return bytes.toStdString();
}

// Exporters name side files relative to the folder; nothing they say leads out of it.
static fs::path side_file(const ExportPlan& plan, const std::string& name) {
    const fs::path relative = fs::path(name).lexically_normal();
    const bool inside = relative.is_relative() &&
                        std::none_of(relative.begin(), relative.end(), [](const fs::path& p) { return p == ".."; });
    if (inside && !relative.empty()) return plan.folder / relative;
    throw Error({.fault = Fault::output,
                 .attempted = "write a picture",
                 .subject = name,
                 .found = "its name leads out of the folder",
                 .advice = "choose another name for the document"});
}

std::vector<fs::path> write_outputs(const Document& document, const PageImages& images, const ExportPlan& plan) {
    make_output_folder(plan.folder);
    Document exported = document;
    for (Page& page : exported.pages) page = without_ignored(std::move(page));
    std::vector<fs::path> written;
    std::set<fs::path> pictures;  // formats may share them
    for (const Exporter* format : plan.formats) {
        std::ostringstream text;
        const auto add_image = [&](const SideImage& side) {
            const fs::path file = side_file(plan, side.name);
            if (!pictures.insert(file).second) return;
            make_output_folder(file.parent_path());
            save_whole(file, png_bytes(side.image), plan.replace);
        };
        format->write(format->id() == "json" ? document : exported, images, {text, plan.stem, add_image});
        save_whole(main_file(plan, *format), text.view(), plan.replace);
        written.push_back(main_file(plan, *format));
    }
    return written;
}

}  // namespace lectern
