// Pictures as pages: PNG, JPEG, WebP (one page; of an animation its first frame) and TIFF (a page per directory).
#pragma once

#include <vector>

#include "app/page_source.h"
#include "app/picture_header.h"

class QImage;

namespace lectern {

class PictureSource : public PageSource {
 public:
    PictureSource(const std::filesystem::path& file, FileKind kind);

    size_t page_count() const override { return frames_.size(); }
    PageInfo page_info(size_t index) const override;
    Image render(size_t index, double dpi, std::stop_token stop) const override;
    std::vector<std::string> flaws(size_t index) const override;
    Image thumbnail(size_t index, int pixels) const override;
    std::map<std::string, std::string> metadata() const override;
    bool is_picture() const override { return true; }
    std::unique_ptr<PageSource> clone() const override;

 private:
    // One page as shown: oriented, with square pixels (fax pages store 204 × 98 dpi).
    struct Frame {
        int64_t stored_width = 0, stored_height = 0;  // pixels in the file
        int64_t width = 0, height = 0;                // pixels as shown
        int orientation = 1;
        double dpi = 0;  // of the pixels as shown
    };
    static Frame make_frame(int64_t width, int64_t height, int orientation, double x_dpi, double y_dpi);
    void check_size(size_t index) const;
    QImage decode(size_t index, std::stop_token stop) const;

    std::filesystem::path file_;
    FileKind kind_;
    std::vector<Frame> frames_;
};

}  // namespace lectern
