// JSON that a model was asked for: read tolerantly, and compared with the form it was to fill in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace lectern {

using OrderedJson = nlohmann::ordered_json;  // members in the order the model wrote them

struct JsonAnswer {  // what was found in an answer
    OrderedJson value;                 // null: there was none
    std::vector<std::string> repairs;  // what was tolerated, each once: "missing commas", "a missing end"
    bool found() const { return !value.is_null(); }  // there was some JSON in it
};

// The first object or list of `text`; words and a code fence around it are passed over. Tolerated: a missing end (what
// is open is closed; a member without a value is dropped), missing and extra commas, raw line breaks and lone
// backslashes inside texts, keys and texts in single quotes. Never throws; nesting and size are capped.
JsonAnswer json_from_answer(std::string_view text);

// The form for the extraction prompt: an example with empty values as it is, or, from a JSON Schema (an object with
// "properties"), an example of that kind. Throws Error{Fault::argument} naming `subject` when it is no JSON object or
// list, or too large.
std::string extraction_form(std::string_view schema, const std::string& subject);

// Members that `form` has and `answer` has not: "total", "items[].price".
std::vector<std::string> missing_members(std::string_view form, const OrderedJson& answer);

}  // namespace lectern
