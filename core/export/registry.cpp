#include "core/export/formats.h"

namespace lectern {

static std::vector<std::unique_ptr<Exporter>> make_all() {
    std::vector<std::unique_ptr<Exporter>> all;
    all.push_back(make_markdown_exporter());
    all.push_back(make_json_exporter());
    all.push_back(make_fields_exporter());
    return all;
}

const std::vector<std::unique_ptr<Exporter>>& exporters() {
    static const std::vector<std::unique_ptr<Exporter>> all = make_all();
    return all;
}

const Exporter* find_exporter(const std::string& name) {
    for (const auto& e : exporters())
        if (e->id() == name || e->extension() == name) return e.get();
    return nullptr;
}

}  // namespace lectern
