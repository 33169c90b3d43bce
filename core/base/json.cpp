#include "core/base/json.h"

#include <cmath>
#include <cstdio>

#include "core/base/mapped_file.h"

namespace lectern {

namespace {

// Builds the value from parser events; what a Json made by the library's own parser would silently accept is refused.
class Builder : public nlohmann::json_sax<Json> {
 public:
    explicit Builder(const JsonLimits& limits) : limits_(limits) {}
    Json take() { return std::move(root_); }
    const std::string& problem() const { return problem_; }
    size_t problem_at() const { return at_; }

    bool null() override { return place(nullptr); }
    bool boolean(bool v) override { return place(v); }
    bool number_integer(number_integer_t v) override { return place(v); }
    bool number_unsigned(number_unsigned_t v) override { return place(v); }
    bool number_float(number_float_t v, const string_t&) override { return place(v); }
    bool string(string_t& v) override { return place(std::move(v)); }
    bool binary(binary_t&) override { return fail("binary data"); }
    bool start_object(size_t) override { return open(Json::object()); }
    bool start_array(size_t) override { return open(Json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& v) override {
        const auto [it, added] = stack_.back()->get_ref<Json::object_t&>().emplace(std::move(v), nullptr);
        member_ = &it->second;
        if (!added) return fail("the key \"" + it->first.substr(0, 200) + "\" twice");
        return true;
    }
    bool parse_error(size_t position, const std::string&, const nlohmann::detail::exception& e) override {
        // "[json.exception.parse_error.101] parse error at line 1, column 3: syntax error ..." → from "syntax error" on
        std::string what = e.what();
        const size_t colon = what.find("column");
        const size_t from = colon == std::string::npos ? what.find("] ") : what.find(": ", colon);
        if (from != std::string::npos) what.erase(0, from + 2);
        if (what.size() > 300) what = what.substr(0, 300) + "…";
        at_ = position;
        return fail(what);
    }

 private:
    bool fail(std::string problem) {
        if (problem_.empty()) problem_ = std::move(problem);
        return false;
    }
    template <class V>
    bool place(V&& v) {
        if (++values_ > limits_.values) return fail("more than " + std::to_string(limits_.values) + " values");
        if (stack_.empty()) {
            root_ = std::forward<V>(v);
            last_ = &root_;
        } else if (stack_.back()->is_array()) {
            last_ = &stack_.back()->get_ref<Json::array_t&>().emplace_back(std::forward<V>(v));
        } else {
            *member_ = std::forward<V>(v);
            last_ = member_;
        }
        return true;
    }
    bool open(Json&& empty) {
        if (static_cast<int>(stack_.size()) >= limits_.depth) {
            return fail("more than " + std::to_string(limits_.depth) + " levels of nesting");
        }
        if (!place(std::move(empty))) return false;
        stack_.push_back(last_);
        return true;
    }
    bool close() {
        stack_.pop_back();
        return true;
    }

    JsonLimits limits_;
    Json root_;
    std::vector<Json*> stack_;
    Json* member_ = nullptr;
    Json* last_ = nullptr;
    size_t values_ = 0;
    size_t at_ = 0;
    std::string problem_;
};

}  // namespace

static Error json_error(const std::string& subject, Fault fault, const std::string& found) {
    return Error({.fault = fault,
                  .attempted = "read the JSON file",
                  .subject = subject,
                  .expected = "valid JSON",
                  .found = found,
                  .advice = "the file is damaged or not what its name says: fetch it again"});
}

// The lexer buffers a whole number or string before handing it over, so their lengths are looked at first.
static std::string overlong_token(std::string_view text) {
    size_t i = 0;
    while (i < text.size()) {
        const char c = text[i];
        if (c == '"') {
            const size_t start = ++i;
            while (i < text.size() && text[i] != '"') i += text[i] == '\\' ? 2 : 1;
            if (i > start + caps::kJsonString)
                return "a string of more than " + std::to_string(caps::kJsonString) + " bytes";
            ++i;
        } else if ((c >= '0' && c <= '9') || c == '-') {
            const size_t start = i;
            while (i < text.size() && std::string_view("0123456789+-.eE").find(text[i]) != std::string_view::npos) ++i;
            if (i - start > caps::kJsonNumberDigits) return "a number of " + std::to_string(i - start) + " characters";
        } else {
            ++i;
        }
    }
    return {};
}

Json parse_json(std::string_view text, const std::string& subject, Fault fault, const JsonLimits& limits) {
    if (text.size() > limits.bytes) {
        throw json_error(subject, fault,
                         std::to_string(text.size()) + " bytes, more than the " + std::to_string(limits.bytes) +
                             " allowed for such a file");
    }
    if (const std::string overlong = overlong_token(text); !overlong.empty())
        throw json_error(subject, fault, overlong);
    Builder builder(limits);
    if (!Json::sax_parse(text.begin(), text.end(), &builder)) {
        std::string where;
        if (builder.problem_at() > 0) where = " at byte " + std::to_string(builder.problem_at());
        throw json_error(subject, fault, builder.problem() + where);
    }
    return builder.take();
}

Json read_json_file(const std::filesystem::path& path, Fault fault, const JsonLimits& limits) {
    const MappedFile file(path, "read the JSON file", fault);
    const auto bytes = file.bytes();
    return parse_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, path.string(), fault, limits);
}

std::string describe_json(const Json& v) {
    switch (v.type()) {
        case Json::value_t::null:
            return "null";
        case Json::value_t::object:
            return "an object";
        case Json::value_t::array:
            return "an array of " + std::to_string(v.size());
        case Json::value_t::string: {
            const auto& s = v.get_ref<const std::string&>();
            return "the string \"" + (s.size() > 80 ? s.substr(0, 80) + "…" : s) + "\"";
        }
        case Json::value_t::boolean:
            return v.get<bool>() ? "true" : "false";
        default:
            return v.dump();
    }
}

static std::string number_text(double v) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.10g", v);
    return buffer;
}

