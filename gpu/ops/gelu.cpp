#include <cassert>

#include "gpu/vulkan_backend.h"

namespace lectern {

Tensor VulkanBackend::gelu(const Tensor& x) {
    assert(x.dtype == DType::F32);
    return elementwise("gelu", x, {}, 30);
}

}  // namespace lectern
