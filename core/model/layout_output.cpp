#include "core/model/layout_output.h"

#include <algorithm>
#include <array>
#include <map>

#include "core/model/html_output.h"
#include "core/model/json_stream.h"
#include "core/model/markdown_output.h"
#include "core/model/markdown_text.h"
#include "core/model/text_output.h"

namespace lectern {

// The reference's cleaner drops elements met that often; we keep and mark them, forms do repeat lines.
static constexpr int kSameText = 5;

static ContentKind kind_of(Category c) {
    switch (c) {
        case Category::Table: return ContentKind::html_table;
        case Category::Formula: return ContentKind::latex;
        case Category::Picture: return ContentKind::picture;
        default: return ContentKind::text;
    }
}

class LayoutParser final : public OutputParser, private JsonStreamEvents {
   public:
    explicit LayoutParser(const BoxSpace& space) : space_(space), stream_(*this) {}

    void add(std::string_view piece) override;
    void finish() override;
    const std::vector<Region>& regions() const override { return regions_; }
    const std::vector<std::string>& warnings() const override { return warnings_; }

   private:
    // One object of the list while it is read.
    struct Element {
        std::string key;
        std::vector<double> numbers;
        bool box_done = false, category_done = false, has_text = false, open = false;  // open: it is regions_.back()
        std::string category, text;
    };
    void begin_object() override;
    void end_object(bool complete) override;
    bool key(const std::string& name) override;
    void number(double value) override;
    void list_end() override;
    void text(std::string_view piece) override;
    void text_end(bool complete) override;

    void open_region();
    void grow(std::string_view piece);
    void close_region(bool complete);
    void mark_duplicate(Region& region);

    BoxSpace space_;
    JsonStream stream_;
    Element element_;
    bool any_object_ = false;
    std::string before_;  // what came before the first object, should there be none
    std::vector<Region> regions_;
    std::vector<std::string> warnings_;
    std::map<std::array<double, 4>, int64_t> boxes_;               // box as given → id of its first region
    std::map<std::pair<Category, std::string>, int> same_;         // how often met
};

void LayoutParser::open_region() {
    Region region;
    region.id = static_cast<int64_t>(regions_.size()) + 1;
    region.order = static_cast<int64_t>(regions_.size());
    region.category = category_from_name(element_.category).value_or(Category::Text);
    region.kind = kind_of(region.category);
    if (!element_.category.empty() && !category_from_name(element_.category))
        region.warnings.push_back("the answer's category \"" + element_.category.substr(0, 40) + "\" is not known; taken as Text");
    region.box = place_box(space_, element_.numbers, region);
    regions_.push_back(std::move(region));
    element_.open = true;
    grow(element_.text);
}

// While a text arrives its marks at the start are held back; close_region gives the final form.
void LayoutParser::grow(std::string_view piece) {
    Region& region = regions_.back();
    if (region.content.empty()) piece.remove_prefix(std::min(piece.find_first_not_of(" \t\r\n#$"), piece.size()));
    region.content += piece;
}

void LayoutParser::mark_duplicate(Region& region) {
    if (element_.numbers.size() == 4) {
        const std::array<double, 4> box{element_.numbers[0], element_.numbers[1], element_.numbers[2], element_.numbers[3]};
        const auto [first, added] = boxes_.emplace(box, region.id);
        if (!added) region.warnings.push_back("suspect duplicate: region " + std::to_string(first->second) + " has the same box");
    }
    if (!region.content.empty() && ++same_[{region.category, region.content}] >= kSameText)
        region.warnings.push_back("suspect duplicate: the same text was given " + std::to_string(kSameText) + " times or more");
}

void LayoutParser::close_region(bool complete) {
    Region& region = regions_.back();
    MarkdownText text = plain_from_markdown(region.category, element_.text);
    region.content = std::move(text.content);
    region.level = text.level;
    region.state = complete ? RegionState::read : RegionState::stopped;
    if (!complete) region.warnings.push_back("the answer ended inside this region; what came is kept");
    mark_duplicate(region);
}

void LayoutParser::begin_object() {
    element_ = {};
    any_object_ = true;
    before_.clear();
}

void LayoutParser::end_object(bool complete) {
    const bool known = element_.category_done || element_.has_text;  // else a box alone, or an object around the list
    if (!element_.open && (complete ? known || element_.box_done : known && element_.box_done)) open_region();
    if (element_.open) close_region(complete);
    element_ = {};
}

bool LayoutParser::key(const std::string& name) {
    element_.key = name == "bbox_2d" ? "bbox" : name == "text_content" ? "text" : name;
    return element_.key == "text";
}

void LayoutParser::number(double value) {
    if (element_.key == "bbox" && !element_.box_done && element_.numbers.size() < 64) element_.numbers.push_back(value);
}

void LayoutParser::list_end() {
    if (element_.key != "bbox" || element_.box_done) return;
    element_.box_done = true;
    if (element_.category_done && !element_.open) open_region();
}

void LayoutParser::text(std::string_view piece) {
    if (element_.key == "category" && !element_.category_done) {
        element_.category += piece;
    } else if (element_.key == "text") {
        element_.has_text = true;
        element_.text += piece;
        if (element_.open) grow(piece);
    }
}

void LayoutParser::text_end(bool complete) {
    if (element_.key != "category" || !complete) return;
    element_.category_done = true;
    if (element_.box_done && !element_.open) open_region();
}

void LayoutParser::add(std::string_view piece) {
    if (!any_object_) before_ += piece;
    stream_.add(piece);
}

void LayoutParser::finish() {
    stream_.finish();
    // A model that answers without any list has still said something.
    const size_t start = before_.find_first_not_of(" \t\r\n");
    if (!any_object_ && start != std::string::npos && before_[start] != '[' && before_[start] != '`') {
        Region region;
        region.id = 1;
        region.box = {0, 0, static_cast<double>(space_.picture_width), static_cast<double>(space_.picture_height)};
        region.content = plain_from_markdown(Category::Text, before_).content;
        region.state = RegionState::read;
        regions_.push_back(std::move(region));
        warnings_.push_back("the answer was plain text instead of a list of regions");
        return;
    }
    for (const auto& [what, times] : stream_.repairs())
        warnings_.push_back("the answer was repaired: " + what + (times > 1 ? " (" + std::to_string(times) + " times)" : ""));
}

std::unique_ptr<OutputParser> make_layout_parser(const BoxSpace& space) {
    return std::make_unique<LayoutParser>(space);
}

std::unique_ptr<OutputParser> make_answer_parser(AnswerForm form, Task task, const BoxSpace& space) {
    switch (form) {
        case AnswerForm::family: return nullptr;
        case AnswerForm::text: return make_text_parser(task, space.picture_width, space.picture_height);
        case AnswerForm::markdown: return make_markdown_parser();
        case AnswerForm::html: return make_html_parser(space);
        case AnswerForm::layout_json: return make_layout_parser(space);
        case AnswerForm::page_json: return make_page_json_parser();
    }
    return nullptr;
}

}  // namespace lectern
