// The validation layers leave memory behind, and are unloaded before leaks are looked for: then no name tells theirs
// from ours. Kept until the end, lsan.supp can name them.
#include <dlfcn.h>

#include "tests/support/instrumented.h"

namespace {

const void* const kept_layer =
    lectern::test::kInstrumented ? ::dlopen("libVkLayer_khronos_validation.so", RTLD_NOW | RTLD_NODELETE) : nullptr;

}  // namespace
