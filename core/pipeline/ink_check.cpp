#include "core/pipeline/ink_check.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "core/layout/binarise.h"
#include "core/layout/blobs.h"

namespace lectern {

static constexpr int64_t kFreeCharacters = 600;  // never too much, whatever the ink
static constexpr int64_t kTimesTheInk = 3;

// Middle height of what may be letters, pixels.
static double letter_height(const std::vector<Blob>& blobs, double dpi) {
    std::vector<int> heights;
    for (const Blob& b : blobs)
        if (b.box.height() >= 3 && b.box.height() <= dpi / 2) heights.push_back(b.box.height());
    if (heights.empty()) return dpi / 12;
    const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
    std::nth_element(heights.begin(), middle, heights.end());
    return std::max(3, *middle);
}

int64_t ink_characters(const Image& picture, double dpi) {
    if (picture.empty()) return 0;
    Grey grey = to_grey(picture);
    level_paper(grey, dpi);
    const std::vector<Blob> blobs = find_blobs(threshold_ink(grey, ink_threshold(grey)), 3);
    const double height = letter_height(blobs, dpi);
    double characters = 0;
    for (const Blob& b : blobs) {
        const double rows = std::max(1.0, b.box.height() / (1.5 * height));  // joined lines, pictures
        characters += std::max(1.0, b.box.width() / (0.5 * height)) * rows;
    }
    return static_cast<int64_t>(characters);
}

void SaidText::add(std::string_view piece) {
    for (const char c : piece) {
        const auto byte = static_cast<unsigned char>(c);
        if (in_ == In::command && std::isalpha(byte)) continue;
        if (in_ == In::tag) {
            if (c == '>') in_ = In::text;
            continue;
        }
        in_ = c == '<' ? In::tag : c == '\\' ? In::command : In::text;
        // One for each character of several bytes.
        if (in_ == In::text && (std::isalnum(byte) || byte >= 0xC0)) ++count_;
    }
}

bool InkCheck::beyond(std::string_view piece) {
    said_.add(piece);
    if (said_.characters() <= kFreeCharacters) return false;
    if (!most_) most_ = kFreeCharacters + kTimesTheInk * ink_characters(picture_, dpi_);
    return said_.characters() > *most_;
}

}  // namespace lectern
