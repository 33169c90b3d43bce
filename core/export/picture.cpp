#include "core/export/picture.h"

#include <cmath>
#include <cstring>

#include "core/image/turn.h"

namespace lectern {

Image cut_out(const Image& page_image, double page_width, const Rect& box, double skew) {
    if (page_image.empty() || page_width <= 0) return {};
    const double scale = static_cast<double>(page_image.width) / page_width;
    const auto bound = [](double v, int64_t most) { return std::clamp<int64_t>(static_cast<int64_t>(v), 0, most); };
    const int64_t x0 = bound(std::floor(box.x0 * scale), page_image.width), x1 = bound(std::ceil(box.x1 * scale), page_image.width);
    const int64_t y0 = bound(std::floor(box.y0 * scale), page_image.height), y1 = bound(std::ceil(box.y1 * scale), page_image.height);
    if (x1 <= x0 || y1 <= y0) return {};
    Image out(x1 - x0, y1 - y0);
    for (int64_t y = y0; y < y1; ++y) std::memcpy(out.row(y - y0), page_image.row(y) + x0 * 3, static_cast<size_t>(out.width * 3));
    return quarter_turned(out, static_cast<int>(std::lround(skew / 90) + 4) % 4);
}

}  // namespace lectern
