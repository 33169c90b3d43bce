// Reflection: what a shader declares, read from its SPIR-V words, so that C++ cannot silently disagree with it.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string_view>

namespace lectern {

struct Reflection {
    std::span<const uint32_t> words;
    uint32_t bindings = 0;                           // storage buffers, numbered from 0 without a gap, all in set 0
    uint32_t push_bytes = 0;                         // of the push-constant block
    uint32_t written = 0;                            // bit n: binding n is not declared readonly
    std::map<std::string_view, uint32_t> constants;  // specialisation constants: name → id
};

// Throws std::logic_error for a shader that breaks the house rules (STYLE: binding 0 on, constant 0 the group size).
Reflection reflect(std::span<const uint32_t> words);

}  // namespace lectern
