// Drafter: tokens proposed ahead of the model (speculative decoding). One per answer.
#pragma once

#include <cstdint>
#include <vector>

namespace lectern {

// generate() runs what is proposed together with the last chosen token in one forward and keeps the tokens up to the
// first that the model would not have chosen itself: a proposal changes how long an answer takes, never the answer.
class Drafter {
   public:
    virtual ~Drafter() = default;
    virtual void add(int32_t id) = 0;                            // a token was chosen
    virtual std::vector<int32_t> propose(int64_t most) = 0;      // up to `most` tokens that may follow; may be none
};

}  // namespace lectern
