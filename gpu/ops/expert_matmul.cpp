#include <algorithm>
#include <cassert>

#include "gpu/vulkan_backend.h"

namespace lectern {

// With `up`, where by_vector(routing) alone: silu(W_e·x) ∘ (Up_e·x), both made by one kernel.
Tensor VulkanBackend::multiply_experts(const Tensor& x, const Tensor& w, const Tensor& up, int64_t n,
                                       const Routing& routing, bool placed) {
    struct Params {
        uint32_t n, k, stride, stack_rows, experts, first_expert, end_expert;
    };
    const int64_t experts = routing.experts(), places = routing.rows.rows(), k = w.shape[1];
    const int64_t row_bytes = packed_row_bytes(w.dtype, k), stack_rows = expert_rows(n);
    assert(x.dtype == DType::F32 && x.layout == Layout::plain && x.cols() == k && w.layout == Layout::packed);
    assert(w.shape[0] == experts * stack_rows && x.rows() == (placed ? places : routing.ids.rows()));
    assert(!up || (by_vector(routing) && up.dtype == w.dtype && up.shape == w.shape));
    Tensor y = allocate(DType::F32, Shape{places, n});
    if (places == 0 || n == 0) return y;

    const bool vector = by_vector(routing);
    const bool scaled = !vector && w.dtype == DType::BF16 && multiplies_fragments(w.dtype);
    const auto [tile_rows, tile_cols] = tile_of(w.dtype);
    const Tensor from = input_rows(x, w, vector);
    const Program& program = expert_program(w, vector, placed, static_cast<bool>(up));
    rows_per_binding(std::max(from.rows() * from.cols(), places * n) * 4);  // places may be anywhere, so rows are bound as a whole
    const int64_t expert_bytes = stack_rows * row_bytes, shown = rows_per_binding(expert_bytes, experts);
    // Tiles of all experts: each wastes less than one.
    const int64_t tiles = std::min<int64_t>(places, places / tile_rows + experts);
    const uint32_t unit = weight_unit(w.dtype);
    for (int64_t first = 0; first < experts; first += shown) {
        const int64_t end = std::min(experts, first + shown);
        const Params params{u32(n), u32(k), u32(row_bytes / unit), u32(stack_rows), u32(experts), u32(first), u32(end)};
        const Groups groups = vector ? Groups{groups_for(n, vector_outputs(up ? 2 : 1)), u32(places)}
                                     : Groups{groups_for(n, tile_cols), u32(tiles)};
        const auto products = static_cast<double>(places * n) * static_cast<double>(k) * (up ? 2 : 1);
        const Binding to = bind(y), in = bind_input(from), rows_of = bind(routing.rows), starts = bind(routing.first);
        const Binding weights = bind_weights(w, first * stack_rows, (end - first) * stack_rows);
        const Work work{2 * products, static_cast<double>(std::min(places, experts) * expert_bytes * (up ? 2 : 1))};
        if (vector)
            commands_.dispatch(
                program, groups, params,
                {to, in, weights, starts, rows_of,
                 up ? bind_weights(up, first * stack_rows, (end - first) * stack_rows) : weights},
                work);
        else if (scaled)
            commands_.dispatch(program, groups, params,
                               {to, in, weights, starts, rows_of,
                                bind_scales(w, first * stack_rows, (end - first) * stack_rows)},
                               work);
        else
            commands_.dispatch(program, groups, params, {to, in, weights, starts, rows_of}, work);
    }
    return y;
}

Tensor VulkanBackend::expert_matmul(const Tensor& x, const Tensor& w, int64_t n, const Routing& routing, bool placed) {
    return multiply_experts(x, w, {}, n, routing, placed);
}

Tensor VulkanBackend::expert_gated(const Tensor& x, const Tensor& gate, const Tensor& up, int64_t n,
                                   const Routing& routing) {
    const bool alike = gate.dtype == up.dtype && gate.shape == up.shape;
    if (!by_vector(routing) || !alike) return Backend::expert_gated(x, gate, up, n, routing);
    return multiply_experts(x, gate, up, n, routing, false);
}

}  // namespace lectern
