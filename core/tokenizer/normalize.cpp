#include "core/tokenizer/normalize.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include "core/base/error.h"

namespace lectern {

static const icu::Normalizer2* normalizer(NormalForm form, UErrorCode& status) {
    switch (form) {
        case NormalForm::nfc:
            return icu::Normalizer2::getNFCInstance(status);
        case NormalForm::nfd:
            return icu::Normalizer2::getNFDInstance(status);
        case NormalForm::nfkc:
            return icu::Normalizer2::getNFKCInstance(status);
        case NormalForm::nfkd:
            return icu::Normalizer2::getNFKDInstance(status);
    }
    return nullptr;
}

std::string normalize_utf8(std::string_view text, NormalForm form) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* n = normalizer(form, status);
    std::string out;
    if (U_SUCCESS(status)) {
        icu::StringByteSink<std::string> sink(&out);
        n->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())), sink, nullptr, status);
    }
    if (U_FAILURE(status)) {
        throw Error({.fault = Fault::model, .attempted = "normalise the text", .found = u_errorName(status)});
    }
    return out;
}

}  // namespace lectern
