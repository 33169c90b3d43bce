#include "core/compute/cpu/kernels/level.h"

namespace lectern {

#define LECTERN_JOIN(a, b) a##b
#define LECTERN_TABLE(level) LECTERN_JOIN(level, _kernels)

const Kernels& LECTERN_TABLE(LECTERN_LEVEL)() {
    namespace level = LECTERN_LEVEL;
    static constexpr Kernels kTable = {
        .matmul = level::matmul,
        .matmul_bf16 = nullptr,
        .matmul_quant = level::matmul_quant,
        .matmul_dequantised = level::matmul_dequantised,
        .quantise_x = level::quantise_x,
        .quantise_w = level::quantise_w,
        .pack_tiles = nullptr,
        .tile_product = nullptr,
        .round_bf16 = level::round_bf16,
        .round_bf16_f32 = level::round_bf16_f32,
        .add = level::add,
        .rms_norm = level::rms_norm,
        .layer_norm = level::layer_norm,
        .rope = level::rope,
        .swiglu = level::swiglu,
        .gelu = level::gelu,
        .quick_gelu = level::quick_gelu,
        .widen = level::widen,
        .narrow = level::narrow,
        .attention = level::attention,
        .dense_pack = nullptr,
        .dense_attend = nullptr,
        .cached_pack = nullptr,
        .cached_attend = nullptr,
        .combine = level::combine,
        .top_tokens = level::top_tokens,
    };
    return kTable;
}

}  // namespace lectern
