#include "core/layout/whole_page.h"

#include "core/base/error.h"

namespace lectern {

class WholePage final : public LayoutDetector {
 public:
    LayoutPage detect(const Image& page, double /*dpi*/, std::stop_token stop) const override {
        if (stop.stop_requested())
            throw Error({.fault = Fault::cancelled, .attempted = "find the regions of the page"});
        LayoutPage out;
        out.image = page;
        LayoutRegion region;
        region.box = {0, 0, static_cast<double>(page.width), static_cast<double>(page.height)};
        if (!page.empty()) out.regions.push_back(region);
        return out;
    }
};

std::unique_ptr<LayoutDetector> make_whole_page_layout() {
    return std::make_unique<WholePage>();
}

}  // namespace lectern
