#include "tests/document/schema_check.h"

#include <algorithm>
#include <set>

namespace lectern {

namespace {

struct Check {
    const Json& root;
    std::vector<std::string> problems;

    void note(const std::string& at, const std::string& what) { problems.push_back((at.empty() ? "/" : at) + ": " + what); }
    void object(const Json& schema, const Json& value, const std::string& at);
    void value(const Json& schema, const Json& v, const std::string& at);
};

}  // namespace

static bool has_type(const Json& v, const std::string& type) {
    if (type == "object") return v.is_object();
    if (type == "array") return v.is_array();
    if (type == "string") return v.is_string();
    if (type == "boolean") return v.is_boolean();
    if (type == "number") return v.is_number();
    return type == "integer" && v.is_number_integer();
}

void Check::object(const Json& schema, const Json& v, const std::string& at) {
    if (schema.contains("required")) {
        for (const Json& key : schema["required"])
            if (!v.contains(key.get<std::string>())) note(at, "lacks " + key.get<std::string>());
    }
    for (const auto& [key, item] : v.items()) {
        if (schema.contains("properties") && schema["properties"].contains(key)) {
            value(schema["properties"][key], item, at + "/" + key);
        } else if (schema.contains("additionalProperties")) {
            const Json& rest = schema["additionalProperties"];
            if (rest.is_object()) {
                value(rest, item, at + "/" + key);
            } else if (!rest.get<bool>()) {
                note(at, "has the unknown key " + key);
            }
        }
    }
}

void Check::value(const Json& schema, const Json& v, const std::string& at) {
    static const std::set<std::string> known = {"$schema", "$defs", "$ref", "title", "description", "type", "required",
                                                "properties", "additionalProperties", "items", "enum", "const", "minimum",
                                                "maximum", "minItems", "maxItems", "minLength", "maxLength"};
    for (const auto& [key, _] : schema.items())
        if (!known.count(key)) note(at, "the checker does not know the keyword " + key);
    if (schema.contains("$ref")) return value(root["$defs"].at(schema["$ref"].get<std::string>().substr(8)), v, at);
    if (schema.contains("type") && !has_type(v, schema["type"])) return note(at, "is not of type " + schema["type"].dump());
    if (schema.contains("const") && v != schema["const"]) note(at, "is not " + schema["const"].dump());
    if (schema.contains("enum") && std::ranges::find(schema["enum"], v) == schema["enum"].end()) note(at, "is not allowed: " + v.dump());
    if (schema.contains("minimum") && v < schema["minimum"]) note(at, "is too small");
    if (schema.contains("maximum") && v > schema["maximum"]) note(at, "is too large");
    if (v.is_string()) {
        const size_t length = v.get<std::string>().size();
        if (length < schema.value("minLength", size_t{0}) || length > schema.value("maxLength", length)) note(at, "has the wrong length");
    }
    if (v.is_array()) {
        if (v.size() < schema.value("minItems", size_t{0}) || v.size() > schema.value("maxItems", v.size())) note(at, "has the wrong size");
        for (size_t i = 0; i < v.size() && schema.contains("items"); ++i) value(schema["items"], v[i], at + "/" + std::to_string(i));
    }
    if (v.is_object()) object(schema, v, at);
}

std::vector<std::string> schema_problems(const Json& schema, const Json& value) {
    Check check{schema, {}};
    check.value(schema, value, "");
    return check.problems;
}

}  // namespace lectern
