// The core without Qt: a question about a picture, the answer as it is made.   ask_picture MODEL_FOLDER QUESTION
// The picture is drawn here, so that the example needs no file: black bars on white.
#include <cstdio>

#include "core/base/error.h"
#include "core/compute/cpu/cpu_backend_api.h"
#include "core/model/generate.h"

using namespace lectern;

static Image bars() {
    Image image(224, 112);
    for (int64_t y = 28; y < 84; ++y)
        for (int64_t x = 0; x < image.width; ++x)
            if (x / 14 % 2 == 0) image.row(y)[x * 3] = image.row(y)[x * 3 + 1] = image.row(y)[x * 3 + 2] = 0;
    return image;
}

int main(int argc, char** argv) {
    if (argc != 3) return std::fprintf(stderr, "usage: ask_picture MODEL_FOLDER QUESTION\n"), 2;
    try {
        const std::unique_ptr<Backend> cpu = make_cpu_backend({.compute = Compute::f32});
        const std::unique_ptr<VisionLanguageModel> model = load_model(*cpu, argv[1]);
        const Image image = bars();

        GenerateRequest request;
        request.prompt = model->make_prompt(argv[2], std::span(&image, 1), {});
        request.max_new_tokens = 16;
        GenerateEvents events;
        events.token = [](size_t, std::string_view text, const GeneratedToken&) {
            std::fwrite(text.data(), 1, text.size(), stdout);
        };
        const std::vector<Generated> answers = generate(*cpu, *model, {request}, {}, events, {});
        std::printf("\n%zu tokens, ended by: %s\n", answers[0].tokens.size(), stop_reason_name(answers[0].reason));
        return 0;
    } catch (const Error& e) {
        return std::fprintf(stderr, "%s\n", e.what()), exit_code(e.fault());
    }
}
