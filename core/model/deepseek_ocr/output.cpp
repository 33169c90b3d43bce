// Grounded answers: <|ref|>label<|/ref|><|det|>[[x1, y1, x2, y2], …]<|/det|>⏎content, block after block.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "core/model/deepseek_ocr/model.h"
#include "core/model/markdown_text.h"

namespace lectern::deepseek_ocr {

static constexpr double kBoxUnits = 999;  // of the picture's width and height
static constexpr size_t kLongestLabel = 4096, kLongestBoxes = 4096,
                        kMostBoxes = 256;  // bytes, bytes, boxes of one block
static constexpr std::array<std::string_view, 5> kTags = {"<|ref|>", "<|/ref|>", "<|det|>", "<|/det|>",
                                                          "<|grounding|>"};

static std::optional<Category> category_of(const std::string& label) {
    static const std::map<std::string, Category, std::less<>> known = {
        {"title", Category::Title},
        {"sub_title", Category::SectionHeader},
        {"text", Category::Text},
        {"image", Category::Picture},
        {"figure", Category::Picture},
        {"chart", Category::Picture},
        {"table", Category::Table},
        {"equation", Category::Formula},
        {"formula", Category::Formula},
        {"image_caption", Category::Caption},
        {"figure_caption", Category::Caption},
        {"figure_title", Category::Caption},
        {"table_caption", Category::Caption},
        {"table_title", Category::Caption},
        {"table_footnote", Category::Footnote},
        {"footnote", Category::Footnote},
        {"header", Category::PageHeader},
        {"page_header", Category::PageHeader},
        {"footer", Category::PageFooter},
        {"page_footer", Category::PageFooter},
        {"page_number", Category::PageFooter},
        {"list", Category::ListItem},
        {"list_item", Category::ListItem},
    };
    const auto found = known.find(label);
    return found == known.end() ? std::nullopt : std::optional(found->second);
}

static ContentKind kind_of(Category c) {
    switch (c) {
        case Category::Table:
            return ContentKind::html_table;
        case Category::Formula:
            return ContentKind::latex;
        case Category::Picture:
            return ContentKind::picture;
        default:
            return ContentKind::text;
    }
}

static std::string trimmed(std::string_view s) {
    const size_t first = s.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return std::string(s.substr(first, s.find_last_not_of(" \t\r\n") - first + 1));
}

static void replace_all(std::string& s, std::string_view from, std::string_view to) {
    for (size_t at = 0; (at = s.find(from, at)) != std::string::npos; at += to.size()) s.replace(at, from.size(), to);
}

// The published clean-up: other names of two signs, centring marks, blanks at line ends, more than one empty line.
static std::string cleaned(std::string_view raw) {
    std::string s(raw);
    replace_all(s, "\\coloneqq", ":=");
    replace_all(s, "\\eqqcolon", "=:");
    replace_all(s, "<center>", "");
    replace_all(s, "</center>", "");
    std::string out;
    for (const char c : s) {
        if (c == '\n')
            out.resize(out.find_last_not_of(" \t\r") == std::string::npos ? 0 : out.find_last_not_of(" \t\r") + 1);
        if (c == '\n' && out.ends_with("\n\n")) continue;
        out += c;
    }
    return trimmed(out);
}

// Delimiters of formulas as the other families write them.
static std::string with_dollars(std::string s) {
    for (const auto& [from, to] :
         {std::pair{"\\(", "$"}, std::pair{"\\)", "$"}, std::pair{"\\[", "$$"}, std::pair{"\\]", "$$"}})
        replace_all(s, from, to);
    return s;
}

class GroundingParser final : public OutputParser {
 public:
    GroundingParser(Labels labels, int64_t width, int64_t height)
        : labels_(labels), width_(static_cast<double>(width)), height_(static_cast<double>(height)) {}

    void add(std::string_view piece) override;
    void finish() override;
    const std::vector<Region>& regions() const override { return regions_; }
    const std::vector<std::string>& warnings() const override { return warnings_; }

