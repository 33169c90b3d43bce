#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <numeric>
#include <stdexcept>

#include "core/base/error.h"
#include "core/compute/cpu/thread_pool.h"
#include "tests/support/instrumented.h"

namespace lectern {
namespace {

TEST(ThreadPool, EveryChunkRunsOnce) {
    for (const int threads : {1, 2, 3, 8}) {
        ThreadPool pool(threads);
        EXPECT_EQ(pool.size(), threads);
        for (const int64_t chunks : {0, 1, 2, 7, 1000}) {
            std::vector<std::atomic<int>> runs(static_cast<size_t>(chunks));
            pool.parallel_for(chunks, [&](int64_t chunk, int thread) {
                EXPECT_TRUE(thread >= 0 && thread < threads);
                ++runs[static_cast<size_t>(chunk)];
            });
            for (const auto& n : runs) EXPECT_EQ(n.load(), 1);
        }
    }
}

// Short jobs back to back, and after pauses long enough for the workers to fall asleep.
TEST(ThreadPool, ManySmallJobs) {
    ThreadPool pool(3);
    std::atomic<int64_t> total{0};
    for (int job = 0; job < 5000; ++job) {
        if (job % 1000 == 999) std::this_thread::sleep_for(std::chrono::milliseconds(2));
        pool.parallel_for(4, [&](int64_t chunk, int) { total += chunk + 1; });
    }
    EXPECT_EQ(total.load(), 5000 * 10);
}

TEST(ThreadPool, ExceptionsArrive) {
    ThreadPool pool(2);
    for (int i = 0; i < 20; ++i) {
        EXPECT_THROW(pool.parallel_for(100,
                                       [](int64_t chunk, int) {
                                           if (chunk == 40) throw std::runtime_error("forty");
                                       }),
                     std::runtime_error);
        int64_t after = 0;
        pool.parallel_for(1, [&](int64_t, int) { ++after; });  // the pool is fit for the next job
        EXPECT_EQ(after, 1);
    }
}

TEST(ThreadPool, StopIsSeenBetweenChunks) {
    for (const int threads : {1, 2}) {
        ThreadPool pool(threads);
        std::stop_source stop;
        pool.set_stop(stop.get_token());
        std::atomic<int64_t> runs{0};
        try {
            pool.parallel_for(1000, [&](int64_t, int) {
                if (++runs == 10) stop.request_stop();
            });
            ADD_FAILURE() << "not cancelled";
        } catch (const Error& e) {
            EXPECT_EQ(e.fault(), Fault::cancelled);
        }
        EXPECT_LT(runs.load(), 20);
        EXPECT_THROW(pool.parallel_for(1, [](int64_t, int) {}), Error);
        pool.set_stop({});
        EXPECT_NO_THROW(pool.parallel_for(1, [](int64_t, int) {}));
    }
}

// Threads want room for their stacks; where there is none, fewer do the work.
TEST(ThreadPool, FewerThreadsWhereTheSystemGivesNoMore) {
    if (test::kInstrumented) GTEST_SKIP() << "a sanitizer has the address space";
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_AS, &before), 0);
    int64_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    rlimit little = before;
    little.rlim_cur = static_cast<rlim_t>(pages * sysconf(_SC_PAGESIZE)) + 100'000'000;
    ASSERT_EQ(setrlimit(RLIMIT_AS, &little), 0);
    std::vector<std::atomic<int>> runs(1000);
    int threads = 0;
    {
        ThreadPool pool(256);
        setrlimit(RLIMIT_AS, &before);
        threads = pool.size();
        pool.parallel_for(1000, [&](int64_t chunk, int) { ++runs[static_cast<size_t>(chunk)]; });
    }
    EXPECT_LT(threads, 256);
    for (const auto& n : runs) EXPECT_EQ(n.load(), 1);
}

TEST(ThreadPool, CountsCores) {
    EXPECT_GE(usable_cores(), 1);
    EXPECT_LE(usable_cores(), static_cast<int>(std::thread::hardware_concurrency()));
}

}  // namespace
}  // namespace lectern
