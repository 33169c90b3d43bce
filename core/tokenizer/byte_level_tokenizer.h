// The tokenizer a tokenizer.json of the byte-level BPE kind describes, as values, and the steps over them.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "core/tokenizer/added_tokens.h"
#include "core/tokenizer/bpe.h"
#include "core/tokenizer/normalize.h"
#include "core/tokenizer/pretokenize.h"
#include "core/tokenizer/tokenizer.h"

namespace lectern {

struct AddedToken {
    std::string content;
    int32_t id = 0;
    bool special = false;
    bool normalized = false;  // looked for after normalisation, among what the others left
};

struct TokenizerParts {
    std::unordered_map<std::string, int32_t> vocabulary;  // spelling in the byte-level alphabet → id
    std::vector<Bpe::Merge> merges;
    Bpe::Settings bpe;
    std::vector<AddedToken> added;
    std::vector<NormalForm> normalizers;
    std::vector<Splitter> splitters;
    bool prefix_space = false;  // every piece of the split begins with a blank, one is added where it does not
};

class ByteLevelTokenizer : public Tokenizer {
 public:
    explicit ByteLevelTokenizer(TokenizerParts parts);
    std::vector<int32_t> encode(std::string_view text, bool match_special) const override;
    std::string decode(std::span<const int32_t> ids) const override;
    std::string_view bytes(int32_t id) const override;
    std::optional<int32_t> id_of(std::string_view token) const override;
    int64_t size() const override { return static_cast<int64_t>(bytes_.size()); }

 private:
    void encode_ordinary(std::string_view text, std::vector<int32_t>& ids) const;
    std::string normalized(std::string_view text) const;

    TokenizerParts parts_;
    Bpe bpe_;
    AddedTokens raw_, after_normalizing_;
    std::unordered_map<std::string, int32_t> added_ids_;
    std::vector<std::string> bytes_;  // by id
};

}  // namespace lectern
