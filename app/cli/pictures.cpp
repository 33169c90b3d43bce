#include "app/cli/pictures.h"

#include "app/page_source.h"

namespace lectern {

std::vector<Image> load_pictures(const std::vector<std::string>& files, double dpi) {
    std::vector<Image> images;
    for (const std::string& file : files) {
        const auto source = open_page_source(file);
        images.push_back(source->render(0, source->is_picture() ? 0 : dpi));
    }
    return images;
}

}  // namespace lectern
