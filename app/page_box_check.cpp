#include "app/page_box_check.h"

#include <exception>
#include <qpdf/QPDF.hh>

namespace lectern {

struct PageBoxCheck::Walk {
    QPDF pdf;
    bool usable = false;
};

static constexpr int kMaxTreeDepth = 200;  // nodes above a page; deeper trees are hostile

static bool encloses_something(QPDFObjectHandle box) {
    if (!box.isArray() || box.getArrayNItems() != 4) return false;
    double v[4];
    for (int i = 0; i < 4; ++i) {
        QPDFObjectHandle item = box.getArrayItem(i);
        if (!item.isNumber()) return false;
        v[i] = item.getNumericValue();
    }
    return v[0] != v[2] && v[1] != v[3];
}

PageBoxCheck::PageBoxCheck(const std::filesystem::path& file, const std::string& password)
    : walk_(std::make_unique<Walk>()) {
    try {
        walk_->pdf.setSuppressWarnings(true);
        walk_->pdf.processFile(file.c_str(), password.empty() ? nullptr : password.c_str());
        walk_->usable = true;
    } catch (const std::exception&) {
        walk_->usable = false;
    }
}

PageBoxCheck::~PageBoxCheck() = default;

bool PageBoxCheck::has_size(size_t index) const {
    if (!walk_->usable) return true;
    try {
        const auto& pages = walk_->pdf.getAllPages();
        if (index >= pages.size()) return true;
        QPDFObjectHandle node = pages[index];
        for (int depth = 0; depth < kMaxTreeDepth && node.isDictionary(); ++depth) {
            if (node.hasKey("/MediaBox")) return encloses_something(node.getKey("/MediaBox"));
            node = node.getKey("/Parent");
        }
        return false;
    } catch (const std::exception&) {
        return true;
    }
}

}  // namespace lectern
