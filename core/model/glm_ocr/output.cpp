#include <algorithm>

#include "core/document/region_parts.h"
#include "core/document/table.h"
#include "core/model/glm_ocr/clean_text.h"
#include "core/model/glm_ocr/model.h"
#include "core/model/text_output.h"

namespace lectern::glm_ocr {

namespace {

// One region, the whole picture. While the answer arrives its content is what has been heard; finish() tidies it.
class AnswerParser final : public OutputParser {
 public:
    explicit AnswerParser(Region region) : region_(std::move(region)) {}
    void add(std::string_view piece) override;
    void finish() override;
    const std::vector<Region>& regions() const override { return regions_; }
    const std::vector<std::string>& warnings() const override { return warnings_; }

 private:
    void finish_table(std::string& content);
    void finish_text(std::string& content);

    Region region_;
    std::vector<Region> regions_;  // empty until there is more than blank space
    std::vector<std::string> warnings_;
};

}  // namespace

static constexpr std::string_view kBlank = " \t\r\n";

void AnswerParser::add(std::string_view piece) {
    if (regions_.empty()) {
        const size_t first = piece.find_first_not_of(kBlank);
        if (first == std::string_view::npos) return;
        piece.remove_prefix(first);
        regions_.push_back(region_);
    }
    regions_.front().content += piece;
}

// "```html" and the closing fence around all of it.
static void drop_fence(std::string& s) {
    if (!s.starts_with("```")) return;
    const size_t line_end = s.find('\n');
    if (line_end == std::string::npos || line_end > 32) return;
    s.erase(0, line_end + 1);
    s.resize(s.find_last_not_of(kBlank) + 1);
    if (s.ends_with("```")) s.resize(s.size() - 3);
}

// "“…”, shortened between characters.
static std::string shortened(std::string_view s) {
    constexpr size_t kMost = 80;
    size_t end = std::min(s.size(), kMost);
    while (end > 0 && end < s.size() && (static_cast<unsigned char>(s[end]) & 0xC0) == 0x80) --end;
    return "“" + std::string(s.substr(0, end)) + (end < s.size() ? "…”" : "”");
}

// One table from the first tag to the last. What is cut in the middle is closed; what stands outside is told of.
void AnswerParser::finish_table(std::string& content) {
    const size_t begin = content.find("<table");
    if (begin == std::string::npos) {
        regions_.front().kind = ContentKind::text;
        warnings_.push_back("The answer holds no table; it was kept as text.");
        return finish_text(content);
    }
    const std::string closing = "</table>";
    const size_t close = content.rfind(closing);
    const size_t end = close != std::string::npos && close > begin ? close + closing.size() : content.size();
    const std::string around = clean_text(content.substr(0, begin) + " " + content.substr(end));
    content = content.substr(begin, end - begin);
    if (std::string cut = close_cut_table(content); !cut.empty()) warnings_.push_back(std::move(cut));
    if (table_from_html(content).rows == 0) warnings_.push_back("The table has no cells.");
    if (!around.empty()) warnings_.push_back("Text beside the table was left out: " + shortened(around) + ".");
}

void AnswerParser::finish_text(std::string& content) {
    content = clean_text(content);
    const std::string cut = cut_repetitions(content);
    if (cut.empty()) return;
    add_cut(regions_.front(), cut);
    warnings_.push_back("The model repeated itself; the repetitions were left out.");
}

void AnswerParser::finish() {
    if (regions_.empty()) return;
    Region& region = regions_.front();
    drop_fence(region.content);
    if (region.kind == ContentKind::html_table) {
        finish_table(region.content);
    } else {
        finish_text(region.content);
        if (region.kind == ContentKind::latex) region.content = bare_formula(region.content);
    }
    region.state = RegionState::read;
}

std::unique_ptr<OutputParser> make_parser(Task task, int64_t image_width, int64_t image_height) {
    return std::make_unique<AnswerParser>(whole_picture(task, image_width, image_height));
}

}  // namespace lectern::glm_ocr
