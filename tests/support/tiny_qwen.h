// A tiny Qwen2.5-VL folder with a tokenizer: the parity fixture "tied" with room for a byte-level vocabulary.
#pragma once

#include "tests/support/fixture.h"

namespace lectern::test {

// Ids of the marks in its tokenizer.
struct QwenMarks {
    int32_t endoftext = 700, im_start = 701, im_end = 702, vision_start = 703, vision_end = 704, image_pad = 705, video_pad = 706;
};

Fixture tiny_qwen();

}  // namespace lectern::test
