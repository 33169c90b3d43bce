// Manual pages in man(7)'s macros.
#pragma once

#include <string>

#include "packaging/linux/manual/command_text.h"

namespace lectern {

// `see_also`: names of other pages in section 1. Commands two levels down are sections of their parent's page.
std::string man_page(const CommandText& command, const std::string& version, const std::vector<std::string>& see_also);

}  // namespace lectern
