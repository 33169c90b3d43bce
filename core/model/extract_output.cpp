#include "core/model/extract_output.h"

#include "core/model/json_answer.h"

namespace lectern {

namespace {

class ExtractParser final : public OutputParser {
   public:
    ExtractParser(std::string form, int64_t width, int64_t height) : form_(std::move(form)) {
        region_.id = 1;
        region_.box = {0, 0, static_cast<double>(width), static_cast<double>(height)};
    }
    void add(std::string_view piece) override;
    void finish() override;
    const std::vector<Region>& regions() const override { return regions_; }
    const std::vector<std::string>& warnings() const override { return warnings_; }

   private:
    std::string form_;
    Region region_;
    std::vector<Region> regions_;  // empty until there is text
    std::vector<std::string> warnings_;
};

}  // namespace

static std::string joined(const std::vector<std::string>& parts, size_t most) {
    std::string out;
    for (size_t i = 0; i < parts.size() && i < most; ++i) out += (i == 0 ? "" : ", ") + parts[i];
    return parts.size() > most ? out + " and " + std::to_string(parts.size() - most) + " more" : out;
}

void ExtractParser::add(std::string_view piece) {
    if (regions_.empty()) {
        if (piece.find_first_not_of(" \t\r\n") == std::string_view::npos) return;
        regions_.push_back(region_);
    }
    regions_.front().content += piece;
}

void ExtractParser::finish() {
    if (regions_.empty()) return;
    Region& region = regions_.front();
    region.state = RegionState::read;
    const JsonAnswer answer = json_from_answer(region.content);
    if (!answer.found()) {
        warnings_.push_back("The answer holds no JSON; it was kept as text.");
        return;
    }
    region.content = answer.value.dump(2);
    if (!answer.repairs.empty()) warnings_.push_back("The answer's JSON was mended: " + joined(answer.repairs, 8) + ".");
    if (const auto missing = missing_members(form_, answer.value); !missing.empty())
        warnings_.push_back("The answer lacks " + joined(missing, 8) + ".");
}

std::unique_ptr<OutputParser> make_extract_parser(std::string form, int64_t image_width, int64_t image_height) {
    return std::make_unique<ExtractParser>(std::move(form), image_width, image_height);
}

}  // namespace lectern
