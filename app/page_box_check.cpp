#include "app/page_box_check.h"

#include <algorithm>
#include <exception>
#include <qpdf/QPDF.hh>
#include <utility>

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

// The child that page `index` below `node` is in; `index` becomes the one below that child. Where every child is a page
// (as in most files) none is looked at but the one wanted: a document may have 100,000 pages.
static QPDFObjectHandle child_of(QPDFObjectHandle& node, QPDFObjectHandle& kids, size_t& index) {
    const auto children = static_cast<size_t>(kids.getArrayNItems());
    QPDFObjectHandle count = node.getKey("/Count");
    if (count.isInteger() && count.getIntValue() == static_cast<long long>(children)) {
        const size_t at = std::exchange(index, 0);
        return at < children ? kids.getArrayItem(static_cast<int>(at)) : QPDFObjectHandle::newNull();
    }
    for (size_t i = 0; i < children; ++i) {
        QPDFObjectHandle kid = kids.getArrayItem(static_cast<int>(i));
        size_t pages = 1;
        if (kid.isDictionary() && kid.hasKey("/Kids") && kid.getKey("/Count").isInteger())
            pages = static_cast<size_t>(std::max(0LL, kid.getKey("/Count").getIntValue()));
        if (index < pages) return kid;
        index -= pages;
    }
    return QPDFObjectHandle::newNull();
}

bool PageBoxCheck::has_size(size_t index) const {
    if (!walk_->usable) return true;
    try {
        QPDFObjectHandle node = walk_->pdf.getRoot().getKey("/Pages");
        bool stated = false;
        for (int depth = 0; depth < kMaxTreeDepth && node.isDictionary(); ++depth) {
            if (node.hasKey("/MediaBox")) stated = encloses_something(node.getKey("/MediaBox"));
            QPDFObjectHandle kids = node.getKey("/Kids");
            if (!kids.isArray()) return stated;
            node = child_of(node, kids, index);
        }
        return true;  // a tree that leads nowhere: Poppler has found the page in its own way
    } catch (const std::exception&) {
        return true;
    }
}

}  // namespace lectern
