// ThreadPool: threads that stay, spin briefly for the next job, then sleep. The calling thread works too.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <stop_token>
#include <thread>
#include <type_traits>
#include <vector>

namespace lectern {

class ThreadPool {
 public:
    explicit ThreadPool(int threads);  // the caller included; 1 starts none; fewer where the system gives no more
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    int size() const { return static_cast<int>(workers_.size()) + 1; }
    void set_stop(std::stop_token stop) { stop_ = std::move(stop); }

    // Calls body(chunk, thread) once for every chunk in [0, chunks), thread < size(), and returns when all are done.
    // Each thread begins with its own share of the chunks, the same from job to job, so that what one op leaves in a
    // core's cache is there for the next; who is done early helps the others.
    // One job at a time, not from inside a body. A body's exception is rethrown here, the rest of the chunks left out.
    // Between chunks the stop token is looked at: Error{Fault::cancelled}.
    template <class Body>
    void parallel_for(int64_t chunks, Body&& body) {
        using B = std::remove_reference_t<Body>;
        run(
            chunks, [](void* b, int64_t chunk, int thread) { (*static_cast<B*>(b))(chunk, thread); }, &body);
    }

 private:
    using Function = void (*)(void* body, int64_t chunk, int thread);
    struct alignas(64) Job {
        Function function = nullptr;
        void* body = nullptr;
        alignas(64) std::atomic<bool> ended{false};  // an exception or a cancel: take no further chunk
        std::atomic<bool> cancelled{false};
    };
    struct alignas(64) Share {
        std::atomic<int64_t> next{0};
        int64_t end = 0;
    };

    void run(int64_t chunks, Function function, void* body);
    void work(int thread);
    int64_t take_chunk(int thread);
    void worker_loop(int thread);
    bool join_next(uint64_t& seen);
    void leave();
    void wait_for_workers();

    Job job_;
    std::vector<Share> shares_;  // of each thread
    // generation << 17 | closed << 16 | workers inside the job. A worker enters only an open job, so the caller
    // never waits for a worker that the system has not scheduled yet.
    alignas(64) std::atomic<uint64_t> state_{1u << 16};
    std::atomic<int> sleepers_{0};
    std::atomic<bool> caller_sleeps_{false};
    std::atomic<bool> quit_{false};
    std::mutex mutex_;  // guards the two conditions and error_
    std::condition_variable work_ready_, workers_left_;
    std::exception_ptr error_;
    std::stop_token stop_;
    std::vector<std::jthread> workers_;
};

// Cores this process may use: affinity, control group quota, one per physical core.
int usable_cores();

}  // namespace lectern
