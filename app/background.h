// Background: short work (opening, saving) on threads of its own; results arrive on the thread of a QObject.
#pragma once

#include <QObject>
#include <atomic>
#include <list>
#include <memory>
#include <stop_token>
#include <thread>

namespace lectern {

class Background {
 public:
    // Asks running work to stop and waits for it.
    ~Background() = default;

    // Runs work(stop) on a new thread, then done(result) on the thread of `context`; nothing when `context` is gone.
    // `work` must not throw. To be called from one thread only.
    template <class Work, class Done>
    void run(QObject* context, Work work, Done done) {
        jobs_.remove_if([](const Job& job) { return job.finished->load(); });
        Job& job = jobs_.emplace_back();
        job.thread = std::jthread([context, finished = job.finished.get(), work = std::move(work),
                                   done = std::move(done)](std::stop_token stop) mutable {
            auto result = work(stop);
            QMetaObject::invokeMethod(
                context, [result = std::move(result), done = std::move(done)]() mutable { done(std::move(result)); },
                Qt::QueuedConnection);
            finished->store(true);
        });
    }
    void stop() {
        for (Job& job : jobs_) job.thread.request_stop();
    }

 private:
    struct Job {
        std::unique_ptr<std::atomic<bool>> finished = std::make_unique<std::atomic<bool>>(false);
        std::jthread thread;  // after `finished`: joined before it goes
    };
    std::list<Job> jobs_;
};

}  // namespace lectern
