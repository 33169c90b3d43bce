// The SPIR-V compiled into the program, by name: "matmul_bf16".
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace lectern {

struct EmbeddedShader {
    std::string_view name;
    std::span<const uint32_t> words;
};

std::span<const EmbeddedShader> embedded_shaders();

}  // namespace lectern
