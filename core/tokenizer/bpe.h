// Byte-level byte-pair encoding: the merges of tokenizer.json.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace lectern {

// The byte-level alphabet: each byte as one printable code point, so that token spellings are text.
std::string byte_level_spelling(std::string_view bytes);
// Back again; false when a character is not of the alphabet.
bool byte_level_bytes(std::string_view spelling, std::string& bytes);

class Bpe {
 public:
    struct Merge {
        int32_t left, right, result;
    };
    struct Settings {
        bool ignore_merges = false;  // a piece that is a token as a whole is not looked into
        int32_t unknown = -1;        // for bytes without a token; -1: they are dropped
    };
    // `vocabulary`: spelling → id. Merges by falling priority; no pair twice.
    Bpe(const std::unordered_map<std::string, int32_t>& vocabulary, const std::vector<Merge>& merges,
        Settings settings);

    // Appends the ids of one pre-tokenised piece of bytes. Repeatedly merges the adjacent pair of best rank, leftmost
    // first.
    void encode(std::string_view piece, std::vector<int32_t>& ids) const;

 private:
    struct Ranked {
        int32_t rank, result;
    };
    static uint64_t pair(int32_t left, int32_t right) {
        return static_cast<uint64_t>(static_cast<uint32_t>(left)) << 32 | static_cast<uint32_t>(right);
    }
    const std::unordered_map<std::string, int32_t>& vocabulary_;
    std::unordered_map<uint64_t, Ranked> ranks_;
    std::vector<int32_t> byte_ids_;  // [256], -1: none
    Settings settings_;
};

}  // namespace lectern
