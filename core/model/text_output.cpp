#include "core/model/text_output.h"

namespace lectern {

class TextParser final : public OutputParser {
   public:
    explicit TextParser(Region region) : region_(std::move(region)) {}
    void add(std::string_view piece) override;
    void finish() override;
    const std::vector<Region>& regions() const override { return regions_; }
    const std::vector<std::string>& warnings() const override { return warnings_; }

   private:
    void append(std::string_view text);

    Region region_;
    std::vector<Region> regions_;  // empty until there is text
    std::vector<std::string> warnings_;
    std::string start_;  // held back until it is clear whether it opens a code fence
    bool started_ = false, fenced_ = false;
};

static bool blank(std::string_view s) {
    return s.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

static void trim_end(std::string& s) {
    const size_t last = s.find_last_not_of(" \t\r\n");
    s.resize(last == std::string::npos ? 0 : last + 1);
}

static void remove_around(std::string& s, std::string_view before, std::string_view after) {
    if (s.size() < before.size() + after.size() || !s.starts_with(before) || !s.ends_with(after)) return;
    s = s.substr(before.size(), s.size() - before.size() - after.size());
}

void TextParser::append(std::string_view text) {
    if (regions_.empty()) {
        if (blank(text)) return;
        regions_.push_back(region_);
    }
    regions_.front().content += text;
}

// The first line decides: "```html" is dropped, anything else is text. Leading blank space is dropped too.
void TextParser::add(std::string_view piece) {
    if (started_) return append(piece);
    start_ += piece;
    start_.erase(0, std::min(start_.find_first_not_of(" \t\r\n"), start_.size()));
    if (start_.empty()) return;
    const std::string_view fence = "```";
    if (fence.starts_with(std::string_view(start_).substr(0, fence.size()))) {
        const size_t line_end = start_.find('\n');
        const bool still_open = line_end == std::string::npos && start_.size() < 32;
        if (still_open) return;
        fenced_ = line_end != std::string::npos && start_.starts_with(fence);
        if (fenced_) start_.erase(0, line_end + 1);
    }
    started_ = true;
    append(start_);
    start_.clear();
}

void TextParser::finish() {
    if (!started_) append(start_);
    started_ = true;
    start_.clear();
    if (regions_.empty()) return;
    std::string& content = regions_.front().content;
    trim_end(content);
    if (fenced_ && content.ends_with("```")) content.resize(content.size() - 3);
    trim_end(content);
    if (region_.kind == ContentKind::latex) {
        for (const auto& [before, after] : {std::pair{"$$", "$$"}, std::pair{"\\[", "\\]"}, std::pair{"$", "$"}}) remove_around(content, before, after);
        trim_end(content);
        content.erase(0, std::min(content.find_first_not_of(" \t\r\n"), content.size()));
    }
    regions_.front().state = RegionState::read;
}

Region whole_picture(Task task, int64_t image_width, int64_t image_height) {
    Region region;
    region.id = 1;
    region.box = {0, 0, static_cast<double>(image_width), static_cast<double>(image_height)};
    if (task == Task::table) {
        region.category = Category::Table;
        region.kind = ContentKind::html_table;
    } else if (task == Task::formula) {
        region.category = Category::Formula;
        region.kind = ContentKind::latex;
    }
    return region;
}

std::unique_ptr<OutputParser> make_text_parser(Task task, int64_t image_width, int64_t image_height) {
    return std::make_unique<TextParser>(whole_picture(task, image_width, image_height));
}

}  // namespace lectern
