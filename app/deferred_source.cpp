#include "app/deferred_source.h"

namespace lectern {

namespace {

class DeferredSource : public PageSource {
 public:
    explicit DeferredSource(std::function<std::unique_ptr<PageSource>()> open) : open_(std::move(open)) {}

    size_t page_count() const override { return source().page_count(); }
    PageInfo page_info(size_t index) const override { return source().page_info(index); }
    Image render(size_t index, double dpi, std::stop_token stop) const override {
        return source().render(index, dpi, stop);
    }
    Image thumbnail(size_t index, int pixels) const override { return source().thumbnail(index, pixels); }
    std::vector<std::string> flaws(size_t index) const override { return source().flaws(index); }
    std::vector<LayerWord> words(size_t index) const override { return source().words(index); }
    std::map<std::string, std::string> metadata() const override { return source().metadata(); }
    bool is_picture() const override { return source().is_picture(); }
    std::unique_ptr<PageSource> clone() const override { return deferred_source(open_); }

 private:
    const PageSource& source() const {
        if (!source_) source_ = open_();
        return *source_;
    }

    std::function<std::unique_ptr<PageSource>()> open_;
    mutable std::unique_ptr<PageSource> source_;  // one thread at a time, as for every source
};

}  // namespace

std::unique_ptr<PageSource> deferred_source(std::function<std::unique_ptr<PageSource>()> open) {
    return std::make_unique<DeferredSource>(std::move(open));
}

}  // namespace lectern
