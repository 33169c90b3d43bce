#include <algorithm>
#include <cassert>

#include "gpu/vulkan_backend.h"

namespace lectern {

constexpr int64_t kVectorRows = 8;  // up to so many rows go through the matrix-vector kernel

static std::string_view shader_for(bool vector, DType dtype) {
    if (dtype == DType::F32) return vector ? "expert_matvec_f32" : "expert_matmul_f32";
    if (dtype == DType::F16) return vector ? "expert_matvec_f16" : "expert_matmul_f16";
    return vector ? "expert_matvec_bf16" : "expert_matmul_bf16";
}

Tensor VulkanBackend::expert_matmul(const Tensor& x, const Tensor& w, int64_t n, const Routing& routing, bool placed) {
    struct Params {
        uint32_t n, k, stride, stack_rows, experts, first_expert, end_expert;
    };
    const int64_t experts = routing.experts(), rows = routing.ids.rows(), places = routing.rows.rows(), k = w.shape[1];
    const int64_t stride = padded_cols(k), stack_rows = expert_rows(n), size = static_cast<int64_t>(dtype_size(w.dtype));
    assert(x.dtype == DType::F32 && x.layout == Layout::plain && x.cols() == k && w.layout == Layout::packed);
    assert(w.shape[0] == experts * stack_rows && x.rows() == (placed ? places : rows));
    Tensor y = allocate(DType::F32, Shape{places, n});
    if (places == 0 || n == 0) return y;

    const Tuning& t = device_.tuning();
    const bool vector = rows <= kVectorRows;
    const uint32_t round_x = compute_ == Compute::bf16 && w.dtype == DType::BF16;
    const Program& program =
        vector
            ? programs_.get(shader_for(true, w.dtype), {{"group", t.matvec_group},
                                                        {"outputs", t.matvec_outputs},
                                                        {"round_x", round_x},
                                                        {"placed", placed}})
            : programs_.get(shader_for(false, w.dtype),
                            {{"group", t.matmul_rows / t.matmul_thread_rows * (t.matmul_cols / t.matmul_thread_cols)},
                             {"tile_rows", t.matmul_rows},
                             {"tile_cols", t.matmul_cols},
                             {"depth", t.matmul_depth},
                             {"thread_rows", t.matmul_thread_rows},
                             {"thread_cols", t.matmul_thread_cols},
                             {"round_x", round_x},
                             {"placed", placed}});
    rows_per_binding(places * std::max(k, n) * 4);  // places may be anywhere, so rows are bound as a whole
    const int64_t expert_bytes = stack_rows * stride * size, shown = rows_per_binding(expert_bytes, experts);
    // Tiles of all experts: each wastes less than one.
    const int64_t tiles = std::min<int64_t>(places, places / t.matmul_rows + experts);
    auto* weights = static_cast<VulkanStorage*>(w.storage.get());
    for (int64_t first = 0; first < experts; first += shown) {
        const int64_t end = std::min(experts, first + shown);
        const Params params{u32(n), u32(k), u32(stride), u32(stack_rows), u32(experts), u32(first), u32(end)};
        const Binding wb{weights, static_cast<uint64_t>(first * expert_bytes),
                         static_cast<uint64_t>((end - first) * expert_bytes), static_cast<uint32_t>(size)};
        const Groups groups = vector ? Groups{groups_for(n, t.matvec_outputs), u32(places)}
                                     : Groups{groups_for(n, t.matmul_cols), u32(tiles)};
        const auto products = static_cast<double>(places * n) * static_cast<double>(k);
        commands_.dispatch(program, groups, params, {bind(y), bind(x), wb, bind(routing.first), bind(routing.rows)},
                           {2 * products, static_cast<double>(std::min(places, experts) * expert_bytes)});
    }
    return y;
}

}  // namespace lectern
