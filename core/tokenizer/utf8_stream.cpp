#include "core/tokenizer/utf8_stream.h"

#include <cstddef>
#include <cstdint>

namespace lectern {

namespace {

struct Step {
    size_t length;  // bytes looked at: a character, or the longest run that began like one
    enum { whole, broken, cut } kind;
};

}  // namespace

static constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// The Unicode standard's table of well-formed sequences (3-7): only the second byte has varying bounds.
static Step next_character(std::string_view s) {
    const auto byte = [&](size_t i) { return static_cast<uint8_t>(s[i]); };
    const uint8_t lead = byte(0);
    if (lead < 0x80) return {1, Step::whole};
    const size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                          : lead >= 0xE0 && lead <= 0xEF ? 3
                          : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                         : 0;
    if (length == 0) return {1, Step::broken};
    const uint8_t least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const uint8_t most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    for (size_t i = 1; i < length; ++i) {
        if (i == s.size()) return {i, Step::cut};
        if (byte(i) < (i == 1 ? least : 0x80) || byte(i) > (i == 1 ? most : 0xBF)) return {i, Step::broken};
    }
    return {length, Step::whole};
}

std::string Utf8Stream::add(std::string_view bytes) {
    held_ += bytes;
    std::string out;
    std::string_view rest = held_;
    while (!rest.empty()) {
        const Step step = next_character(rest);
        if (step.kind == Step::cut) break;
        out += step.kind == Step::whole ? rest.substr(0, step.length) : kReplacement;
        rest.remove_prefix(step.length);
    }
    held_.erase(0, held_.size() - rest.size());
    return out;
}

std::string Utf8Stream::finish() {
    const std::string out(held_.empty() ? "" : kReplacement);
    held_.clear();
    return out;
}

}  // namespace lectern
