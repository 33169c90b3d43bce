#include "app/cli/interrupt.h"

#include <pthread.h>
#include <signal.h>

namespace lectern {

static sigset_t watched_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (int s : {SIGINT, SIGTERM, SIGUSR1}) sigaddset(&set, s);  // the last wakes the watcher to end it
    struct sigaction hangup {};
    sigaction(SIGHUP, nullptr, &hangup);
    if (hangup.sa_handler != SIG_IGN) sigaddset(&set, SIGHUP);  // under nohup reading goes on
    return set;
}

static void watch(std::stop_token end, std::stop_source stop) {
    const sigset_t set = watched_signals();
    for (;;) {
        int signal = 0;
        if (sigwait(&set, &signal) != 0 || end.stop_requested()) return;
        if (signal == SIGUSR1) continue;
        if (!stop.request_stop()) ::_exit(130);  // asked before, and it takes too long
    }
}

Interrupt::Interrupt() {
    const sigset_t set = watched_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);  // threads made later inherit it: only the watcher takes them
    watcher_ = std::jthread([stop = stop_](std::stop_token end) { watch(end, stop); });
}

Interrupt::~Interrupt() {
    watcher_.request_stop();
    pthread_kill(watcher_.native_handle(), SIGUSR1);
}

}  // namespace lectern
