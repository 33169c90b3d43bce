// VkResult → Error.
#pragma once

#include <vulkan/vulkan.h>

#include <stdexcept>
#include <string_view>

namespace lectern {

[[noreturn]] void throw_vulkan(VkResult result, std::string_view attempted);

// `attempted` finishes "Could not …".
inline void check(VkResult result, std::string_view attempted) {
    if (result < 0) throw_vulkan(result, attempted);
}

// A bug of ours; checked in every build, because the driver would not notice.
inline void require(bool holds, const char* broken) {
    if (!holds) throw std::logic_error(broken);
}

}  // namespace lectern
