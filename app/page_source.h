// PageSource: a PDF or picture file → pages. Poppler for PDF; PNG, JPEG, TIFF (multi-page), WebP through Qt.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/document/text_layer.h"
#include "core/image/image.h"

namespace lectern {

struct PageInfo {
    double width = 0, height = 0;  // points, as shown (rotation applied)
    int rotation = 0;              // 0, 90, 180, 270
    double native_dpi = 0;         // pictures: of their own pixels, from the file or guessed. PDF pages: 0
};

class PageSource {
   public:
    virtual ~PageSource() = default;
    virtual size_t page_count() const = 0;
    virtual PageInfo page_info(size_t index) const = 0;  // cheap: nothing is rendered. Throws Error for a page without a usable size
    // Upright RGB at `dpi`, white behind transparency. Pictures: their own pixels when dpi is 0 or equals their own.
    // Throws Error (this page only: others may work). Safe to call from one thread at a time.
    virtual Image render(size_t index, double dpi, std::stop_token stop = {}) const = 0;
    // What of the page is missing though it could be drawn, in sentences: a picture cut short. May read its whole file.
    virtual std::vector<std::string> flaws(size_t index) const {
        (void)index;
        return {};
    }
    // A small picture, longest side `pixels`; may use a coarser way than render().
    virtual Image thumbnail(size_t index, int pixels) const = 0;
    // The file's own text on this page, in its reading order; empty for pictures and scans.
    virtual std::vector<LayerWord> words(size_t) const { return {}; }
    virtual std::map<std::string, std::string> metadata() const = 0;
    virtual bool is_picture() const = 0;
    // Its own handle on the same file for another thread (Poppler documents are not shared between threads).
    virtual std::unique_ptr<PageSource> clone() const = 0;
};

// As it is once a person has turned it: `degrees` clockwise, 0, 90, 180 or 270.
PageInfo turned_info(PageInfo page, int degrees);
Image turned_picture(Image picture, int degrees);

// Error{Fault::encrypted} when a password is needed or wrong, Error{Fault::input} with the reason otherwise.
std::unique_ptr<PageSource> open_page_source(const std::filesystem::path& file, const std::string& password = {});

// dpi a page should be rendered at for a model that wants `wanted`: a picture's own when that is lower or close,
// and lowered so that the longer side stays <= 4,500 px.
double reading_dpi(const PageInfo& page, double wanted);

}  // namespace lectern
