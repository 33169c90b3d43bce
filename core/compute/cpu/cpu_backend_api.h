// Makes the CPU backend; the only header of this folder other rooms include.
#pragma once

#include <cstdint>
#include <map>
#include <functional>
#include <memory>
#include <string>

#include "core/compute/backend.h"

namespace lectern {

// Instruction sets the kernels are written for, weakest first. `best` takes what the machine has.
enum class CpuLevel { scalar, avx2, avx512, avx512_bf16, amx, best };

// Where the time of a backend's ops goes, for bench/step_bench. An op made of others counts as a whole.
struct CpuOpTimes {
    struct Op {  // one op's part
        int64_t calls = 0;  // how often it ran
        double seconds = 0, flops = 0, bytes = 0;  // bytes: of weights, keys and values, that are read
    };
    std::map<std::string, Op> ops;  // by name
    int depth = 0;  // ops that are running now; one inside another counts for the outer one
    bool enabled = true;  // false: nothing is counted
};

struct CpuOptions {  // how to compute; the defaults are the fastest
    int threads = 0;  // 0: one per core this process may use
    Compute compute = Compute::bf16;  // F32 for parity checks
    CpuLevel level = CpuLevel::best;  // lower than the machine's best: for tests and comparisons
    CpuOpTimes* times = nullptr;      // must outlive the backend
    // Called before each tensor gets its memory; tests throw from it what a lack of memory would.
    std::function<void(size_t bytes)> on_allocate = {};
};

std::unique_ptr<Backend> make_cpu_backend(const CpuOptions& options = {});  // Fault::device without that level

struct CpuInfo {  // what this machine computes with
    std::string model;     // "Intel(R) Xeon(R) Processor"
    CpuLevel level;        // best supported
    std::string features;  // "AMX BF16 VNNI"
    int threads;           // cores this process may use
};
CpuInfo cpu_info();  // of the machine this runs on; asked once

// Bytes this process can still take: what the system has available and what the control group leaves; 0 when unknown.
size_t available_memory();

// Puts the calling thread below the window's threads (the pool's own threads are already); for the thread that runs ops.
void lower_thread_priority();

}  // namespace lectern
