// tokenizer.json → TokenizerParts. What the file says is done; what we cannot do is refused by name.
#include <algorithm>
#include <limits>
#include <unordered_set>

#include "core/base/json.h"
#include "core/tokenizer/byte_level_tokenizer.h"

namespace lectern {

static std::string type_of(const JsonFields& component) {
    return component.text("type");
}

// Components that come alone or as a Sequence of components under `list`.
template <class F>
static void for_each_component(const JsonFields& parent, const std::string& key, const std::string& list, F&& f,
                               int depth = 0) {
    if (!parent.has(key)) return;
    const JsonFields component = parent.object(key);
    if (type_of(component) != "Sequence") return f(component);
    const Json* members = component.array(list);
    if (!members) return component.refuse(list, "nothing", "an array");
    for (const Json& member : *members) {
        // A member is wrapped so that the same reader handles nested sequences.
        const Json wrapped = {{key, member}};
        if (depth > 4) return component.refuse(list, "sequences within sequences", "a plain list");
        for_each_component(JsonFields(wrapped, parent.file()), key, list, f, depth + 1);
    }
}

static void read_normalizers(const JsonFields& root, TokenizerParts& parts) {
    for_each_component(root, "normalizer", "normalizers", [&](const JsonFields& c) {
        const std::string type = type_of(c);
        if (type == "NFC") return parts.normalizers.push_back(NormalForm::nfc);
        if (type == "NFD") return parts.normalizers.push_back(NormalForm::nfd);
        if (type == "NFKC") return parts.normalizers.push_back(NormalForm::nfkc);
        if (type == "NFKD") return parts.normalizers.push_back(NormalForm::nfkd);
        c.refuse("type", "the normalizer " + type, "NFC, NFD, NFKC, NFKD or a Sequence of them");
    });
}

static SplitBehavior split_behavior(const JsonFields& c) {
    const std::string behavior = c.text_or("behavior", "Isolated");
    if (behavior == "Isolated") return SplitBehavior::isolated;
    if (behavior == "Removed") return SplitBehavior::removed;
    if (behavior == "MergedWithPrevious") return SplitBehavior::merged_with_previous;
    if (behavior == "MergedWithNext") return SplitBehavior::merged_with_next;
    if (behavior == "Contiguous") return SplitBehavior::contiguous;
    c.refuse("behavior", behavior, "Isolated, Removed, MergedWithPrevious, MergedWithNext or Contiguous");
    return SplitBehavior::isolated;
}

static Splitter read_split(const JsonFields& c) {
    const JsonFields pattern = c.object("pattern");
    const bool literal = pattern.has("String");
    const std::string text = pattern.text(literal ? "String" : "Regex");
    if (text.empty() || text.size() > caps::kPatternBytes) {
        pattern.refuse(literal ? "String" : "Regex", "a pattern of " + std::to_string(text.size()) + " bytes",
                       "1 to " + std::to_string(caps::kPatternBytes) + " bytes");
    }
    return Splitter(text, literal, split_behavior(c), c.boolean_or("invert", false));
}

static void read_pre_tokenizers(const JsonFields& root, TokenizerParts& parts) {
    bool byte_level = false;
    for_each_component(root, "pre_tokenizer", "pretokenizers", [&](const JsonFields& c) {
        const std::string type = type_of(c);
        if (byte_level) c.refuse("type", type + " after ByteLevel", "ByteLevel as the last step");
        if (type == "Split") {
            parts.splitters.push_back(read_split(c));
        } else if (type == "Digits") {
            const bool each = c.boolean_or("individual_digits", false);
            parts.splitters.emplace_back("\\p{N}", false, each ? SplitBehavior::isolated : SplitBehavior::contiguous,
                                         false);
        } else if (type == "ByteLevel") {
            byte_level = true;
            parts.prefix_space = c.boolean_or("add_prefix_space", false);
            if (c.boolean_or("use_regex", true)) parts.splitters.push_back(make_gpt2_splitter());
        } else {
            c.refuse("type", "the pre-tokenizer " + type, "Split, Digits, ByteLevel or a Sequence of them");
        }
    });
    if (!byte_level) root.refuse("pre_tokenizer", "no ByteLevel step", "a byte-level tokenizer");
}

// Neither adds nor removes text for us: we encode without the post-processor's extra tokens.
static void check_post_processor(const JsonFields& root) {
    for_each_component(root, "post_processor", "processors", [&](const JsonFields& c) {
        const std::string type = type_of(c);
        if (type != "ByteLevel" && type != "TemplateProcessing") {
            c.refuse("type", "the post-processor " + type, "ByteLevel, TemplateProcessing or a Sequence of them");
        }
    });
}

static void check_decoder(const JsonFields& root) {
    for_each_component(root, "decoder", "decoders", [&](const JsonFields& c) {
        const std::string type = type_of(c);
        if (type != "ByteLevel" && type != "Fuse") c.refuse("type", "the decoder " + type, "ByteLevel");
    });
}

static void read_vocabulary(const JsonFields& model, TokenizerParts& parts) {
    const JsonFields vocab = model.object("vocab");
    const auto most = static_cast<size_t>(caps::kVocabulary);
    if (vocab.raw().empty() || vocab.raw().size() > most) {
        model.refuse("vocab", std::to_string(vocab.raw().size()) + " tokens", "1 to " + std::to_string(most));
    }
    parts.vocabulary.reserve(vocab.raw().size());
    std::unordered_map<int32_t, const std::string*> spelling_of;
    spelling_of.reserve(vocab.raw().size());
    for (const auto& [spelling, value] : vocab.raw().get_ref<const Json::object_t&>()) {
        if (!value.is_number_unsigned() || value.get<uint64_t>() >= most) {
            vocab.refuse(spelling.substr(0, 80), describe_json(value), "an id from 0 to " + std::to_string(most - 1));
        }
        if (spelling.size() > caps::kTokenBytes) {
            model.refuse("vocab", "a token of " + std::to_string(spelling.size()) + " bytes",
                         "at most " + std::to_string(caps::kTokenBytes));
        }
        const auto id = value.get<int32_t>();
        const auto [it, added] = spelling_of.emplace(id, &spelling);
        if (!added)
            vocab.refuse(spelling.substr(0, 80),
                         "the id " + std::to_string(id) + ", which \"" + it->second->substr(0, 80) + "\" has",
                         "an id of its own");
        parts.vocabulary.emplace(spelling, id);
    }
}

// "left right" or ["left", "right"].
static std::pair<std::string, std::string> merge_sides(const JsonFields& model, const Json& merge, size_t number) {
    if (merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string()) {
        return {merge[0].get<std::string>(), merge[1].get<std::string>()};
    }
    if (merge.is_string()) {
        const auto& s = merge.get_ref<const std::string&>();
        const size_t blank = s.find(' ');
        if (blank != std::string::npos && s.find(' ', blank + 1) == std::string::npos)
            return {s.substr(0, blank), s.substr(blank + 1)};
    }
    model.refuse("merges", describe_json(merge) + " as number " + std::to_string(number),
                 "two spellings with one blank between, or an array of two");
    return {};
}

static void read_merges(const JsonFields& model, TokenizerParts& parts) {
    const Json* merges = model.array("merges");
    if (!merges) return model.refuse("merges", "nothing", "an array");
    if (merges->size() > caps::kMerges) {
        model.refuse("merges", std::to_string(merges->size()) + " merges", "at most " + std::to_string(caps::kMerges));
    }
    std::unordered_set<uint64_t> seen;
    seen.reserve(merges->size());
    parts.merges.reserve(merges->size());
    for (const Json& merge : *merges) {
        const size_t number = parts.merges.size();
        const auto [left, right] = merge_sides(model, merge, number);
        const auto id = [&](const std::string& spelling) {
            const auto it = parts.vocabulary.find(spelling);
            if (it != parts.vocabulary.end()) return it->second;
            model.refuse("merges", "\"" + spelling.substr(0, 80) + "\" in number " + std::to_string(number),
                         "spellings of the vocabulary");
            return 0;
        };
        const int32_t l = id(left), r = id(right);
        if (!seen.insert(static_cast<uint64_t>(l) << 32 | static_cast<uint32_t>(r)).second) {
            model.refuse("merges", "\"" + left.substr(0, 80) + " " + right.substr(0, 80) + "\" twice",
                         "each pair once");
        }
        parts.merges.push_back({l, r, id(left + right)});
    }
}

static void read_model(const JsonFields& root, TokenizerParts& parts) {
    const JsonFields model = root.object("model");
    const std::string type = model.text_or("type", "BPE");
    if (type != "BPE") model.refuse("type", type, "BPE");
    if (model.number_or("dropout", 0, 0, 1) != 0) model.refuse("dropout", "a number above 0", "null or 0");
    for (const char* affix : {"continuing_subword_prefix", "end_of_word_suffix"}) {
        if (!model.text_or(affix, "").empty())
            model.refuse(affix, describe_json(model.raw()[affix]), "an empty string or null");
    }
    if (model.boolean_or("byte_fallback", false)) model.refuse("byte_fallback", "true", "false");
    parts.bpe.ignore_merges = model.boolean_or("ignore_merges", false);
    read_vocabulary(model, parts);
    read_merges(model, parts);
    if (model.has("unk_token")) {
        const auto it = parts.vocabulary.find(model.text("unk_token"));
        if (it != parts.vocabulary.end()) parts.bpe.unknown = it->second;
    }
}

static AddedToken read_added_token(const JsonFields& fields) {
    AddedToken t;
    t.content = fields.text("content");
    t.id = static_cast<int32_t>(fields.integer("id", 0, caps::kVocabulary - 1));
    t.special = fields.boolean_or("special", false);
    t.normalized = fields.boolean_or("normalized", !t.special);
    for (const char* strip : {"lstrip", "rstrip", "single_word"}) {
        if (fields.boolean_or(strip, false))
            fields.refuse(strip, "true for \"" + t.content.substr(0, 80) + "\"", "false");
    }
    if (t.content.empty() || t.content.size() > caps::kTokenBytes) {
        fields.refuse("content", std::to_string(t.content.size()) + " bytes",
                      "1 to " + std::to_string(caps::kTokenBytes) + " bytes");
    }
    return t;
}

static void read_added_tokens(const JsonFields& root, TokenizerParts& parts) {
    const Json* added = root.array("added_tokens");
    if (!added) return;
    if (added->size() > caps::kVocabulary)
        root.refuse("added_tokens", std::to_string(added->size()), "at most " + std::to_string(caps::kVocabulary));
    std::unordered_map<int32_t, std::string> content_of;
    std::unordered_map<int32_t, const std::string*> spelling_of;
    for (const auto& [spelling, id] : parts.vocabulary) spelling_of.emplace(id, &spelling);
    for (size_t i = 0; i < added->size(); ++i) {
        const JsonFields fields((*added)[i], root.file(), Fault::model, nullptr,
                                "added_tokens[" + std::to_string(i) + "].");
        AddedToken t = read_added_token(fields);
        const auto known = spelling_of.find(t.id);
        const auto same = parts.vocabulary.find(t.content);
        if ((known != spelling_of.end() && *known->second != t.content) ||
            (same != parts.vocabulary.end() && same->second != t.id)) {
            fields.refuse("id", std::to_string(t.id) + " for \"" + t.content.substr(0, 80) + "\"",
                          "an id that agrees with the vocabulary");
        }
        const auto [it, fresh] = content_of.emplace(t.id, t.content);
        if (!fresh && it->second != t.content) fields.refuse("id", std::to_string(t.id) + " again", "an id of its own");
        parts.added.push_back(std::move(t));
    }
}

std::unique_ptr<Tokenizer> load_tokenizer(const std::filesystem::path& tokenizer_json) {
    const Json json = read_json_file(tokenizer_json, Fault::model,
                                     {.bytes = caps::kTokenizerBytes, .values = caps::kTokenizerValues});
    const JsonFields root(json, tokenizer_json.string());
    TokenizerParts parts;
    read_normalizers(root, parts);
    read_pre_tokenizers(root, parts);
    check_post_processor(root);
    check_decoder(root);
    read_model(root, parts);
    read_added_tokens(root, parts);
    return std::make_unique<ByteLevelTokenizer>(std::move(parts));
}

}  // namespace lectern
