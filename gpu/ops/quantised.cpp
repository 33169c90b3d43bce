// Quantised weights: packing, and rows of x on their way into products with them.
#include <algorithm>
#include <cassert>
#include <cstring>

#include "gpu/vulkan_backend.h"

namespace lectern {

// Eight 4-bit codes in order → those of k … k+3 in the low halves of four bytes, those of k+4 … k+7 in the high ones.
static uint32_t interleave(uint32_t codes) {
    const auto spread = [](uint32_t four) {
        four = (four | four << 8) & 0x00ff00ffu;
        return (four | four << 4) & 0x0f0f0f0fu;
    };
    return spread(codes & 0xffffu) | spread(codes >> 16) << 4;
}

// One row as quant.glsl has it. What lies beyond the row's end is code 0.
static void pack_row(const QuantisedTensor& w, int64_t row, std::byte* to) {
    const int64_t k = w.shape[1], groups = quant_groups(k), bytes = code_row_bytes(w.dtype, k);
    const int64_t codes = groups * code_row_bytes(w.dtype, kQuantGroup), all = packed_row_bytes(w.dtype, k);
    std::memcpy(to, w.codes + row * bytes, static_cast<size_t>(bytes));
    std::memset(to + bytes, w.dtype == DType::Q4 ? 0x88 : 0, static_cast<size_t>(codes - bytes));
    if (w.dtype == DType::Q4) {
        // The half byte after an odd row says nothing.
        if (k % 2) to[bytes - 1] = (to[bytes - 1] & std::byte{0x0f}) | std::byte{0x80};
        for (int64_t i = 0; i < codes; i += 4) {
            uint32_t word = 0;
            std::memcpy(&word, to + i, 4);
            word = interleave(word);
            std::memcpy(to + i, &word, 4);
        }
    }
    std::memcpy(to + codes, w.scales + row * groups * 2, static_cast<size_t>(groups * 2));
    std::memset(to + codes + groups * 2, 0, static_cast<size_t>(all - codes - groups * 2));
}

Tensor VulkanBackend::pack_quantised(const QuantisedTensor& w) {
    assert(is_quantised(w.dtype) && w.shape.rank() == 2);
    announce_products(w.dtype);
    const int64_t n = w.shape[0], k = w.shape[1];
    const auto row = static_cast<uint64_t>(packed_row_bytes(w.dtype, k));
    Tensor packed{.dtype = w.dtype,
                  .layout = Layout::packed,
                  .shape = w.shape,
                  .storage = memory_.allocate_weight(static_cast<uint64_t>(n) * row)};
    const auto fill = [&](uint64_t offset, std::span<std::byte> out) {
        std::vector<std::byte> packed_row(row);  // a card's memory is slow to read, so it is only written
        for (uint64_t at = 0; at < out.size(); at += row) {
            pack_row(w, static_cast<int64_t>((offset + at) / row), packed_row.data());
            std::memcpy(out.data() + at, packed_row.data(), row);
        }
    };
    if (n && k)
        transfer_.upload(commands_, static_cast<VulkanStorage&>(*packed.storage), static_cast<uint64_t>(n) * row, row,
                         fill);
    static_cast<VulkanStorage&>(*packed.storage).untouched = false;
    return packed;
}

// x F32 [R, k] → I32 [R, code_row_words]
Tensor VulkanBackend::quantise_rows(const Tensor& x, DType of_weights) {
    struct Params {
        uint32_t k, row_words;
    };
    const int64_t rows = x.rows(), k = rows ? x.shape.elements() / rows : 0, words = code_row_words(of_weights, k);
    const Tensor from = x.reshape(Shape{rows, k}), y = allocate(DType::I32, Shape{rows, words});
    const uint32_t group = round_up_to(device_.tuning().row_group, 16);
    const Program& program =
        programs_.get("quantise_rows", {{"group", group}, {"digits", of_weights == DType::Q8 ? 2u : 1u}});
    const int64_t most = rows_per_binding(std::max(k, words) * 4);
    for (int64_t first = 0; first < rows; first += most) {
        const int64_t count = std::min(most, rows - first);
        const auto elements = static_cast<double>(count * k);
        const Params params{u32(k), u32(words)};
        commands_.dispatch(program, {groups_for(quant_groups(k) * 16, group), u32(count)}, params,
                           {bind_rows(y, first, count), bind_rows(from, first, count)}, {6 * elements, 6 * elements});
    }
    return y;
}

}  // namespace lectern
