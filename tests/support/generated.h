// Values that follow from a name: the rule of the specifications' tiny checkpoints and of tests/reference/common.py.
#pragma once

#include <cstdint>
#include <string_view>

namespace lectern::test {

inline uint64_t fnv1a(std::string_view s) {
    uint64_t h = 0xcbf29ce484222325ull;
    for (const char c : s) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
    return h;
}

// Element i of the sequence that starts at `start` (splitmix64, its upper 24 bits), in [-1, 1).
inline double signed_unit(uint64_t start, uint64_t i) {
    constexpr uint64_t golden = 0x9E3779B97F4A7C15ull;
    uint64_t z = start + i * golden + golden;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    z ^= z >> 31;
    return 2 * (static_cast<double>(z >> 40) / 16777216.0) - 1;
}

}  // namespace lectern::test
