// Shell completions of a command tree.
#pragma once

#include <string>

#include "packaging/linux/manual/command_text.h"

namespace lectern {

std::string bash_completion(const CommandText& program);
std::string zsh_completion(const CommandText& program);
std::string fish_completion(const CommandText& program);

}  // namespace lectern
