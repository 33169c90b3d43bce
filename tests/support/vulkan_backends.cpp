// machine_backends() of the vulkan_… tests: takes the place of backends.cpp.
#include "gpu/gpu.h"
#include "tests/support/backends.h"

namespace lectern::test {

static std::unique_ptr<Backend> make(Compute compute, bool staged) {
    if (list_devices().empty()) return nullptr;
    return make_vulkan_backend(
        {.compute = compute, .validation = true, .pipeline_cache = false, .testing = {.staged = staged}});
}

// Once with memory the host sees, where there is such, and once by way of staging, as on most cards.
std::vector<BackendCase> machine_backends() {
    return {{.name = "f32",
             .compute = Compute::f32,
             .make = [](int) { return make(Compute::f32, false); },
             .threads = {1},
             .few_rows = 8},
            {.name = "bf16_staged",
             .compute = Compute::bf16,
             .make = [](int) { return make(Compute::bf16, true); },
             .threads = {1},
             .few_rows = 8}};
}

void expect_no_complaints(Backend& backend) {
    for (const std::string& message : dynamic_cast<GpuBackend&>(backend).validation_messages())
        ADD_FAILURE() << message;
}

}  // namespace lectern::test
