#include "core/compute/cpu/thread_pool.h"

#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <set>
#include <string>
#include <system_error>

#include "core/base/error.h"
#include "core/compute/cpu/cpu_backend_api.h"

namespace lectern {

constexpr uint64_t kClosed = 1u << 16;
constexpr uint64_t kActive = kClosed - 1;
constexpr int kGenerationShift = 17;
// Ops of one forward follow each other within a few microseconds; longer gaps are somebody else's time.
constexpr auto kSpin = std::chrono::microseconds(60);

static inline void pause() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#else
    std::this_thread::yield();
#endif
}

// Looks at `ready` for up to kSpin.
template <class Ready>
static bool spin_until(Ready ready) {
    const auto end = std::chrono::steady_clock::now() + kSpin;
    do {
        for (int i = 0; i < 32; ++i) {
            if (ready()) return true;
            pause();
        }
    } while (std::chrono::steady_clock::now() < end);
    return ready();
}

void lower_thread_priority() {
    constexpr int kNice = 3;
    const auto id = static_cast<id_t>(syscall(SYS_gettid));
    // Failure is harmless: the thread keeps the priority it has.
    (void)setpriority(PRIO_PROCESS, id, std::min(19, getpriority(PRIO_PROCESS, id) + kNice));
}

ThreadPool::ThreadPool(int threads) : shares_(static_cast<size_t>(std::max(1, threads))) {
    workers_.reserve(static_cast<size_t>(std::max(0, threads - 1)));
    try {
        for (int t = 1; t < threads; ++t) workers_.emplace_back([this, t] { worker_loop(t); });
    } catch (const std::system_error&) {
        // The system gives no more: those there are take the shares of the others.
    }
}

ThreadPool::~ThreadPool() {
    {
        std::lock_guard lock(mutex_);
        quit_.store(true);
    }
    work_ready_.notify_all();
}

// The next chunk of this thread's share, else of another's; -1 when all are taken.
int64_t ThreadPool::take_chunk(int thread) {
    for (size_t i = 0; i < shares_.size(); ++i) {
        Share& share = shares_[(static_cast<size_t>(thread) + i) % shares_.size()];
        if (share.next.load(std::memory_order_relaxed) >= share.end) continue;
        const int64_t chunk = share.next.fetch_add(1, std::memory_order_relaxed);
        if (chunk < share.end) return chunk;
    }
    return -1;
}

void ThreadPool::work(int thread) {
    while (!job_.ended.load(std::memory_order_relaxed)) {
        if (stop_.stop_requested()) {
            job_.cancelled.store(true, std::memory_order_relaxed);
            job_.ended.store(true, std::memory_order_relaxed);
            return;
        }
        const int64_t chunk = take_chunk(thread);
        if (chunk < 0) return;
        try {
            job_.function(job_.body, chunk, thread);
        } catch (...) {
            std::lock_guard lock(mutex_);
            if (!error_) error_ = std::current_exception();
            job_.ended.store(true, std::memory_order_relaxed);
        }
    }
}

// Enters the job if a new one is open; remembers generations that were missed.
bool ThreadPool::join_next(uint64_t& seen) {
    uint64_t state = state_.load(std::memory_order_acquire);
    while (state >> kGenerationShift != seen) {
        if (state & kClosed) {
            seen = state >> kGenerationShift;
            return false;
        }
        if (state_.compare_exchange_weak(state, state + 1, std::memory_order_acq_rel)) {
            seen = state >> kGenerationShift;
            return true;
        }
    }
    return false;
}

void ThreadPool::leave() {
    const uint64_t before = state_.fetch_sub(1);
    if ((before & kActive) == 1 && (before & kClosed) && caller_sleeps_.load()) {
        std::lock_guard lock(mutex_);
        workers_left_.notify_one();
    }
}