static std::string range_text(const char* what, double least, double most, bool open_end) {
    std::string s = what;
    s += open_end ? " of at least " + number_text(least) : " from " + number_text(least) + " to " + number_text(most);
    return s;
}

static std::string integer_range(int64_t least, int64_t most) {
    if (most == std::numeric_limits<int64_t>::max()) return "a whole number of at least " + std::to_string(least);
    return "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
}

static std::string number_range(double least, double most) {
    return range_text("a number", least, most, most == std::numeric_limits<double>::max());
}

// Whole values may be written 28 or 28.0.
static std::optional<int64_t> as_integer(const Json& v) {
    if (v.is_number_unsigned()) {
        const uint64_t u = v.get<uint64_t>();
        if (u > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) return std::nullopt;
        return static_cast<int64_t>(u);
    }
    if (v.is_number_integer()) return v.get<int64_t>();
    if (v.is_number_float()) {
        const double d = v.get<double>();
        if (d == std::floor(d) && std::fabs(d) < 9e15) return static_cast<int64_t>(d);
    }
    return std::nullopt;
}

static const Json& empty_object() {
    static const Json empty = Json::object();
    return empty;
}

JsonFields::JsonFields(const Json& value, std::string file, Fault fault, std::vector<std::string>* problems,
                       std::string path)
    : value_(&value), file_(std::move(file)), fault_(fault), problems_(problems), path_(std::move(path)) {
    if (value.is_object()) return;
    value_ = &empty_object();
    std::string field;
    std::swap(field, path_);
    refuse(field.substr(0, field.empty() ? 0 : field.size() - 1), describe_json(value), "an object");
    std::swap(field, path_);
}

std::string JsonFields::name(const std::string& key) const {
    return path_ + key;
}

const Json* JsonFields::find(const std::string& key) const {
    const auto it = value_->find(key);
    return it == value_->end() || it->is_null() ? nullptr : &*it;
}

const Json* JsonFields::require(const std::string& key, const std::string& allowed) const {
    const Json* v = find(key);
    if (!v) refuse(key, value_->contains(key) ? "null" : "nothing", allowed);
    return v;
}

void JsonFields::refuse(const std::string& key, const std::string& found, const std::string& allowed) const {
    const std::string field = name(key);
    if (problems_) {
        problems_->push_back(file_ + (field.empty() ? "" : ": " + field) + ": found " + found +
                             ", allowed: " + allowed);
        return;
    }
    throw Error({.fault = fault_,
                 .attempted = field.empty() ? "read the file" : "read the field " + field,
                 .subject = file_,
                 .expected = allowed,
                 .found = found,
                 .advice = "correct the file, or fetch it again"});
}