 private:
    enum class Where { content, label, between, boxes };  // between: a label has ended, its boxes have not begun
    void step(bool last);
    bool take_tag(std::string_view tag);
    void take_text(std::string_view text);
    void open_block(bool complete);
    void close_block(bool complete);
    void add_region(const Rect& box, std::vector<std::string> warnings);
    std::vector<Rect> read_boxes(std::vector<std::string>& notes) const;
    Rect place(const std::array<double, 4>& n, std::vector<std::string>& notes) const;
    void grow(std::string_view text);
    void close_table(Region& region, const std::string& text);
    void finish_bare_text();

    Labels labels_;
    double width_, height_;
    std::string pending_;  // not yet understood: it may begin a tag
    Where where_ = Where::content;
    std::string label_, boxes_, content_;  // of the present block
    std::optional<Category> category_;
    bool open_ = false;  // the present block has its region, the last one
    bool any_block_ = false;
    std::string before_;  // text outside any block
    std::vector<Region> regions_;
    std::vector<std::string> warnings_;
};

// 999ths of the picture → its pixels, cut off as the published code does; corners sorted, inside the picture.
Rect GroundingParser::place(const std::array<double, 4>& n, std::vector<std::string>& notes) const {
    if (n[0] > n[2] || n[1] > n[3]) notes.push_back("the corners of this region's box were given in the wrong order");
    if (*std::max_element(n.begin(), n.end()) > kBoxUnits || *std::min_element(n.begin(), n.end()) < 0)
        notes.push_back("this region's box reached beyond the page (numbers outside 0 to 999) and was cut");
    const auto at = [](double v, double size) { return std::trunc(std::clamp(v, 0.0, kBoxUnits) / kBoxUnits * size); };
    return {at(std::min(n[0], n[2]), width_), at(std::min(n[1], n[3]), height_), at(std::max(n[0], n[2]), width_),
            at(std::max(n[1], n[3]), height_)};
}

// Every run of digits is a number; four make a box.
std::vector<Rect> GroundingParser::read_boxes(std::vector<std::string>& notes) const {
    std::vector<double> numbers;
    for (size_t i = 0; i < boxes_.size() && numbers.size() < 4 * kMostBoxes;) {
        const bool negative = boxes_[i] == '-';
        size_t j = i + (negative ? 1 : 0);
        double value = 0;
        bool any = false, fraction = false;
        double unit = 1;
        for (; j < boxes_.size(); ++j) {
            if (boxes_[j] == '.' && any && !fraction) {
                fraction = true;
            } else if (boxes_[j] >= '0' && boxes_[j] <= '9') {
                any = true;
                if (fraction)
                    value += (boxes_[j] - '0') * (unit /= 10);
                else
                    value = std::min(1e9, value * 10 + (boxes_[j] - '0'));
            } else {
                break;
            }
        }
        if (any) numbers.push_back(negative ? -value : value);
        i = std::max(j, i + 1);
    }
    std::vector<Rect> boxes;
    for (size_t i = 0; i + 4 <= numbers.size(); i += 4) {
        const Rect box = place({numbers[i], numbers[i + 1], numbers[i + 2], numbers[i + 3]}, notes);
        if (box.empty()) notes.push_back("this region's box was empty; its place is unknown");
        boxes.push_back(box.empty() ? Rect{} : box);
    }
    if (numbers.size() % 4 != 0 || numbers.empty())
        notes.push_back("the answer gave " + std::to_string(numbers.size()) +
                        " numbers for this region's box instead of 4; " +
                        (boxes.empty() ? "its place is unknown" : "those left over were dropped"));
    return boxes;
}

void GroundingParser::add_region(const Rect& box, std::vector<std::string> notes) {
    Region region;
    region.id = static_cast<int64_t>(regions_.size()) + 1;
    region.order = static_cast<int64_t>(regions_.size());
    region.category = category_.value_or(Category::Text);
    region.kind = kind_of(region.category);
    region.box = box;
    region.warnings = std::move(notes);
    regions_.push_back(std::move(region));
}

// A label and its boxes are known. Pictures get a region for each box; other blocks one that covers all boxes.
void GroundingParser::open_block(bool complete) {
    std::vector<std::string> notes;
    const std::vector<Rect> boxes = read_boxes(notes);
    if (!complete) notes.push_back("the answer ended, or went on, inside this region's marks; what came is kept");
    category_ = labels_ == Labels::categories ? category_of(trimmed(label_)) : std::nullopt;
    any_block_ = open_ = true;
    content_.clear();
    if (category_ == Category::Picture || labels_ == Labels::text) {
        for (size_t i = 0; i < std::max<size_t>(1, boxes.size()); ++i) {
            add_region(i < boxes.size() ? boxes[i] : Rect{}, i == 0 ? notes : std::vector<std::string>{});
            regions_.back().state = RegionState::read;
            if (labels_ == Labels::text) regions_.back().content = trimmed(label_);
        }
        return;
    }
    Rect all = boxes.empty() ? Rect{} : boxes[0];
    for (const Rect& b : boxes)
        all = all.empty() ? b
              : b.empty() ? all
                          : Rect{std::min(all.x0, b.x0), std::min(all.y0, b.y0), std::max(all.x1, b.x1),
                                 std::max(all.y1, b.y1)};
    if (boxes.size() > 1)
        notes.push_back("the answer gave " + std::to_string(boxes.size()) +
                        " boxes for this region; its box covers them all");
    add_region(all, std::move(notes));
}

// While a text arrives its marks at the start are held back; close_block gives the final form.
void GroundingParser::grow(std::string_view text) {
    if (!open_) {
        before_ += text;
        return;
    }
    content_ += text;
    Region& region = regions_.back();
    if (labels_ == Labels::text || region.kind == ContentKind::picture) return;
    if (region.content.empty()) text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n#$"), text.size()));
    region.content += text;
}

void GroundingParser::close_block(bool complete) {
    if (!open_) return;
    open_ = false;
    Region& region = regions_.back();
    if (region.state == RegionState::reading) region.state = complete ? RegionState::read : RegionState::stopped;
    const std::string text = cleaned(content_);
    if (labels_ == Labels::text ||
        region.kind == ContentKind::picture) {  // their text, if any, is a paragraph of its own
        if (text.empty()) return;
        category_ = Category::Text;
        const Rect box = labels_ == Labels::text ? Rect{} : region.box;
        add_region(box, {"the answer gave this text without a place of its own"});
        regions_.back().state = RegionState::read;
        regions_.back().content = with_dollars(text);
        return;
    }
    if (region.kind == ContentKind::html_table && !text.empty()) return close_table(region, text);
    MarkdownText plain = plain_from_markdown(region.category, text);
    region.level = plain.level;
    region.content = region.kind == ContentKind::text ? with_dollars(plain.content) : plain.content;
    if (region.content.empty() && !category_)
        region.content = trimmed(label_);  // a located text
    else if (!category_)
        region.warnings.push_back("the answer's category \"" + trimmed(label_).substr(0, 40) +
                                  "\" is not known; taken as Text");
}

// From the first table's begin to the last one's end; what stands around it is a paragraph of its own.
void GroundingParser::close_table(Region& region, const std::string& text) {
    const std::string closing = "</table>";
    const size_t begin = text.find("<table"), close = text.rfind(closing);
    if (begin == std::string::npos) {
        region.kind = ContentKind::text;
        region.content = with_dollars(text);
        region.warnings.push_back("the answer holds no table here; it was kept as text");
        return;
    }
    const bool whole = close != std::string::npos && close > text.rfind("<table");
    const size_t end = whole ? close + closing.size() : text.size();
    region.content = text.substr(begin, end - begin);
    const Rect box = region.box;
    category_ = Category::Text;
    for (const std::string& beside : {trimmed(text.substr(0, begin)), trimmed(text.substr(end))}) {
        if (beside.empty()) continue;
        add_region(box, {"the answer gave this text beside the table, without a place of its own"});
        regions_.back().state = RegionState::read;
        regions_.back().content = with_dollars(beside);
    }
}

void GroundingParser::take_text(std::string_view text) {
    switch (where_) {
        case Where::content:
            return grow(text);
        case Where::label:
            label_ += text;
            break;
        case Where::boxes:
            boxes_ += text;
            break;
        case Where::between:  // nothing but blanks stands here; anything else is content of a block without boxes
            if (trimmed(text).empty()) return;
            where_ = Where::content;
            open_block(false);
            return grow(text);
    }
    if (label_.size() <= kLongestLabel && boxes_.size() <= kLongestBoxes) return;
    // A mark that never ends: what it swallowed is text.
    const std::string swallowed = where_ == Where::label ? std::exchange(label_, {}) : std::string();
    open_block(false);
    where_ = Where::content;
    grow(swallowed);
}

// False: the tag has no business here and is dropped.
bool GroundingParser::take_tag(std::string_view tag) {
    if (tag == "<|ref|>") {
        if (where_ == Where::label || where_ == Where::boxes || where_ == Where::between) open_block(false);
        close_block(true);
        label_.clear();
        boxes_.clear();
        where_ = Where::label;
    } else if (tag == "<|/ref|>" && where_ == Where::label) {
        where_ = Where::between;
    } else if (tag == "<|det|>" && (where_ == Where::between || where_ == Where::label)) {
        where_ = Where::boxes;
    } else if (tag == "<|/det|>" && where_ == Where::boxes) {
        where_ = Where::content;
        open_block(true);
    } else {
        return tag == "<|grounding|>";
    }
    return true;
}

// Understands pending_ as far as it can; a beginning of a tag at its end waits, unless nothing follows.
void GroundingParser::step(bool last) {
    while (!pending_.empty()) {
        const size_t mark = pending_.find("<|");
        const size_t text = mark != std::string::npos          ? mark
                            : pending_.ends_with('<') && !last ? pending_.size() - 1
                                                               : pending_.size();
        if (text > 0) {
            take_text(std::string_view(pending_).substr(0, text));
            pending_.erase(0, text);
            continue;
        }
        if (mark == std::string::npos) return;  // a lone '<'
        const std::string_view rest = pending_;
        const auto tag =
            std::find_if(kTags.begin(), kTags.end(), [&](std::string_view t) { return rest.starts_with(t); });
        if (tag != kTags.end()) {
            if (!take_tag(*tag))
                warnings_.push_back("the answer held a mark " + std::string(*tag) + " out of place; it was dropped");
            pending_.erase(0, tag->size());
            continue;
        }
        const bool begins =
            std::any_of(kTags.begin(), kTags.end(), [&](std::string_view t) { return t.starts_with(rest); });
        if (begins && !last) return;
        take_text("<|");
        pending_.erase(0, 2);
    }
}

void GroundingParser::add(std::string_view piece) {
    pending_ += piece;
    step(false);
}

// A model that answers without any mark has still said something.
void GroundingParser::finish_bare_text() {
    const std::string text = cleaned(before_);
    if (text.empty()) return;
    Region region;
    region.box = any_block_ ? Rect{} : Rect{0, 0, width_, height_};
    region.content = with_dollars(plain_from_markdown(Category::Text, text).content);
    region.state = RegionState::read;
    if (any_block_)
        region.warnings.push_back("the answer gave this text without a place");
    else
        warnings_.push_back("the answer names no places on the page; it is kept as one region");
    regions_.insert(any_block_ ? regions_.end() : regions_.begin(), std::move(region));
    for (size_t i = 0; i < regions_.size(); ++i) {
        regions_[i].id = static_cast<int64_t>(i) + 1;
        regions_[i].order = static_cast<int64_t>(i);
    }
}

void GroundingParser::finish() {
    step(true);
    if (where_ != Where::content) {
        open_block(false);
        for (Region& region : std::span(regions_).last(1)) region.state = RegionState::stopped;
    }
    where_ = Where::content;
    close_block(true);
    finish_bare_text();
}

std::unique_ptr<OutputParser> make_grounding_parser(Labels labels, int64_t picture_width, int64_t picture_height) {
    return std::make_unique<GroundingParser>(labels, picture_width, picture_height);
}

}  // namespace lectern::deepseek_ocr
