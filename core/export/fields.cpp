// What the extraction task filled in, page by page, as JSON of its own: {format, version, source, pages: [{number, state,
// fields, warnings}]}. A page's fields are the one JSON it holds, a list of them when it holds several, null when none.
#include <algorithm>

#include "core/base/json.h"
#include "core/export/formats.h"

namespace lectern {

using OrderedJson = nlohmann::ordered_json;

// The JSON that a region's text is: an object or a list of them. Null for everything else, and beyond our caps.
static OrderedJson fields_of(const Region& region) {
    if (region.kind != ContentKind::text) return nullptr;
    try {
        parse_json(region.content, "", Fault::input);
    } catch (const Error&) {
        return nullptr;
    }
    OrderedJson value = OrderedJson::parse(region.content);
    const auto structured = [](const OrderedJson& item) { return item.is_structured(); };
    const bool list = value.is_array() && !value.empty() && std::all_of(value.begin(), value.end(), structured);
    return value.is_object() || list ? value : OrderedJson(nullptr);
}

static OrderedJson page_fields(const Page& page) {
    OrderedJson found = OrderedJson::array(), warnings = OrderedJson::array();
    for (const std::string& warning : page.warnings) warnings.push_back(warning);
    for (const Region& region : page.regions) {
        for (const std::string& warning : region.warnings) warnings.push_back(warning);
        if (OrderedJson value = fields_of(region); !value.is_null()) found.push_back(std::move(value));
    }
    OrderedJson out = {{"number", page.number}, {"state", page_state_name(page.state)}};
    out["fields"] = found.empty() ? OrderedJson(nullptr) : found.size() == 1 ? found[0] : found;
    out["warnings"] = std::move(warnings);
    if (!page.failure.empty()) out["failure"] = page.failure;
    return out;
}

class FieldsExporter : public Exporter {
   public:
    std::string id() const override { return "fields"; }
    std::string label() const override { return "Extracted fields"; }
    std::string extension() const override { return "fields.json"; }
    void write(const Document& document, const PageImages&, const ExportTarget& target) const override {
        OrderedJson out = {{"format", "lectern-fields"}, {"version", 1}, {"source", {{"name", document.source.name}}}};
        if (!document.source.sha256.empty()) out["source"]["sha256"] = document.source.sha256;
        out["pages"] = OrderedJson::array();
        for (const Page& page : document.pages) out["pages"].push_back(page_fields(page));
        target.stream << out.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    }
};

std::unique_ptr<Exporter> make_fields_exporter() {
    return std::make_unique<FieldsExporter>();
}

}  // namespace lectern