bool JsonFields::has(const std::string& key) const {
    return find(key) != nullptr;
}

int64_t JsonFields::integer(const std::string& key, int64_t least, int64_t most) const {
    const std::string allowed = integer_range(least, most);
    const Json* v = require(key, allowed);
    if (!v) return least;
    const auto i = as_integer(*v);
    if (i && *i >= least && *i <= most) return *i;
    refuse(key, describe_json(*v), allowed);
    return least;
}

int64_t JsonFields::integer_or(const std::string& key, int64_t fallback, int64_t least, int64_t most) const {
    return has(key) ? integer(key, least, most) : fallback;
}

double JsonFields::number(const std::string& key, double least, double most) const {
    const std::string allowed = number_range(least, most);
    const Json* v = require(key, allowed);
    if (!v) return least;
    if (v->is_number() && v->get<double>() >= least && v->get<double>() <= most) return v->get<double>();
    refuse(key, describe_json(*v), allowed);
    return least;
}

double JsonFields::number_or(const std::string& key, double fallback, double least, double most) const {
    return has(key) ? number(key, least, most) : fallback;
}

bool JsonFields::boolean(const std::string& key) const {
    const Json* v = require(key, "true or false");
    if (!v) return false;
    if (v->is_boolean()) return v->get<bool>();
    refuse(key, describe_json(*v), "true or false");
    return false;
}

bool JsonFields::boolean_or(const std::string& key, bool fallback) const {
    return has(key) ? boolean(key) : fallback;
}

std::string JsonFields::text(const std::string& key) const {
    const Json* v = require(key, "a string");
    if (!v) return {};
    if (v->is_string()) return v->get<std::string>();
    refuse(key, describe_json(*v), "a string");
    return {};
}

std::string JsonFields::text_or(const std::string& key, std::string fallback) const {
    return has(key) ? text(key) : std::move(fallback);
}

std::vector<double> JsonFields::numbers(const std::string& key, size_t count, double least, double most) const {
    const std::string allowed =
        "an array of " + std::to_string(count) + " numbers, each " + number_range(least, most).substr(2);
    const std::vector<double> fallback(count, least);
    const Json* v = require(key, allowed);
    if (!v) return fallback;
    std::vector<double> out;
    if (v->is_array() && v->size() == count) {
        for (const Json& e : *v) {
            if (e.is_number() && e.get<double>() >= least && e.get<double>() <= most) out.push_back(e.get<double>());
        }
    }
    if (out.size() == count) return out;
    refuse(key, describe_json(*v), allowed);
    return fallback;
}

std::vector<int64_t> JsonFields::integers_or_none(const std::string& key, int64_t least, int64_t most) const {
    const Json* v = find(key);
    if (!v) return {};
    std::vector<int64_t> out;
    const auto take = [&](const Json& e) {
        const auto i = as_integer(e);
        if (i && *i >= least && *i <= most) {
            out.push_back(*i);
        } else {
            refuse(key, describe_json(e), integer_range(least, most) + ", or an array of such");
        }
    };
    if (v->is_array()) {
        for (const Json& e : *v) take(e);
    } else {
        take(*v);
    }
    return out;
}

std::vector<std::string> JsonFields::texts_or_none(const std::string& key) const {
    const Json* v = array(key);
    if (!v) return {};
    std::vector<std::string> out;
    for (const Json& e : *v) {
        if (e.is_string()) {
            out.push_back(e.get<std::string>());
        } else {
            refuse(key, describe_json(e) + " in the array", "an array of strings");
        }
    }
    return out;
}

JsonFields JsonFields::object(const std::string& key) const {
    const Json* v = require(key, "an object");
    return JsonFields(v ? *v : empty_object(), file_, fault_, problems_, name(key) + ".");
}

const Json* JsonFields::array(const std::string& key) const {
    const Json* v = find(key);
    if (!v || v->is_array()) return v;
    refuse(key, describe_json(*v), "an array");
    return nullptr;
}

}  // namespace lectern
