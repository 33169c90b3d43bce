// Unicode normalisation before the split.
#pragma once

#include <string>
#include <string_view>

namespace lectern {

enum class NormalForm { nfc, nfd, nfkc, nfkd };

std::string normalize_utf8(std::string_view text, NormalForm form);  // text: valid UTF-8

}  // namespace lectern
