#include <algorithm>
#include <cassert>

#include "gpu/vulkan_backend.h"

namespace lectern {

Routing VulkanBackend::route(const Tensor& logits, int64_t k) {
    struct Params {
        uint32_t rows, experts, k;
    };
    const int64_t rows = logits.rows(), experts = logits.cols();
    assert(logits.dtype == DType::F32 && k >= 1 && k <= 16 && k <= experts && experts <= 1024);
    Routing r{allocate(DType::I32, Shape{rows, k}), allocate(DType::F32, Shape{rows, k}),
              allocate(DType::I32, Shape{experts + 1}), allocate(DType::I32, Shape{rows * k}),
              allocate(DType::I32, Shape{rows, k})};
    rows_per_binding(rows * std::max(experts, k) * 4);  // bound as a whole
    const uint32_t group = device_.tuning().row_group;
    const auto choices = static_cast<double>(rows * k);
    if (rows > 0)
        commands_.dispatch(programs_.get("route", {{"group", group}}), {groups_for(rows, group)},
                           Params{u32(rows), u32(experts), u32(k)}, {bind(r.ids), bind(r.weights), bind(logits)},
                           {choices * static_cast<double>(experts) * 4, choices * static_cast<double>(experts) * 4});
    commands_.dispatch(programs_.get("route_places", {{"group", group}, {"most_experts", 1024}}), {1}, Params{u32(rows * k), u32(experts), u32(k)},
                       {bind(r.first), bind(r.rows), bind(r.places), bind(r.ids)},
                       {choices * static_cast<double>(experts) * 4, choices * 16});
    return r;
}

}  // namespace lectern
