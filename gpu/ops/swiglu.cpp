#include <cassert>

#include "gpu/vulkan_backend.h"

namespace lectern {

Tensor VulkanBackend::swiglu(const Tensor& gate, const Tensor& up) {
    assert(gate.dtype == DType::F32 && up.dtype == DType::F32 && gate.shape == up.shape);
    return elementwise("swiglu", gate, up, 8);
}

}  // namespace lectern
