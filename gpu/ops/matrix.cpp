// What matmul and expert_matmul share: which kernel serves which weights, and how it sees them.
#include <algorithm>

#include "gpu/vulkan_backend.h"

namespace lectern {

// matvec_bf16, matmul_experts_q8, matmul_quant_q4_dot …
std::string VulkanBackend::matrix_shader(bool vector, DType of_weights, bool experts) const {
    std::string name = vector ? "matvec" : "matmul";
    if (multiplies_codes(of_weights)) name += "_quant";
    if (experts) name += "_experts";
    switch (of_weights) {
        case DType::F32:
            return name + "_f32";
        case DType::F16:
            return name + "_f16";
        case DType::BF16:
            return name + "_bf16";
        case DType::Q8:
            name += "_q8";
            break;
        default:
            name += "_q4";
            break;
    }
    return multiplies_codes(of_weights) && device_.integer_dot() ? name + "_dot" : name;
}

// Invocations of a matrix-vector workgroup. With codes each has a group of 64, so short rows need fewer.
uint32_t VulkanBackend::vector_group(DType of_weights, int64_t k) const {
    const uint32_t most = device_.tuning().matvec_group;
    if (!multiplies_codes(of_weights)) return most;
    uint32_t group = std::min<uint32_t>(most, 32);
    while (group < most && group < quant_groups(k)) group *= 2;
    return group;
}

const Program& VulkanBackend::matrix_program(const Tensor& w, bool experts, int64_t vector_rows, uint32_t choice) {
    const Tuning& t = device_.tuning();
    const bool codes = multiplies_codes(w.dtype);
    std::vector<Constant> constants;
    if (vector_rows > 0) {
        constants = {{"group", vector_group(w.dtype, w.shape[1])}, {"outputs", t.matvec_outputs}};
        if (!experts) constants.push_back({"x_rows", u32(vector_rows)});
    } else {
        constants = {{"group", t.matmul_rows / t.matmul_thread_rows * (t.matmul_cols / t.matmul_thread_cols)},
                     {"tile_rows", t.matmul_rows},
                     {"tile_cols", t.matmul_cols},
                     {"thread_rows", t.matmul_thread_rows},
                     {"thread_cols", t.matmul_thread_cols}};
        if (!codes) constants.push_back({"depth", t.matmul_depth});
    }
    constants.push_back({experts ? "placed" : "has_bias", choice});
    if (!codes) constants.push_back({"round_x", compute_ == Compute::bf16 && w.dtype == DType::BF16});
    return programs_.get(matrix_shader(vector_rows > 0, w.dtype, experts), constants);
}

uint32_t VulkanBackend::weight_unit(DType of_weights) const {
    if (is_quantised(of_weights)) return multiplies_codes(of_weights) ? 16 : 4;
    return static_cast<uint32_t>(dtype_size(of_weights));
}

Binding VulkanBackend::bind_weights(const Tensor& w, int64_t first_row, int64_t rows) const {
    const int64_t row_bytes = packed_row_bytes(w.dtype, w.shape[1]);
    return {static_cast<VulkanStorage*>(w.storage.get()), static_cast<uint64_t>(first_row * row_bytes),
            static_cast<uint64_t>(rows * row_bytes), weight_unit(w.dtype)};
}

Binding VulkanBackend::bind_input(const Tensor& x) {
    Binding b = bind(x);
    if (x.dtype == DType::I32) b.element = 16;
    return b;
}

}  // namespace lectern
