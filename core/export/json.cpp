// The whole document model, for programs: resources/document.schema.json describes it.
#include "core/document/document_json.h"
#include "core/export/formats.h"

namespace lectern {

class JsonExporter : public Exporter {
   public:
    std::string id() const override { return "json"; }
    std::string label() const override { return "JSON"; }
    std::string extension() const override { return "json"; }
    void write(const Document& document, const PageImages&, const ExportTarget& target) const override {
        target.stream << document_to_json(document);
    }
};

std::unique_ptr<Exporter> make_json_exporter() {
    return std::make_unique<JsonExporter>();
}

}  // namespace lectern
