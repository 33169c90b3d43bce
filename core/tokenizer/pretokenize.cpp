#include "core/tokenizer/pretokenize.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "core/base/error.h"

namespace lectern {

namespace {

template <auto release>
struct Release {
    template <class T>
    void operator()(T* p) const {
        release(p);
    }
};
using Code = std::unique_ptr<pcre2_code, Release<pcre2_code_free>>;
using MatchData = std::unique_ptr<pcre2_match_data, Release<pcre2_match_data_free>>;
using MatchContext = std::unique_ptr<pcre2_match_context, Release<pcre2_match_context_free>>;
using JitStack = std::unique_ptr<pcre2_jit_stack, Release<pcre2_jit_stack_free>>;

// A model file's pattern must not run away with a long text.
constexpr uint32_t kMatchLimit = 20'000'000;
constexpr size_t kJitStackBytes = size_t{8} << 20;

struct Range {
    std::string_view text;
    bool match;
};

}  // namespace

struct Splitter::Regex {
    Code code;
    std::vector<Range> ranges(std::string_view text) const;
};

static std::string pcre2_message(int error) {
    char buffer[256] = {};
    pcre2_get_error_message(error, reinterpret_cast<PCRE2_UCHAR*>(buffer), sizeof buffer);
    return buffer;
}

// The whole text as alternating matches and gaps, empty ones left out.
std::vector<Range> Splitter::Regex::ranges(std::string_view text) const {
    const MatchData data(pcre2_match_data_create_from_pattern(code.get(), nullptr));
    const MatchContext context(pcre2_match_context_create(nullptr));
    const JitStack stack(pcre2_jit_stack_create(32 * 1024, kJitStackBytes, nullptr));
    pcre2_set_match_limit(context.get(), kMatchLimit);
    pcre2_jit_stack_assign(context.get(), nullptr, stack.get());
    const auto* subject = reinterpret_cast<PCRE2_SPTR>(text.data());
    std::vector<Range> out;
    size_t start = 0, gap = 0;
    while (start < text.size()) {
        // The text is checked before it comes here, and once is enough.
        const int found = pcre2_match(code.get(), subject, text.size(), start, PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY,
                                      data.get(), context.get());
        if (found == PCRE2_ERROR_NOMATCH) break;
        if (found < 0) {
            throw Error({.fault = Fault::model,
                         .attempted = "split the text with the tokenizer's pattern",
                         .found = pcre2_message(found),
                         .advice = "use a shorter text"});
        }
        const size_t* bounds = pcre2_get_ovector_pointer(data.get());
        if (bounds[0] > gap) out.push_back({text.substr(gap, bounds[0] - gap), false});
        out.push_back({text.substr(bounds[0], bounds[1] - bounds[0]), true});
        start = gap = bounds[1];
    }
    if (gap < text.size()) out.push_back({text.substr(gap), false});
    return out;
}

// The reference's engine takes \s for Unicode's White_Space; PCRE2's adds U+180E, which has not been white since Unicode 6.3.
static std::string with_unicode_spaces(const std::string& pattern) {
    std::string out;
    for (size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '\\' || i + 1 == pattern.size()) {
            out += pattern[i];
            continue;
        }
        const char escaped = pattern[++i];
        out += '\\';
        if (escaped == 's' || escaped == 'S')
            out += escaped == 's' ? "p{White_Space}" : "P{White_Space}";
        else
            out += escaped;
    }
    return out;
}

Splitter::Splitter(const std::string& written, bool literal, SplitBehavior behavior, bool invert)
    : regex_(std::make_unique<Regex>()), behavior_(behavior), invert_(invert) {
    const std::string pattern = literal ? written : with_unicode_spaces(written);
    int error = 0;
    size_t where = 0;
    const uint32_t options = PCRE2_UTF | (literal ? PCRE2_LITERAL : PCRE2_UCP);
    regex_->code.reset(
        pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), options, &error, &where, nullptr));
    if (!regex_->code) {
        throw Error({.fault = Fault::model,
                     .attempted = "use the tokenizer's split pattern",
                     .subject = pattern.size() > 200 ? pattern.substr(0, 200) + "…" : pattern,
                     .expected = "a regular expression",
                     .found = pcre2_message(error) + " at character " + std::to_string(where),
                     .advice = "fetch tokenizer.json again"});
    }
    pcre2_jit_compile(regex_->code.get(), PCRE2_JIT_COMPLETE);  // without it matching is only slower
}

Splitter::~Splitter() = default;
Splitter::Splitter(Splitter&&) noexcept = default;
Splitter& Splitter::operator=(Splitter&&) noexcept = default;

static std::string_view join(std::string_view a, std::string_view b) {
    return {a.data(), a.size() + b.size()};
}

void Splitter::split(std::string_view text, std::vector<std::string_view>& pieces) const {
    bool after_match = false, glued = false;  // the last piece came from a match; it waits for what follows
    const size_t first = pieces.size();
    for (const Range& range : regex_->ranges(text)) {
        const bool match = range.match != invert_;
        bool join_last = false;
        switch (behavior_) {
            case SplitBehavior::isolated:
                break;
            case SplitBehavior::removed:
                if (match) continue;
                break;
            case SplitBehavior::merged_with_previous:
                join_last = match && !after_match;
                break;
            case SplitBehavior::merged_with_next:
                join_last = !match && glued;
                break;
            case SplitBehavior::contiguous:
                join_last = match == after_match;
                break;
        }
        if (join_last && pieces.size() > first) {
            pieces.back() = join(pieces.back(), range.text);
        } else {
            pieces.push_back(range.text);
        }
        after_match = match;
        glued = match;
    }
}

Splitter make_gpt2_splitter() {
    return Splitter(R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)", false,
                    SplitBehavior::isolated, false);
}

}  // namespace lectern
