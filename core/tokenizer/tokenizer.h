// Tokenizer: text ↔ ids, as tokenizer.json says (byte-level BPE, added tokens, normaliser, pre-tokenizer, decoder).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lectern {

class Tokenizer {
 public:
    virtual ~Tokenizer() = default;
    // match_special: added tokens in the text become their ids (templates); false for text from users and documents.
    virtual std::vector<int32_t> encode(std::string_view text, bool match_special) const = 0;
    // Special tokens are dropped; broken UTF-8 becomes U+FFFD.
    virtual std::string decode(std::span<const int32_t> ids) const = 0;
    // The raw bytes one id stands for: empty for special and unknown ids. For streaming through Utf8Stream.
    virtual std::string_view bytes(int32_t id) const = 0;
    virtual std::optional<int32_t> id_of(std::string_view token) const = 0;  // added tokens by their exact spelling
    virtual int64_t size() const = 0;                                        // highest id + 1
};

// Throws Error{Fault::model} naming what in the file is missing, unknown or over a cap.
std::unique_ptr<Tokenizer> load_tokenizer(const std::filesystem::path& tokenizer_json);

}  // namespace lectern
