// The functions of one level, declared once; kernels.h says what they do.
#pragma once

#include "core/compute/cpu/kernels/kernels.h"

namespace lectern::LECTERN_LEVEL {

void matmul(const MatmulBlock& block);
void matmul_quant(const QuantBlock& block);
void matmul_dequantised(const QuantBlock& block);
void quantise_x(const float* x, int64_t k, int digits, int32_t offset, const QuantRows& to);
void quantise_w(const float* w, int64_t k, DType to, uint8_t* codes, uint16_t* scales);
void round_bf16(const float* x, uint16_t* y, int64_t n);
void round_bf16_f32(const float* x, float* y, int64_t n);
void add(const float* a, const float* b, float* y, int64_t n);
void rms_norm(const float* x, const float* w, float* y, int64_t rows, int64_t cols, float eps);
void layer_norm(const float* x, const float* w, const float* b, float* y, int64_t rows, int64_t cols, float eps);
void rope(const float* x, const float* cos, const float* sin, float* y, int64_t heads, int64_t head_dim);
void swiglu(const float* gate, const float* up, float* y, int64_t n);
void gelu(const float* x, float* y, int64_t n);
void quick_gelu(const float* x, float* y, int64_t n);
void widen(const void* x, DType dtype, float* y, int64_t n);
void narrow(const float* x, DType dtype, void* y, int64_t n);
void attention(const AttentionTile& tile);
void combine(const float* x, const int32_t* places, const float* weights, int64_t k, float* y, int64_t cols);
void top_tokens(const float* x, int64_t n, int64_t k, int32_t* ids, float* values, float* log_sum_exp);

}  // namespace lectern::LECTERN_LEVEL
