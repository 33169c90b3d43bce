// Finds PDF pages that state no usable size. Poppler shows such a page as a letter page, so text would be read from a
// page that the file never described.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace lectern {

class PageBoxCheck {
 public:
    PageBoxCheck(const std::filesystem::path& file, const std::string& password);
    ~PageBoxCheck();
    // Does the page, or a node above it, have a MediaBox of four numbers that encloses something?
    // True as well when the file's structure cannot be walked: then there is nothing better than Poppler's word.
    bool has_size(size_t index) const;

 private:
    struct Walk;
    std::unique_ptr<Walk> walk_;
};

}  // namespace lectern
