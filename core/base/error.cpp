#include "core/base/error.h"

#include <cctype>

namespace lectern {

static std::string sentence(const ErrorParts& p) {
    std::string s = "Could not " + p.attempted;
    if (!p.subject.empty()) s += " (" + p.subject + ")";
    if (!p.expected.empty()) s += ": expected " + p.expected;
    if (!p.found.empty()) s += (p.expected.empty() ? ": " : ", found ") + p.found;
    s += ".";
    if (!p.advice.empty()) {
        std::string advice = p.advice;
        advice[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(advice[0])));
        s += " " + advice + ".";
    }
    return s;
}

Error::Error(ErrorParts parts) : std::runtime_error(sentence(parts)), parts_(std::move(parts)) {}

int exit_code(Fault fault) {
    switch (fault) {
        case Fault::argument: return 2;
        case Fault::input:
        case Fault::encrypted: return 3;
        case Fault::model: return 4;
        case Fault::device:
        case Fault::memory: return 5;
        case Fault::output: return 6;
        case Fault::cancelled: return 130;
    }
    return 3;
}

}  // namespace lectern
