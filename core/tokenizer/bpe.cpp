// Sennrich et al. 2016 on the byte alphabet of GPT-2. A heap over a linked list: n log n, so one long piece is no
// attack.
#include "core/tokenizer/bpe.h"

#include <queue>

namespace lectern {

namespace {

struct Candidate {
    int32_t rank;
    int32_t position;  // of the left one
    int32_t left, right, result;
    bool operator<(const Candidate& o) const { return rank != o.rank ? rank > o.rank : position > o.position; }
};

struct Symbol {
    int32_t id;  // -1: merged away
    int32_t previous, next;
};

}  // namespace

static bool stands_for_itself(int b) {
    return (b >= 0x21 && b <= 0x7E) || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
}

// [256] code point of each byte: printable Latin-1 as it is, the other 68 from U+0100 on.
static std::vector<int32_t> byte_alphabet() {
    std::vector<int32_t> code(256);
    int32_t next = 0x100;
    for (int b = 0; b < 256; ++b) code[static_cast<size_t>(b)] = stands_for_itself(b) ? b : next++;
    return code;
}

std::string byte_level_spelling(std::string_view bytes) {
    static const std::vector<int32_t> code = byte_alphabet();
    std::string s;
    for (const char c : bytes) {
        const int32_t p = code[static_cast<uint8_t>(c)];
        if (p < 0x80) {
            s += static_cast<char>(p);
        } else {
            s += static_cast<char>(0xC0 | p >> 6);
            s += static_cast<char>(0x80 | (p & 0x3F));
        }
    }
    return s;
}

bool byte_level_bytes(std::string_view spelling, std::string& bytes) {
    static const std::vector<int32_t> byte_of = [] {
        std::vector<int32_t> inverse(0x144, -1);
        const std::vector<int32_t> code = byte_alphabet();
        for (size_t b = 0; b < 256; ++b) inverse[static_cast<size_t>(code[b])] = static_cast<int32_t>(b);
        return inverse;
    }();
    bytes.clear();
    for (size_t i = 0; i < spelling.size(); ++i) {
        size_t p = static_cast<uint8_t>(spelling[i]);
        if (p >= 0x80) {
            if (p < 0xC2 || p > 0xC5 || i + 1 == spelling.size()) return false;
            p = (p & 0x1F) << 6 | (static_cast<uint8_t>(spelling[++i]) & 0x3F);
        }
        if (p >= byte_of.size() || byte_of[p] < 0) return false;
        bytes += static_cast<char>(byte_of[p]);
    }
    return true;
}

Bpe::Bpe(const std::unordered_map<std::string, int32_t>& vocabulary, const std::vector<Merge>& merges,
         Settings settings)
    : vocabulary_(vocabulary), byte_ids_(256, settings.unknown), settings_(settings) {
    for (size_t b = 0; b < 256; ++b) {
        const char c = static_cast<char>(b);
        const auto it = vocabulary.find(byte_level_spelling({&c, 1}));
        if (it != vocabulary.end()) byte_ids_[b] = it->second;
    }
    ranks_.reserve(merges.size());
    for (size_t i = 0; i < merges.size(); ++i) {
        ranks_.emplace(pair(merges[i].left, merges[i].right), Ranked{static_cast<int32_t>(i), merges[i].result});
    }
}

void Bpe::encode(std::string_view piece, std::vector<int32_t>& ids) const {
    if (settings_.ignore_merges) {
        const auto it = vocabulary_.find(byte_level_spelling(piece));
        if (it != vocabulary_.end()) return ids.push_back(it->second);
    }
    std::vector<Symbol> symbols;
    symbols.reserve(piece.size());
    for (const char c : piece) {
        const int32_t id = byte_ids_[static_cast<uint8_t>(c)];
        if (id < 0) continue;
        const auto n = static_cast<int32_t>(symbols.size());
        symbols.push_back({id, n - 1, n + 1});
    }
    const auto at = [&](int32_t i) -> Symbol& { return symbols[static_cast<size_t>(i)]; };
    const auto count = static_cast<int32_t>(symbols.size());
    std::priority_queue<Candidate> heap;
    const auto consider = [&](int32_t left) {
        if (left < 0 || at(left).next >= count) return;
        const int32_t right = at(left).next;
        const auto it = ranks_.find(pair(at(left).id, at(right).id));
        if (it != ranks_.end()) heap.push({it->second.rank, left, at(left).id, at(right).id, it->second.result});
    };
    for (int32_t i = 0; i + 1 < count; ++i) consider(i);
    while (!heap.empty()) {
        const Candidate c = heap.top();
        heap.pop();
        Symbol& left = at(c.position);
        if (left.id != c.left || left.next >= count || at(left.next).id != c.right)
            continue;  // overtaken by another merge
        Symbol& right = at(left.next);
        left.id = c.result;
        right.id = -1;
        left.next = right.next;
        if (left.next < count) at(left.next).previous = c.position;
        consider(left.previous);
        consider(c.position);
    }
    for (int32_t i = 0; i < count; i = at(i).next) ids.push_back(at(i).id);
}

}  // namespace lectern
