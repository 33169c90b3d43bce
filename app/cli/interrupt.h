// Ctrl-C and termination become a stop token: work ends in order, finished pages are kept.
#pragma once

#include <stop_token>
#include <thread>

namespace lectern {

// One at a time, made before any other thread. The second signal ends the program at once.
class Interrupt {
 public:
    Interrupt();
    ~Interrupt();
    std::stop_token token() const { return stop_.get_token(); }
    bool requested() const { return stop_.stop_requested(); }

 private:
    std::stop_source stop_;
    std::jthread watcher_;
};

}  // namespace lectern
