// Makes the CPU backend; the only header of this folder other rooms include.
#pragma once

#include <memory>
#include <string>

#include "core/compute/backend.h"

namespace lectern {

// Instruction sets the kernels are written for, weakest first. `best` takes what the machine has.
enum class CpuLevel { scalar, avx2, avx512, avx512_bf16, amx, best };

struct CpuOptions {
    int threads = 0;  // 0: one per core this process may use
    Compute compute = Compute::bf16;
    CpuLevel level = CpuLevel::best;  // lower than the machine's best: for tests and comparisons
};

std::unique_ptr<Backend> make_cpu_backend(const CpuOptions& options = {});

struct CpuInfo {
    std::string model;     // "Intel(R) Xeon(R) Processor"
    CpuLevel level;        // best supported
    std::string features;  // "AMX BF16 VNNI"
    int threads;           // cores this process may use
};
CpuInfo cpu_info();

// Puts the calling thread below the window's threads (the pool's own threads are already); for the thread that runs ops.
void lower_thread_priority();

}  // namespace lectern
