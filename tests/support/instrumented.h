// Whether a sanitizer is built into this program: what it keeps for itself hides what the program takes.
#pragma once

namespace lectern::test {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kInstrumented = true;
#else
inline constexpr bool kInstrumented = false;
#endif

}  // namespace lectern::test