void ThreadPool::worker_loop(int thread) {
    lower_thread_priority();
    uint64_t seen = 0;
    while (!quit_.load(std::memory_order_relaxed)) {
        bool joined = false;
        spin_until([&] { return (joined = join_next(seen)) || quit_.load(std::memory_order_relaxed); });
        if (joined) {
            work(thread);
            leave();
            continue;
        }
        std::unique_lock lock(mutex_);
        sleepers_.fetch_add(1);
        work_ready_.wait(lock, [&] { return quit_.load() || state_.load() >> kGenerationShift != seen; });
        sleepers_.fetch_sub(1);
    }
}

void ThreadPool::wait_for_workers() {
    const auto left = [this] { return (state_.load(std::memory_order_acquire) & kActive) == 0; };
    if (spin_until(left)) return;
    std::unique_lock lock(mutex_);
    caller_sleeps_.store(true);
    workers_left_.wait(lock, [this] { return (state_.load() & kActive) == 0; });
    caller_sleeps_.store(false);
}

void ThreadPool::run(int64_t chunks, Function function, void* body) {
    job_.function = function;
    job_.body = body;
    const auto threads = static_cast<int64_t>(shares_.size());
    for (int64_t t = 0; t < threads; ++t) {
        Share& share = shares_[static_cast<size_t>(t)];
        share.next.store(chunks * t / threads, std::memory_order_relaxed);
        share.end = chunks * (t + 1) / threads;
    }
    job_.ended.store(false, std::memory_order_relaxed);
    job_.cancelled.store(false, std::memory_order_relaxed);
    error_ = nullptr;
    const bool shared = chunks > 1 && !workers_.empty();
    if (shared) {
        const uint64_t generation = (state_.load() >> kGenerationShift) + 1;
        state_.store(generation << kGenerationShift);
        if (sleepers_.load() > 0) {
            std::lock_guard lock(mutex_);
            work_ready_.notify_all();
        }
    }
    work(0);
    if (shared) {
        state_.fetch_or(kClosed);
        wait_for_workers();
    }
    if (error_) std::rethrow_exception(error_);
    if (job_.cancelled.load(std::memory_order_relaxed))
        throw Error({.fault = Fault::cancelled, .attempted = "finish the computation", .found = "it was stopped"});
}

// -- how many cores

// Quota of this process's control group in cores, 0 when there is none. Version 2 has "max 100000" or "200000 100000".
static double control_group_cores() {
    std::ifstream groups("/proc/self/cgroup");
    double cores = 0;
    for (std::string line; std::getline(groups, line);) {
        if (!line.starts_with("0::")) continue;
        for (std::string path = line.substr(3);; path.erase(path.find_last_of('/'))) {
            std::ifstream file("/sys/fs/cgroup" + path + "/cpu.max");
            double quota = 0, period = 0;
            if (file >> quota >> period && period > 0)
                cores = cores > 0 ? std::min(cores, quota / period) : quota / period;
            if (path.find('/') == std::string::npos) break;
        }
    }
    std::ifstream quota_v1("/sys/fs/cgroup/cpu/cpu.cfs_quota_us"), period_v1("/sys/fs/cgroup/cpu/cpu.cfs_period_us");
    double quota = 0, period = 0;
    if (quota_v1 >> quota && period_v1 >> period && quota > 0 && period > 0) cores = quota / period;
    return cores;
}

int usable_cores() {
    cpu_set_t mask;
    CPU_ZERO(&mask);
    if (sched_getaffinity(0, sizeof mask, &mask) != 0)
        return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    std::set<std::string> cores;  // hyper-threads of one core share their list of siblings
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
        if (!CPU_ISSET(cpu, &mask)) continue;
        std::ifstream file("/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/thread_siblings_list");
        std::string siblings;
        cores.insert(file >> siblings ? siblings : std::to_string(cpu));
    }
    int count = std::max(1, static_cast<int>(cores.size()));
    if (const double quota = control_group_cores(); quota > 0)
        count = std::min(count, std::max(1, static_cast<int>(std::ceil(quota))));
    return count;
}

}  // namespace lectern
