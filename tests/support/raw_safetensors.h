// Bytes of safetensors files, whole or wrong on purpose.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>

namespace lectern::testing {

// Length field, header and data as given; nothing is checked.
inline std::string raw_safetensors(uint64_t header_length, const std::string& header, const std::string& data) {
    std::string s(8, '\0');
    std::memcpy(s.data(), &header_length, 8);
    return s + header + data;
}
inline std::string raw_safetensors(const std::string& header, const std::string& data) {
    return raw_safetensors(header.size(), header, data);
}

}  // namespace lectern::testing
