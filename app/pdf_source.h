// PDF pages through Poppler.
#pragma once

#include <memory>

#include "app/page_box_check.h"
#include "app/page_source.h"

namespace Poppler {
class Document;
class Page;
}  // namespace Poppler

namespace lectern {

class PdfSource : public PageSource {
 public:
    PdfSource(const std::filesystem::path& file, const std::string& password);
    ~PdfSource() override;

    size_t page_count() const override;
    PageInfo page_info(size_t index) const override;
    Image render(size_t index, double dpi, std::stop_token stop) const override;
    Image thumbnail(size_t index, int pixels) const override;
    std::map<std::string, std::string> metadata() const override;
    std::vector<LayerWord> words(size_t index) const override;
    bool is_picture() const override { return false; }
    std::unique_ptr<PageSource> clone() const override;

 private:
    std::unique_ptr<Poppler::Page> page_at(size_t index) const;  // throws for pages without a usable size
    bool states_a_size(size_t index) const;

    std::filesystem::path file_;
    std::string password_;
    std::unique_ptr<Poppler::Document> document_;
    mutable std::unique_ptr<PageBoxCheck> box_check_;  // made when the first doubtful page is met
};

}  // namespace lectern
