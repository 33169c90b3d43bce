// The backends an op test runs on: every instruction set of this machine with both kinds of arithmetic, or, in the
// vulkan_… tests, the first Vulkan device (tests/support/vulkan_backends.cpp).
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/compute/backend.h"
#include "core/compute/cpu/cpu_backend_api.h"

namespace lectern::test {

struct BackendCase {
    std::string name;  // "avx2_bf16"
    Compute compute = Compute::bf16;
    std::function<std::unique_ptr<Backend>(int threads)> make;  // gives nullptr where the machine has no such device
    std::vector<int> threads = {2};      // counts that must give the same bits
    int64_t few_rows = 0;                // up to so many rows a product may go another way than with more
};

std::vector<CpuLevel> machine_levels();
const char* level_name(CpuLevel level);
std::vector<BackendCase> machine_backends();
// After a test: a device whose validation layer complained fails it.
void expect_no_complaints(Backend& backend);
inline void PrintTo(const BackendCase& c, std::ostream* out) { *out << c.name; }

}  // namespace lectern::test

// TEST_P(Name, …) for every backend: `be()` is the backend of the case, with two threads.
#define LECTERN_BACKEND_SUITE(Suite)                                                                     \
    class Suite : public testing::TestWithParam<lectern::test::BackendCase> {                            \
       protected:                                                                                        \
        void SetUp() override {                                                                          \
            backend_ = GetParam().make(2);                                                               \
            if (!backend_) GTEST_SKIP() << "no Vulkan device on this machine";                           \
        }                                                                                                \
        void TearDown() override {                                                                       \
            if (backend_) lectern::test::expect_no_complaints(*backend_);                                \
        }                                                                                                \
        lectern::Backend& be() { return *backend_; }                                                     \
        lectern::Compute compute() const { return GetParam().compute; }                                  \
                                                                                                         \
       private:                                                                                          \
        std::unique_ptr<lectern::Backend> backend_;                                                      \
    };                                                                                                   \
    INSTANTIATE_TEST_SUITE_P(On, Suite, testing::ValuesIn(lectern::test::machine_backends()),            \
                             [](const auto& suite_case) { return suite_case.param.name; })
