#include "tests/support/backends.h"

namespace lectern::test {

const char* level_name(CpuLevel level) {
    switch (level) {
        case CpuLevel::scalar: return "scalar";
        case CpuLevel::avx2: return "avx2";
        case CpuLevel::avx512: return "avx512";
        case CpuLevel::avx512_bf16: return "avx512_bf16";
        case CpuLevel::amx: return "amx";
        case CpuLevel::best: break;
    }
    return "best";
}

std::vector<CpuLevel> machine_levels() {
    std::vector<CpuLevel> levels;
    const CpuLevel best = cpu_info().level;
    for (const CpuLevel level : {CpuLevel::scalar, CpuLevel::avx2, CpuLevel::avx512, CpuLevel::avx512_bf16, CpuLevel::amx})
        if (level <= best) levels.push_back(level);
    return levels;
}

std::vector<BackendCase> machine_backends() {
    std::vector<BackendCase> cases;
    for (const CpuLevel level : machine_levels())
        for (const Compute compute : {Compute::f32, Compute::bf16})
            cases.push_back({.name = std::string(level_name(level)) + (compute == Compute::f32 ? "_f32" : "_bf16"),
                             .compute = compute,
                             .make = [=](int threads) { return make_cpu_backend({.threads = threads, .compute = compute, .level = level}); },
                             .threads = {1, 2, 3}});
    return cases;
}

void expect_no_complaints(Backend&) {}

}  // namespace lectern::test
