// How kernels are cut for each class of devices: sizes given to shaders as specialisation constants, and a first guess
// of the speed. No result depends on them beyond the order of sums in matrix-vector products and norms.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "gpu/gpu.h"

namespace lectern {

struct Tuning {                                                      // of one class of devices
    uint32_t elementwise_group = 256;                                // invocations
    uint32_t row_group = 256;                                        // of norms
    uint32_t matmul_rows = 64, matmul_cols = 64, matmul_depth = 16;  // tile of y, and k per step
    uint32_t matmul_thread_rows = 4, matmul_thread_cols = 4;         // of the tile, per invocation
    uint32_t matvec_group = 64, matvec_outputs = 4;                  // outputs per workgroup
    uint32_t attention_group = 128, attention_queries = 16, attention_keys = 32;
    double flops = 1e12, bandwidth = 1e11;  // first guess of the speed, corrected while running
};

struct TuningClass {        // a row of the table
    std::string_view name;  // "discrete NVIDIA"
    DeviceKind kind = DeviceKind::other;  // devices it is for
    uint32_t vendor = 0;  // PCI number; 0: any other
    Tuning tuning;  // their sizes
};

// The table (tuning.cpp). The last row fits every device.
std::span<const TuningClass> tuning_classes();
// The first row for such a device, or the one named, for tests.
const TuningClass& tuning_class(DeviceKind kind, uint32_t vendor, std::string_view name = {});
// Bytes of shared memory that the kernels take at most; every device has 32 KiB and 256 invocations.
uint32_t shared_memory(const Tuning& t);

}  // namespace lectern
