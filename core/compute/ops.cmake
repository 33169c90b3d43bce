# Every op, once: core/compute/cpu/<op>.cpp and tests/ops/<op>_test.cpp follow from it; a missing file stops configuration.
set(LECTERN_OPS
  matmul
  add
  rms_norm
  layer_norm
  rope
  swiglu
  gelu
  gather_rows
  scatter_rows
  slice_cols
  attention
  top_tokens
)
