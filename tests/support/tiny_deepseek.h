// Tiny DeepSeek-OCR and DeepSeek-OCR-2 folders with a tokenizer: a parity fixture with room for a vocabulary of bytes.
#pragma once

#include <string>
#include <vector>

#include "tests/support/fixture.h"

namespace lectern::test {

// Random weights: answers nonsense. version: 1 or 2.
Fixture tiny_deepseek(int version);

// The same with a decoder that says `answer`, whatever it is shown, after a prompt that ends with a full stop: every
// token names the next. No piece may come twice; marks such as "<|ref|>" are the tokenizer's special tokens.
Fixture scripted_deepseek(int version, const std::vector<std::string>& answer);

}  // namespace lectern::test
