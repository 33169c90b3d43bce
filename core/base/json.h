// nlohmann::json with our caps on size and depth, and typed field access whose errors name file and key.
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/caps.h"
#include "core/base/error.h"

namespace lectern {

using Json = nlohmann::json;  // keys in alphabetical order

struct JsonLimits {  // what a text may hold; beyond it parsing ends with an Error
    size_t bytes = caps::kConfigBytes;  // of the text
    size_t values = caps::kConfigValues;  // objects, arrays, members, elements
    int depth = caps::kJsonDepth;  // objects and arrays within each other
};

// Refused besides bad grammar: duplicate keys, invalid UTF-8, lone surrogates, numbers beyond a double, caps exceeded.
// `subject` names the document in errors ("/models/x/config.json").
Json parse_json(std::string_view text, const std::string& subject, Fault fault, const JsonLimits& limits = {});
Json read_json_file(const std::filesystem::path& path, Fault fault, const JsonLimits& limits = {});

// "the string \"abc\"", "an array of 3": what a value is, shortened, for error messages.
std::string describe_json(const Json& value);

// Typed reading of one object. Every access names its key once.
// Without `problems` a wrong or missing field throws; with it, a sentence is added there and a harmless value returned,
// so that a reader can state every problem of a file at once.
class JsonFields {
 public:
    // `value` must outlive this. Throws (or notes) when it is not an object.
    JsonFields(const Json& value, std::string file, Fault fault = Fault::model,
               std::vector<std::string>* problems = nullptr, std::string path = {});

    bool has(const std::string& key) const;  // present and not null
    int64_t integer(const std::string& key, int64_t least, int64_t most) const;  // within [least, most], else an Error
    int64_t integer_or(const std::string& key, int64_t fallback, int64_t least, int64_t most) const;  // or fallback
    double number(const std::string& key, double least, double most) const;  // finite, within [least, most]
    double number_or(const std::string& key, double fallback, double least, double most) const;  // or fallback
    bool boolean(const std::string& key) const;  // true or false, no number
    bool boolean_or(const std::string& key, bool fallback) const;  // `fallback` when absent
    std::string text(const std::string& key) const;  // UTF-8
    std::string text_or(const std::string& key, std::string fallback) const;  // `fallback` when absent
    std::vector<double> numbers(const std::string& key, size_t count, double least, double most) const;  // `count` many
    // One integer or an array of them ("eos_token_id": 5 or [5, 7]); empty when absent.
    std::vector<int64_t> integers_or_none(const std::string& key, int64_t least, int64_t most) const;
    std::vector<std::string> texts_or_none(const std::string& key) const;
    JsonFields object(const std::string& key) const;  // an empty one after a noted problem
    const Json* array(const std::string& key) const;  // nullptr when absent

    // For rules of the caller's own: "config.json: hidden_act: found \"gelu\", allowed: \"silu\"".
    void refuse(const std::string& key, const std::string& found, const std::string& allowed) const;
    const Json& raw() const { return *value_; }
    const std::string& file() const { return file_; }

 private:
    const Json* find(const std::string& key) const;
    const Json* require(const std::string& key, const std::string& allowed) const;
    std::string name(const std::string& key) const;

    const Json* value_;
    std::string file_;
    Fault fault_;
    std::vector<std::string>* problems_;
    std::string path_;  // "vision_config."
};

}  // namespace lectern
