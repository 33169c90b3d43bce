// Exporter: a finished Document → bytes of one format.
#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "core/document/document.h"
#include "core/image/image.h"

namespace lectern {

// Gives the picture of page index i (0-based) at its stored dpi, for cut-outs. May be slow; may throw Error.
using PageImages = std::function<Image(size_t page_index)>;

// A file that goes beside the main one: name relative to the output folder ("report_images/p1-3.png") and its picture.
struct SideImage {
    std::string name;  // file name, without folder
    Image image;  // at the page's dpi
};

struct ExportTarget {  // where the bytes go
    std::ostream& stream;  // binary; errors are the caller's to check
    std::string stem;  // "report": names the folder of side files
    std::function<void(const SideImage&)> add_image;  // absent: pictures are left out (output to a pipe)
};

class Exporter {
   public:
    virtual ~Exporter() = default;
    virtual std::string id() const = 0;         // "markdown"; also the value of --format
    virtual std::string label() const = 0;      // "Markdown"
    virtual std::string extension() const = 0;  // "md"
    virtual void write(const Document& document, const PageImages& images, const ExportTarget& target) const = 0;  // all of it
};

// All formats, in the order shown. core/export/registry.cpp holds the table.
const std::vector<std::unique_ptr<Exporter>>& exporters();
// By id or extension ("markdown", "md"); nullptr when there is none.
const Exporter* find_exporter(const std::string& name);

}  // namespace lectern
