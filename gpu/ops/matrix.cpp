// What matmul and expert_matmul share: which kernel serves which weights, and how it sees them.
#include <algorithm>

#include "gpu/vulkan_backend.h"

namespace lectern {

// matvec_bf16, matmul_experts_q8, matmul_quant_q4_dot, matmul_fragments_bf16_nv …
std::string VulkanBackend::matrix_shader(bool vector, DType of_weights, bool experts) const {
    const bool codes = multiplies_codes(of_weights), fragments = !vector && multiplies_fragments(of_weights);
    std::string name = vector ? "matvec" : "matmul";
    if (codes) name += "_quant";
    if (fragments) name += "_fragments";
    if (experts) name += "_experts";
    constexpr const char* kSuffix[] = {"_f32", "_f16", "_bf16", "", "_q8", "_q4"};
    name += kSuffix[static_cast<size_t>(of_weights)];
    if (codes && device_.integer_dot()) name += "_dot";
    if (fragments) name += fragments_suffix(device_.fragments());
    return name;
}

bool VulkanBackend::multiplies_fragments(DType of_weights) const {
    return device_.fragments() != Fragments::none && compute_ == Compute::bf16 &&
           (of_weights == DType::BF16 || of_weights == DType::F16);
}

// Rows and columns of y that a workgroup of the matrix-matrix kernels makes.
std::pair<int64_t, int64_t> VulkanBackend::tile_of(DType of_weights) const {
    if (multiplies_fragments(of_weights)) return {64, 64};
    return {device_.tuning().matmul_rows, device_.tuning().matmul_cols};
}

// Invocations of a matrix-vector workgroup. With codes each has a group of 64, so short rows need fewer.
uint32_t VulkanBackend::vector_group(DType of_weights, int64_t k) const {
    const uint32_t most = device_.tuning().matvec_group;
    if (!multiplies_codes(of_weights)) return most;
    uint32_t group = std::min<uint32_t>(most, 32);
    while (group < most && group < quant_groups(k)) group *= 2;
    return group;
}

uint32_t VulkanBackend::vector_outputs(uint32_t matrices) const {
    return std::max(1u, device_.tuning().matvec_outputs / matrices);
}

// Sizes that dense and expert kernels share.
std::vector<Constant> VulkanBackend::matrix_sizes(const Tensor& w, bool vector, uint32_t matrices) const {
    const Tuning& t = device_.tuning();
    const bool codes = multiplies_codes(w.dtype);
    std::vector<Constant> constants;
    if (vector) {
        constants = {{"group", vector_group(w.dtype, w.shape[1])}, {"outputs", vector_outputs(matrices)}};
    } else if (multiplies_fragments(w.dtype)) {  // a subgroup for each of four strips of the tile
        const auto subgroup = static_cast<uint32_t>(device_.physical().info.subgroup_size);
        return {{"group", std::min(256u, 4 * subgroup)}, {"parts", w.dtype == DType::F16 ? 2u : 1u}};
    } else {
        constants = {{"group", t.matmul_rows / t.matmul_thread_rows * (t.matmul_cols / t.matmul_thread_cols)},
                     {"tile_rows", t.matmul_rows},
                     {"tile_cols", t.matmul_cols},
                     {"thread_rows", t.matmul_thread_rows},
                     {"thread_cols", t.matmul_thread_cols}};
        if (!codes) constants.push_back({"depth", t.matmul_depth});
    }
    if (!codes) constants.push_back({"round_x", compute_ == Compute::bf16 && w.dtype == DType::BF16});
    if (!codes && vector) constants.push_back({"aligned", w.shape[1] % 4 == 0});
    return constants;
}

const Program& VulkanBackend::matrix_program(const Tensor& w, int64_t vector_rows, const Ending& end,
                                             uint32_t matrices) {
    const bool vector = vector_rows > 0;
    std::vector<Constant> constants = matrix_sizes(w, vector, end.up ? 2 : 1);
    constants.push_back({"has_bias", end.bias ? 1u : 0u});
    constants.push_back({"has_residual", end.residual ? 1u : 0u});
    if (vector) {
        constants.push_back({"x_rows", u32(vector_rows)});
        constants.push_back({"gated", end.up ? 1u : 0u});
        constants.push_back({"has_up_bias", end.up_bias ? 1u : 0u});
        constants.push_back({"matrices", matrices});
    }
    return programs_.get(matrix_shader(vector, w.dtype, false), constants);
}

const Program& VulkanBackend::expert_program(const Tensor& w, bool vector, bool placed, bool gated) {
    std::vector<Constant> constants = matrix_sizes(w, vector, gated ? 2 : 1);
    constants.push_back({"placed", placed});
    if (vector) constants.push_back({"gated", gated});
    return programs_.get(matrix_shader(vector, w.dtype, true), constants);
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

Binding VulkanBackend::bind_scales(const Tensor& w, int64_t first_row, int64_t rows) const {
    const int64_t all = w.shape[0] * packed_row_bytes(w.dtype, w.shape[1]);
    return {static_cast<VulkanStorage*>(w.storage.get()), static_cast<uint64_t>(all + first_row * 4),
            static_cast<uint64_t>(rows * 4), 4};
}

Binding VulkanBackend::bind_input(const Tensor& x) {
    Binding b = bind(x);
    if (x.dtype == DType::I32) b.element = 16;
    return b;
}

}  // namespace lectern
