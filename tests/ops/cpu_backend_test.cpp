// What the ops stand on: storage, uploads, names, cancelling.
#include "core/compute/cpu/cpu_backend.h"

#include <gtest/gtest.h>

#include <limits>
#include <thread>

#include "core/base/error.h"
#include "tests/support/backends.h"
#include "tests/support/compare.h"
#include "tests/support/random.h"

namespace lectern {
namespace {

TEST(CpuBackend, SaysWhatItIs) {
    const CpuInfo info = cpu_info();
    EXPECT_FALSE(info.model.empty());
    EXPECT_GE(info.threads, 1);
    CpuBackend be({.threads = 2, .compute = Compute::f32, .level = CpuLevel::scalar});
    EXPECT_EQ(be.name(), "cpu (portable, 2 threads)");
    EXPECT_EQ(be.compute(), Compute::f32);
    EXPECT_EQ(CpuBackend({}).level(), info.level);
}

TEST(CpuBackend, RefusesALevelTheMachineLacks) {
    if (cpu_info().level == CpuLevel::amx) GTEST_SKIP() << "this machine has every level";
    try {
        CpuBackend be({.level = CpuLevel::amx});
        ADD_FAILURE();
    } catch (const Error& e) {
        EXPECT_EQ(e.fault(), Fault::device);
    }
}

TEST(CpuBackend, StorageIsAlignedAndReused) {
    CpuBackend be({.threads = 1});
    const std::byte* first = nullptr;
    {
        const Tensor a = be.allocate(DType::F32, Shape{31, 7});
        first = cpu_data<std::byte>(a);
        EXPECT_EQ(reinterpret_cast<uintptr_t>(first) % 64, 0u);
        EXPECT_EQ(be.storage_pool().cached_bytes(), 0u);
    }
    EXPECT_GE(be.storage_pool().cached_bytes(), 31u * 7 * 4);
    const Tensor b = be.allocate(DType::F32, Shape{7, 31});
    EXPECT_EQ(cpu_data<std::byte>(b), first);
    EXPECT_EQ(be.storage_pool().cached_bytes(), 0u);
    const Tensor c = b;  // shares
    EXPECT_EQ(cpu_data<std::byte>(c), first);
    EXPECT_NE(cpu_data<std::byte>(be.allocate(DType::F32, Shape{7, 31})), first);
}

TEST(CpuBackend, TheCacheIsCapped) {
    CpuBackend be({.threads = 1});
    const auto quarter = static_cast<int64_t>(StoragePool::kMostCached / 4);
    {
        std::vector<Tensor> held;
        for (int i = 0; i < 7; ++i) held.push_back(be.allocate(DType::I32, Shape{quarter / 4}));
        held.push_back(be.allocate(DType::I32, Shape{quarter * 2}));  // larger than the whole cache
    }
    EXPECT_LE(be.storage_pool().cached_bytes(), StoragePool::kMostCached);
    EXPECT_GT(be.storage_pool().cached_bytes(), 0u);
}

TEST(CpuBackend, TensorsMayDieOnAnotherThread) {
    CpuBackend be({.threads = 1});
    Tensor a = be.allocate(DType::F32, Shape{100});
    std::thread([moved = std::move(a)]() mutable { moved = {}; }).join();
    EXPECT_GT(be.storage_pool().cached_bytes(), 0u);
}

TEST(CpuBackend, TooMuchMemoryIsASentence) {
    CpuBackend be({.threads = 1});
    for (const Shape& shape : {Shape{int64_t{1} << 46}, Shape{int64_t{1} << 40, int64_t{1} << 40}, Shape{std::numeric_limits<int64_t>::max()}}) {
        try {
            be.allocate(DType::F32, shape);
            ADD_FAILURE() << shape.text();
        } catch (const Error& e) {
            EXPECT_EQ(e.fault(), Fault::memory);
        }
    }
    EXPECT_NO_THROW(be.allocate(DType::F32, Shape{10}));
}

TEST(CpuBackend, UploadWidensAndReadsBack) {
    CpuBackend be({.threads = 1});
    for (const DType dtype : {DType::F32, DType::F16, DType::BF16}) {
        const auto x = test::random_tensor(dtype, Shape{5, 9}, 1);
        EXPECT_TRUE(test::same_bits(be.read_floats(be.upload_f32(x.host())), x.values));
        std::vector<std::byte> back(x.bytes.size());
        be.read(be.upload(x.host()), back);
        EXPECT_EQ(back, x.bytes);
    }
    EXPECT_EQ(be.allocate(DType::F32, Shape{0, 4}).bytes(), 0u);
    EXPECT_TRUE(be.read_floats(be.allocate(DType::F32, Shape{0, 4})).empty());
}

// Weights from a mapped file lie at any multiple of their element size.
TEST(CpuBackend, PacksUnalignedWeights) {
    CpuBackend be({.threads = 1});
    const auto w = test::random_tensor(DType::BF16, Shape{5, 9}, 1), x = test::random_tensor(DType::F32, Shape{2, 9}, 2);
    std::vector<std::byte> shifted(w.bytes.size() + 2);
    std::copy(w.bytes.begin(), w.bytes.end(), shifted.begin() + 2);
    const Tensor tx = be.upload(x.host());
    const Tensor a = be.matmul(tx, be.pack_weight(w.host()), {});
    const Tensor b = be.matmul(tx, be.pack_weight({DType::BF16, w.shape, shifted.data() + 2}), {});
    EXPECT_TRUE(test::same_bits(be.read_floats(a), be.read_floats(b)));
}

TEST(CpuBackend, CancelEndsLongOps) {
    CpuBackend be({.threads = 2, .level = CpuLevel::scalar});
    const auto x = test::random_tensor(DType::F32, Shape{2000, 512}, 1), w = test::random_tensor(DType::BF16, Shape{2048, 512}, 2);
    const Tensor tx = be.upload(x.host()), tw = be.pack_weight(w.host());
    std::stop_source stop;
    be.set_stop(stop.get_token());
    std::thread later([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        stop.request_stop();
    });
    const auto cancelled = [&](auto&& work) {
        try {
            work();
        } catch (const Error& e) {
            return e.fault() == Fault::cancelled;
        }
        return false;
    };
    EXPECT_TRUE(cancelled([&] { for (int i = 0; i < 1000; ++i) be.matmul(tx, tw, {}); }));
    later.join();
    EXPECT_TRUE(cancelled([&] { be.add(tx, tx); }));
    EXPECT_TRUE(cancelled([&] { be.pack_weight(w.host()); }));
    be.set_stop({});
    EXPECT_NO_THROW(be.add(tx, tx));
}

}  // namespace
}  // namespace lectern
