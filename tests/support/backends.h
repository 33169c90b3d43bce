// The backends an op test runs on: every instruction set of this machine with both kinds of arithmetic.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/compute/cpu/cpu_backend_api.h"

namespace lectern::test {

struct BackendCase {
    std::string name;  // "avx2_bf16"
    CpuOptions options;
};

std::vector<CpuLevel> machine_levels();
const char* level_name(CpuLevel level);
// Two threads each.
std::vector<BackendCase> machine_backends();
inline void PrintTo(const BackendCase& c, std::ostream* out) { *out << c.name; }

}  // namespace lectern::test

// TEST_P(Name, …) for every backend: `be()` is the backend of the case.
#define LECTERN_BACKEND_SUITE(Suite)                                                                     \
    class Suite : public testing::TestWithParam<lectern::test::BackendCase> {                            \
       protected:                                                                                        \
        lectern::Backend& be() { return *backend_; }                                                     \
        lectern::Compute compute() const { return GetParam().options.compute; }                          \
                                                                                                         \
       private:                                                                                          \
        std::unique_ptr<lectern::Backend> backend_ = lectern::make_cpu_backend(GetParam().options);      \
    };                                                                                                   \
    INSTANTIATE_TEST_SUITE_P(Cpu, Suite, testing::ValuesIn(lectern::test::machine_backends()),           \
                             [](const auto& suite_case) { return suite_case.param.name; })
