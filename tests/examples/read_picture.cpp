// The core without Qt: a page picture in, markdown out.   read_picture MODEL_FOLDER PAGE.ppm [DPI]
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "core/base/error.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "core/export/exporter.h"
#include "core/layout/ink_layout.h"
#include "core/pipeline/pipeline.h"

using namespace lectern;

// A binary PPM of 8 bits, as `pdftoppm -r 200 file.pdf page` and `convert page.png page.ppm` write it.
static Image read_ppm(const char* file) {
    std::ifstream in(file, std::ios::binary);
    std::string kind;
    int64_t width = 0, height = 0, most = 0;
    in >> kind >> width >> height >> most;
    if (kind != "P6" || most != 255 || width < 1 || height < 1 || width > 20000 || height > 20000)
        throw Error({.fault = Fault::input, .attempted = "open the picture", .subject = file, .expected = "a binary PPM"});
    in.get();
    Image image(width, height);
    in.read(reinterpret_cast<char*>(image.rgb.data()), static_cast<std::streamsize>(image.rgb.size()));
    return image;
}

int main(int argc, char** argv) {
    if (argc < 3) return std::fprintf(stderr, "usage: read_picture MODEL_FOLDER PAGE.ppm [DPI]\n"), 2;
    try {
        const std::unique_ptr<Backend> cpu = make_cpu_backend();
        const std::unique_ptr<VisionLanguageModel> model = load_model(*cpu, argv[1]);
        const std::unique_ptr<LayoutDetector> layout = make_ink_layout();

        PageInput input{.image = read_ppm(argv[2]), .dpi = argc > 3 ? std::atof(argv[3]) : 200};
        input.width = static_cast<double>(input.image.width) * 72 / input.dpi;  // points
        input.height = static_cast<double>(input.image.height) * 72 / input.dpi;
        PageEvents silent;  // derive from it to see regions and text while they are read
        Document document;
        document.pages.push_back(read_page(*cpu, *model, *layout, input, {}, silent, {}));

        const auto images = [&](size_t) { return input.image; };
        find_exporter("md")->write(document, images, {.stream = std::cout, .stem = "page", .add_image = {}});
        return document.pages[0].state == PageState::failed ? 1 : 0;
    } catch (const Error& e) {
        return std::fprintf(stderr, "%s\n", e.what()), exit_code(e.fault());
    }
}
