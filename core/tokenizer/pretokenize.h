// Pre-tokenizer: cuts text into the pieces that byte-pair merges never cross.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

// What becomes of a match of the pattern, in the words of tokenizer.json.
enum class SplitBehavior { isolated, removed, merged_with_previous, merged_with_next, contiguous };

// One Split step. Pieces are views into the text given.
class Splitter {
 public:
    // `pattern` is a regular expression (UTF, Unicode properties) or, with literal, plain text. `invert`: what lies
    // between the matches is treated as the match. Throws Error{Fault::model} when the pattern does not compile.
    Splitter(const std::string& pattern, bool literal, SplitBehavior behavior, bool invert);
    ~Splitter();
    Splitter(Splitter&&) noexcept;
    Splitter& operator=(Splitter&&) noexcept;

    void split(std::string_view text, std::vector<std::string_view>& pieces) const;  // text: valid UTF-8

 private:
    struct Regex;
    std::unique_ptr<Regex> regex_;
    SplitBehavior behavior_;
    bool invert_;
};

// Split by the rule a ByteLevel step applies with use_regex (GPT-2's).
Splitter make_gpt2_splitter();

}  // namespace lectern
