#include "tests/support/tiny_deepseek.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "core/model/json_repair.h"
#include "tests/support/generated.h"

namespace lectern::test {

static constexpr int32_t kFirstMark = 256, kEnd = 257, kImage = 258, kFirstPiece = 272;
static constexpr std::array<const char*, 13> kMarks = {"<｜begin▁of▁sentence｜>",
                                                       "<｜end▁of▁sentence｜>",
                                                       "<image>",
                                                       "<|ref|>",
                                                       "<|/ref|>",
                                                       "<|det|>",
                                                       "<|/det|>",
                                                       "<|grounding|>",
                                                       "<td>",
                                                       "</td>",
                                                       "<tr>",
                                                       "</tr>",
                                                       "<｜▁pad▁｜>"};

// A byte as tokenizer.json spells it.
static std::string spelled(uint8_t byte) {
    const auto shown = [](int b) { return (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174; };
    if (shown(byte)) return encode_utf8(byte);
    uint32_t other = 256;
    for (int b = 0; b < byte; ++b) other += !shown(b);
    return encode_utf8(other);
}

// Every byte is a token, then come the marks, then the pieces; no merges.
static Json tokenizer_with(const std::vector<std::string>& pieces) {
    Json vocab = Json::object(), added = Json::array();
    for (int b = 0; b < 256; ++b) vocab[spelled(static_cast<uint8_t>(b))] = b;
    int32_t id = kFirstMark;
    for (const char* mark : kMarks)
        added.push_back({{"id", id++},
                         {"content", mark},
                         {"single_word", false},
                         {"lstrip", false},
                         {"rstrip", false},
                         {"normalized", false},
                         {"special", true}});
    id = kFirstPiece;
    for (const std::string& piece : pieces) {
        std::string name;
        for (const char c : piece) name += spelled(static_cast<uint8_t>(c));
        if (vocab.contains(name)) throw std::invalid_argument("a piece comes twice: " + piece);
        vocab[name] = id++;
    }
    const Json bytes = {
        {"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", true}, {"use_regex", true}};
    return {{"version", "1.0"},      {"added_tokens", added},
            {"normalizer", nullptr}, {"pre_tokenizer", bytes},
            {"decoder", bytes},      {"model", {{"type", "BPE"}, {"vocab", vocab}, {"merges", Json::array()}}}};
}

static Fixture with_vocabulary(int version, const std::vector<std::string>& pieces) {
    const auto size = static_cast<int64_t>(kFirstPiece + pieces.size());
    Fixture f = read_fixture(version == 1 ? "tests/data/parity/deepseek_ocr/tiles/fixture.json"
                                          : "tests/data/parity/deepseek_ocr_2/base/fixture.json");
    Json& config = f.files.at("config.json");
    for (Json* part : {&config, &config["language_config"]}) {
        (*part)["vocab_size"] = size;
        (*part)["bos_token_id"] = kFirstMark;
        (*part)["eos_token_id"] = kEnd;
    }
    config["image_token_id"] = kImage;
    f.files["generation_config.json"] = {{"bos_token_id", kFirstMark}, {"eos_token_id", kEnd}};
    f.files["tokenizer.json"] = tokenizer_with(pieces);
    for (Fixture::Tensor& t : f.tensors)
        if (t.name == "model.embed_tokens.weight" || t.name == "lm_head.weight") t.shape[0] = size;
    return f;
}

Fixture tiny_deepseek(int version) {
    return with_vocabulary(version, {});
}

// Row of a token: signs, nearly at right angles to every other token's.
static std::vector<float> signs(int64_t token, int64_t width) {
    std::vector<float> row;
    for (int64_t i = 0; i < width; ++i)
        row.push_back(signed_unit(fnv1a("token " + std::to_string(token)), static_cast<size_t>(i)) < 0 ? -1.0f : 1.0f);
    return row;
}

Fixture scripted_deepseek(int version, const std::vector<std::string>& answer) {
    std::vector<std::string> pieces;
    std::vector<int32_t> said = {'.'};
    for (const std::string& piece : answer) {
        const auto mark = std::find(kMarks.begin(), kMarks.end(), piece);
        said.push_back(mark != kMarks.end() ? kFirstMark + static_cast<int32_t>(mark - kMarks.begin())
                                            : kFirstPiece + static_cast<int32_t>(pieces.size()));
        if (mark == kMarks.end()) pieces.push_back(piece);
    }
    said.push_back(kEnd);
    Fixture f = with_vocabulary(version, pieces);
    for (Fixture::Tensor& t : f.tensors) {
        // Nothing is added to a token's embedding: it alone decides.
        if (t.name.starts_with("model.layers.") &&
            (t.name.ends_with("o_proj.weight") || t.name.ends_with("down_proj.weight")))
            t.scale = 0;
        if (t.name == "model.norm.weight") t.scale = 0;
        if (t.name != "model.embed_tokens.weight" && t.name != "lm_head.weight") continue;
        t.values.assign(static_cast<size_t>(t.shape[0] * t.shape[1]), 0);
        const bool head = t.name == "lm_head.weight";
        const auto put = [&](int64_t row, int64_t token) {
            const std::vector<float> values = signs(token, t.shape[1]);
            std::copy(values.begin(), values.end(), t.values.begin() + row * t.shape[1]);
        };
        for (int64_t token = 0; !head && token < t.shape[0]; ++token) put(token, token);
        for (size_t i = 0; head && i + 1 < said.size(); ++i) put(said[i + 1], said[i]);
    }
    return f;
}

}  // namespace lectern::test
