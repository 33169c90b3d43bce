#include "core/document/document_json.h"

#include <cmath>
#include <set>
#include <utility>

#include "core/base/json.h"
#include "core/document/region_parts.h"

namespace lectern {

using OrderedJson = nlohmann::ordered_json;

static constexpr const char* kFormat = "lectern-document";
static constexpr int64_t kVersion = 1;
static constexpr double kMaxPoints = 1e7;   // a coordinate; PDF pages end at 14,400
static constexpr int64_t kMaxId = int64_t{1} << 53;  // whole in every JSON reader
static constexpr size_t kFlatWidth = 200;   // characters; longer values are spread over lines

// ---- writing

// Whole numbers lose their ".0"; what is not a number becomes 0, since JSON cannot say it.
static OrderedJson number(double value, double steps) {
    if (!std::isfinite(value)) return 0;
    const double rounded = std::round(value * steps) / steps;
    if (std::fabs(rounded) < 1e15 && rounded == std::floor(rounded)) return static_cast<int64_t>(rounded);
    return rounded;
}

static OrderedJson points(double value) { return number(value, 1000); }

static OrderedJson box_json(const Rect& r) {
    return OrderedJson::array({points(r.x0), points(r.y0), points(r.x1), points(r.y1)});
}

static void put_confidence(OrderedJson& out, const std::optional<double>& confidence) {
    if (confidence) out["confidence"] = number(*confidence, 10000);
}

static OrderedJson word_json(const Word& word) {
    OrderedJson out;
    if (!word.box.empty()) out["box"] = box_json(word.box);
    out["text"] = word.text;
    put_confidence(out, word.confidence);
    return out;
}

static OrderedJson line_json(const Line& line) {
    OrderedJson out;
    if (!line.box.empty()) out["box"] = box_json(line.box);
    out["text"] = line.text;
    put_confidence(out, line.confidence);
    for (const Word& word : line.words) out["words"].push_back(word_json(word));
    return out;
}

static OrderedJson region_json(const Region& region) {
    OrderedJson out;
    out["id"] = region.id;
    out["box"] = box_json(region.box);
    out["category"] = category_name(region.category);
    out["kind"] = content_kind_name(region.kind);
    out["content"] = region.content;
    put_confidence(out, region.confidence);
    out["order"] = region.order;
    if (region.level != 0) out["level"] = region.level;
    out["origin"] = origin_name(region.origin);
    out["state"] = region_state_name(region.state);
    out["edited"] = region.edited;
    out["locked"] = region.locked;
    if (region.ignored) out["ignored"] = true;
    out["warnings"] = region.warnings;
    if (!region.cut.empty()) out["cut"] = region.cut;
    for (const Line& line : region.lines) out["lines"].push_back(line_json(line));
    return out;
}

static OrderedJson page_json(const Page& page) {
    OrderedJson out;
    out["number"] = page.number;
    out["width"] = points(page.width);
    out["height"] = points(page.height);
    out["rotation"] = page.rotation;
    if (page.dpi > 0) out["dpi"] = points(page.dpi);
    if (page.skew != 0) out["skew"] = points(page.skew);
    out["state"] = page_state_name(page.state);
    if (!page.failure.empty()) out["failure"] = page.failure;
    if (!page.warnings.empty()) out["warnings"] = page.warnings;
    if (!page.reader.empty()) out["reader"] = page.reader;
    if (page.state != PageState::waiting) out["seconds"] = number(page.seconds, 1000);
    out["regions"] = OrderedJson::array();
    for (const Region& region : page.regions) out["regions"].push_back(region_json(region));
    return out;
}

static OrderedJson source_json(const Source& source) {
    OrderedJson out;
    out["name"] = source.name;
    if (!source.sha256.empty()) out["sha256"] = source.sha256;
    out["metadata"] = OrderedJson::object();
    for (const auto& [key, value] : source.metadata) out["metadata"][key] = value;
    return out;
}

static std::string flat(const OrderedJson& value) {
    return value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

// Values of values are spread; values of scalars (and a word with its box) stay on one line while they fit.
static int nesting(const OrderedJson& value) {
    int deepest = 0;
    if (!value.is_structured()) return 0;
    for (const auto& item : value) deepest = std::max(deepest, 1 + nesting(item));
    return deepest;
}

static void print(const OrderedJson& value, size_t indent, std::string& out) {
    if (!value.is_structured() || value.empty()) {
        out += flat(value);
        return;
    }
    if (nesting(value) <= 2 && !(value.is_object() && value.contains("metadata"))) {
        const std::string line = flat(value);
        if (line.size() <= kFlatWidth) {
            out += line;
            return;
        }
    }
    const std::string margin(indent + 1, ' ');
    out += value.is_object() ? "{" : "[";
    bool first = true;
    for (const auto& [key, item] : value.items()) {
        out += first ? "\n" : ",\n";
        first = false;
        out += margin;
        if (value.is_object()) out += flat(OrderedJson(key)) + ": ";
        print(item, indent + 1, out);
    }
    out += "\n" + std::string(indent, ' ') + (value.is_object() ? "}" : "]");
}

std::string document_to_json(const Document& document) {
    OrderedJson out;
    out["format"] = kFormat;
    out["version"] = kVersion;
    out["source"] = source_json(document.source);
    out["pages"] = OrderedJson::array();
    for (const Page& page : document.pages) out["pages"].push_back(page_json(page));
    std::string text;
    print(out, 0, text);
    return text + "\n";
}

// ---- reading

// The value among 0 … last whose name is written under `key`.
template <class E>
static E choice(const JsonFields& fields, const std::string& key, const char* (*name)(E), E last) {
    const std::string found = fields.text(key);
    std::string allowed;
    for (int i = 0; i <= static_cast<int>(last); ++i) {
        const E value = static_cast<E>(i);
        if (found == name(value)) return value;
        allowed += std::string(i == 0 ? "\"" : ", \"") + name(value) + "\"";
    }
    fields.refuse(key, "\"" + found.substr(0, 80) + "\"", "one of " + allowed);
    return last;
}

static Rect read_box(const JsonFields& fields) {
    const std::vector<double> v = fields.numbers("box", 4, -kMaxPoints, kMaxPoints);
    if (v[0] > v[2] || v[1] > v[3]) fields.refuse("box", "corners in the wrong order", "[x0, y0, x1, y1], x0 <= x1, y0 <= y1");
    return {v[0], v[1], v[2], v[3]};
}

// Of lines and words; empty when it is not known where they stand.
static Rect read_box_if_known(const JsonFields& fields) { return fields.has("box") ? read_box(fields) : Rect{}; }

static std::optional<double> read_confidence(const JsonFields& fields) {
    if (!fields.has("confidence")) return std::nullopt;
    return fields.number("confidence", 0, 1);
}

// Calls take(fields) for each object of the array under `key`; `path` is that of the object that holds it.
template <class Take>
static void each(const JsonFields& fields, const std::string& path, const std::string& key, const Take& take) {
    const Json* items = fields.array(key);
    if (!items) return;
    for (size_t i = 0; i < items->size(); ++i) {
        const std::string place = path + key + "[" + std::to_string(i) + "].";
        take(JsonFields((*items)[i], fields.file(), Fault::input, nullptr, place), place);
    }
}

static Line read_line(const JsonFields& fields, const std::string& path) {
    Line line{.box = read_box_if_known(fields), .text = fields.text("text"), .confidence = read_confidence(fields), .words = {}};
    each(fields, path, "words", [&](const JsonFields& word, const std::string&) {
        line.words.push_back({.box = read_box_if_known(word), .text = word.text("text"), .confidence = read_confidence(word)});
    });
    return line;
}

static Region read_region(const JsonFields& fields, const std::string& path) {
    Region region;
    region.id = fields.integer("id", 0, kMaxId);
    region.box = read_box(fields);
    region.category = choice(fields, "category", category_name, Category::Title);
    region.kind = choice(fields, "kind", content_kind_name, ContentKind::picture);
    region.content = fields.text_or("content", "");
    region.confidence = read_confidence(fields);
    region.order = fields.integer_or("order", 0, 0, kMaxId);
    region.level = fields.integer_or("level", 0, 0, 1000);
    if (fields.has("origin")) region.origin = choice(fields, "origin", origin_name, Origin::text_layer);
    region.state = RegionState::read;
    if (fields.has("state")) region.state = choice(fields, "state", region_state_name, RegionState::failed);
    region.edited = fields.boolean_or("edited", false);
    region.locked = fields.boolean_or("locked", false);
    region.ignored = fields.boolean_or("ignored", false);
    region.warnings = fields.texts_or_none("warnings");
    add_cut(region, fields.text_or("cut", ""));
    each(fields, path, "lines",
         [&](const JsonFields& line, const std::string& place) { region.lines.push_back(read_line(line, place)); });
    return region;
}

static Page read_page_fields(const JsonFields& fields, const std::string& path) {
    Page page;
    page.number = fields.integer("number", 1, kMaxId);
    page.width = fields.number("width", 0, kMaxPoints);
    page.height = fields.number("height", 0, kMaxPoints);
    page.rotation = static_cast<int>(fields.integer_or("rotation", 0, 0, 270));
    if (page.rotation % 90 != 0) fields.refuse("rotation", std::to_string(page.rotation), "0, 90, 180 or 270");
    page.dpi = fields.number_or("dpi", 0, 0, 1e6);
    page.skew = fields.number_or("skew", 0, -360, 360);
    page.state = PageState::read;
    if (fields.has("state")) page.state = choice(fields, "state", page_state_name, PageState::stopped);
    page.failure = fields.text_or("failure", "");
    page.warnings = fields.texts_or_none("warnings");
    page.reader = fields.text_or("reader", "");
    page.seconds = fields.number_or("seconds", 0, 0, 1e12);
    std::set<int64_t> ids;
    each(fields, path, "regions", [&](const JsonFields& region, const std::string& place) {
        page.regions.push_back(read_region(region, place));
        const int64_t id = page.regions.back().id;
        if (!ids.insert(id).second) region.refuse("id", std::to_string(id) + ", met before", "an id of its own");
    });
    return page;
}

static Source read_source(const JsonFields& fields) {
    Source source;
    source.name = fields.text_or("name", "");
    source.sha256 = fields.text_or("sha256", "");
    if (!fields.has("metadata")) return source;
    const JsonFields metadata = fields.object("metadata");
    for (const auto& [key, value] : metadata.raw().items()) source.metadata[key] = metadata.text(key);
    return source;
}

Document document_from_json(std::string_view text, const std::string& subject) {
    const JsonLimits limits{.bytes = caps::kDocumentBytes, .values = caps::kDocumentValues};
    const Json json = parse_json(text, subject, Fault::input, limits);
    const JsonFields fields(json, subject, Fault::input);
    if (const std::string format = fields.text("format"); format != kFormat)
        fields.refuse("format", "\"" + format.substr(0, 80) + "\"", std::string("\"") + kFormat + "\"");
    fields.integer("version", kVersion, kVersion);
    Document document;
    if (fields.has("source")) document.source = read_source(fields.object("source"));
    if (!fields.array("pages")) fields.refuse("pages", "nothing", "an array of pages");
    std::set<int64_t> numbers;
    each(fields, "", "pages", [&](const JsonFields& page, const std::string& place) {
        document.pages.push_back(read_page_fields(page, place));
        const int64_t n = document.pages.back().number;
        if (!numbers.insert(n).second) page.refuse("number", std::to_string(n) + ", met before", "a number of its own");
    });
    return document;
}

}  // namespace lectern
