// Consecutive list items → one markdown list, nested by level, numbered as printed.
#pragma once

#include <span>
#include <string>

#include "core/document/document.h"

namespace lectern {

// Printed bullets become "-"; "3." and "3)" stay numbers. Where the printed numbers do not follow each other, a comment
// divides the lists, since markdown counts on by itself. Other labels ("a)", "iv.") stay in the text.
// `contents`: one per item.
std::string markdown_list(std::span<const Region* const> items, std::span<const std::string> contents);

}  // namespace lectern
